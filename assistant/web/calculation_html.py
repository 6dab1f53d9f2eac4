"""A calculation as an HTML card: the result large, the years as a chart and table, the steps folded."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

_OUTCOMES = {
    "eligible": "可以享受",
    "not_eligible": "不符合条件",
    "depends_on_local_rules": "以当地规定为准",
    "needs_information": "还需要一点信息",
}
_STANDING = {"law": "", "known": "公开数据", "uncertain": "待核实"}


def calculation_card(calculation: dict[str, Any], said: str = "", *, link: bool = True) -> str:
    """The card; no line ends inside. `calculation` is the contract's object.

    `said`: the text beside the card; a summary that stands there already is not repeated.
    `link`: whether it leads to the calculator's page.
    """
    summary = str(calculation.get("summary", ""))
    outcome = str(calculation.get("outcome", ""))
    result = calculation.get("result") or {}
    more = f'<a href="{escape(calculator_link(calculation))}">在计算页打开</a>' if link else ""
    parts = [
        f'<header><span class="calc-title">{_text(calculation.get("title", "计算结果"))}</span>'
        f'<span class="calc-outcome outcome-{escape(outcome)}">{_OUTCOMES.get(outcome, "")}</span></header>',
        _figure(result),
        "" if summary in said else f'<p class="calc-summary">{_text(summary)}</p>',
        schedule_html(result.get("all_years") or result.get("schedule") or []),
        _steps(calculation.get("steps") or []),
        _source_list(calculation.get("sources") or []),
        f'<p class="calc-foot">按{_text(calculation.get("as_of", ""))}的情况计算。{more}</p>',
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
        f'<rect width="{float(row["amount"]) / largest * 100:.1f}" height="10" rx="1"/></svg></td>'
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
    value = result.get("total", result.get("days"))
    if value is None or isinstance(value, bool):
        return ""
    about = "约" if result.get("verified") is False else ""
    return (
        f'<p class="calc-figure">{about}<strong>{amount(value)}</strong>'
        f"<span>{_text(unit)}</span></p>"
    )


def _steps(steps: list[dict[str, Any]]) -> str:
    if not steps:
        return ""
    items = "".join(f"<li>{_text(step.get('text', ''))}</li>" for step in steps)
    return f"<details><summary>计算过程({len(steps)}步)</summary><ol>{items}</ol></details>"


def _source_list(sources: list[dict[str, Any]]) -> str:
    if not sources:
        return ""
    items = "".join(f"<li>{_source(source)}</li>" for source in sources)
    return f"<details><summary>计算依据({len(sources)}项)</summary><ul>{items}</ul></details>"


def _source(source: dict[str, Any]) -> str:
    number = f"({source['number']})" if source.get("number") else ""
    note = _STANDING.get(str(source.get("standing", "")), "")
    text = f"《{source.get('title', '')}》{number}{source.get('clause', '')}"
    if source.get("effective_from"):
        text += f",自{source['effective_from']}起"
    return _text(text) + (f'<span class="standing">{note}</span>' if note else "")


def _text(value: Any) -> str:
    return escape(str(value)).replace("\n", " ")
