"""A calculation as an HTML card: the result large, the years as a chart and table, the steps folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from assistant.web.words import words
from corpus.library import Library

_OUTCOMES = {
    "eligible": "可以享受",
    "not_eligible": "不符合条件",
    "depends_on_local_rules": "以当地规定为准",
    "needs_information": "还需要一点信息",
}
_STANDING = {"law": "", "known": "公开数据", "uncertain": "待核实"}
APPLY_NAMES = {
    "who": "谁来申领",
    "where": "在哪里申领",
    "online": "线上办理",
    "offline": "线下办理",
}


def calculation_card(
    calculation: dict[str, Any],
    summary: str = "",
    said: str = "",
    library: Library | None = None,
    *,
    link: bool = True,
) -> str:
    """The card; no line ends inside. `calculation` is the contract's object.

    `summary`: the result in words, as HTML; the rule's own where there is none. `said`: the text beside
    the card; what stands there is not repeated. `library`: where the sources are linked to.
    `link`: whether the card leads to the calculator's page.
    """
    outcome = str(calculation.get("outcome", ""))
    result = calculation.get("result") or {}
    more = f'<a href="{escape(calculator_link(calculation))}">在计算页打开</a>' if link else ""
    summary = summary or words(str(calculation.get("summary", "")))
    title = words(str(calculation.get("title", "计算结果")))
    parts = [
        f'<header><h3 class="calc-title">{title}</h3>'
        f'<span class="calc-outcome outcome-{escape(outcome)}">{_OUTCOMES.get(outcome, "")}</span></header>',
        _figure(result),
        f'<p class="calc-summary">{summary}</p>',
        schedule_html(result.get("all_years") or result.get("schedule") or []),
        _apply(result.get("apply") or {}, said) if outcome != "not_eligible" else "",
        _steps(calculation.get("steps") or []),
        _source_list(calculation, library),
        f'<p class="calc-foot">按{words(str(calculation.get("as_of", "")))}的情况计算。{more}</p>',
    ]
    return f'<section class="calc" aria-label="计算结果">{"".join(parts)}</section>'


def schedule_html(schedule: list[dict[str, Any]]) -> str:
    """Payments by year: a bar chart with the figures beside it; readable as a table."""
    rows = [row for row in schedule if "amount" in row]
    largest = max((float(row["amount"]) for row in rows), default=0)
    if len(rows) < 2 or largest <= 0:
        return ""
    body = "".join(
        f'<tr><th scope="row">{_text(row["year"])}年</th>'
        f'<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{float(row["amount"]) / largest * 100:.1f}" height="10"/></svg></td>'
        f'<td class="months">{_text(row.get("months", ""))}{"个月" if "months" in row else ""}</td>'
        f'<td class="amount">{amount(row["amount"])}元</td></tr>'
        for row in rows
    )
    return f'<table class="schedule"><caption>逐年金额</caption><tbody>{body}</tbody></table>'


def amount(value: Any) -> str:
    """A sum with thousands separators and at most two decimals."""
    number = float(value)
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def calculator_link(calculation: dict[str, Any]) -> str:
    """The calculator page with the same inputs."""
    inputs = {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in (calculation.get("inputs") or {}).items()
        if not isinstance(value, dict) and name != "children"
    }
    return f"/calculator?{urlencode({'rule': calculation.get('rule', ''), **inputs})}"


def _figure(result: dict[str, Any]) -> str:
    unit = str(result.get("unit", ""))
    value = result.get("total", result.get("days", result.get("hours_per_day")))
    if value is None or isinstance(value, bool):
        return ""
    about = "约" if result.get("verified") is False else ""
    return (
        f'<p class="calc-figure">{about}<strong>{amount(value)}</strong>'
        f"<span>{_text(unit)}</span></p>"
    )


def _apply(apply: dict[str, Any], said: str) -> str:
    """Who applies and where, as far as the text beside the card does not say it."""
    rows = "".join(
        f"<div><dt>{label}</dt><dd>{words(str(apply[key]))}</dd></div>"
        for key, label in APPLY_NAMES.items()
        if apply.get(key) and str(apply[key]) not in said
    )
    return f'<dl class="calc-apply">{rows}</dl>' if rows else ""


def _steps(steps: list[dict[str, Any]]) -> str:
    if not steps:
        return ""
    items = "".join(f"<li>{words(str(step.get('text', '')))}</li>" for step in steps)
    return f"<details><summary>计算过程（{len(steps)}步）</summary><ol>{items}</ol></details>"


def _source_list(calculation: Mapping[str, Any], library: Library | None) -> str:
    sources = calculation.get("sources") or []
    if not sources:
        return ""
    items = "".join(
        f"<li>{_source(source, _place(source, calculation.get('quotes') or (), library))}</li>"
        for source in sources
    )
    return f"<details><summary>计算依据（{len(sources)}项）</summary><ul>{items}</ul></details>"


def _source(source: Mapping[str, Any], place: str) -> str:
    number = f"（{source['number']}）" if source.get("number") else ""
    note = _STANDING.get(str(source.get("standing", "")), "")
    text = words(f"《{source.get('title', '')}》{number}{source.get('clause', '')}")
    if place:
        text = f'<a href="{escape(place)}" target="_blank">{text}</a>'
    if source.get("effective_from"):
        text += words(f"，自{source['effective_from']}起")
    return text + (f'<span class="standing">{note}</span>' if note else "")


def _place(
    source: Mapping[str, Any], quotes: Iterable[Mapping[str, Any]], library: Library | None
) -> str:
    """Where in the reader the source says what it is named for; "" where it is not in the library."""
    document = source.get("document")
    if library is None or document not in library.ids:
        return ""
    text = library.get(document).text
    known = (one for quote in quotes for one in (quote, *quote.get("others", ())))
    for quote in known:
        if quote["document"] == document and quote.get("says") in source.get("states", ()):
            start = text.find(quote["quote"])
            if start >= 0:
                return f"/policies/{document}#c{start}-{start + len(quote['quote'])}"
    return f"/policies/{document}"


def _text(value: Any) -> str:
    return escape(str(value)).replace("\n", " ")
