"""An answer as HTML for the residents' chat. Everything that comes from outside is escaped.

The result has no line ends, so that the chat's Markdown renderer takes it as one HTML block.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from assistant.answer import Answer, Citation, MissingInput, Status
from assistant.eligibility.family import FIELDS
from assistant.language.visible import visible
from assistant.web.calculation_html import calculation_card
from assistant.web.copy_text import answer_for_copying

_MARKER = re.compile(r"\[(\d+)\]")
_MEASURE_NAME = re.compile(r"^【([^】]{1,80})】")
_NUMBERED = re.compile(r"^\d+\.\s*(.+)$")
_REASONS = ("没有回答我的问题", "引用的内容不对", "看不懂", "数字不对", "其他")
_ICON = '<svg viewBox="0 0 24 24" aria-hidden="true">{}</svg>'
_COPY = _ICON.format(
    '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>'
)
_THUMB = (
    '<path d="M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 6A2 2 0 0 1 17 20H7"/>'
)
_THUMB_UP = _ICON.format(_THUMB)
_THUMB_DOWN = _ICON.format(f'<g transform="rotate(180 12 12)">{_THUMB}</g>')
_STATUS_NAMES = {
    Status.NOT_COVERED: "政策文件没有涉及",
    Status.NEEDS_INFORMATION: "还需要一点信息",
    Status.BLOCKED: "不能这样回答",
    Status.ERROR: "没能回答",
}


def question_html(question: str) -> str:
    """The user's words, shown as they were typed."""
    return f'<div class="question">{_line(question)}</div>'


def waiting_html(note: str) -> str:
    """What stands in the answer's place until there is one."""
    return f'<article class="answer waiting"><p>{_line(note)}</p></article>'


def partial_html(text: str) -> str:
    """The first part of an answer's text, while it is being written."""
    text = re.sub(r"\[\d*$", "", text)
    body = _paragraphs(_MARKER.sub("", text), {})
    return f'<article class="answer writing"><div class="answer-body">{body}</div></article>'


def answer_html(answer: Answer, record_id: str) -> str:
    """The whole answer: text with citations, calculation, questions back, sources, tools."""
    citations = {citation.marker: citation for citation in answer.citations}
    text = shown_text(answer)
    status = _STATUS_NAMES.get(answer.status, "")
    parts = [
        f'<p class="answer-status">{escape(status)}</p>' if status else "",
        f'<div class="answer-body">{_paragraphs(text, citations)}</div>',
        _calculation(answer, text),
        _questions_back(answer.missing_inputs),
        _retry(answer, record_id),
        _sources(answer.citations),
        _tools(answer, record_id),
        _suggestions(answer.suggestions),
    ]
    html = (
        f'<article class="answer status-{answer.status.value}" data-record="{escape(record_id)}">'
        f"{''.join(parts)}</article>"
    )
    return html.replace("\n", " ")


def shown_text(answer: Answer) -> str:
    """The answer's text without the lines that the calculations' cards show folded."""
    text = answer.answer or answer.message or ""
    done = _done(answer)
    if not done:
        return text
    steps = {str(step.get("text", "")) for one in done for step in one.get("steps") or []}
    return "\n".join(line for line in text.split("\n") if not _in_card(line, steps))


def _in_card(line: str, steps: set[str]) -> bool:
    """Whether the card shows a line: a step, the heading of the steps, the list of sources."""
    if _MARKER.search(line):
        return False
    numbered = _NUMBERED.match(line)
    if numbered:
        return numbered[1] in steps
    return line.startswith("依据") or line.rstrip(":\uff1a") == "计算过程"


def _calculation(answer: Answer, text: str) -> str:
    """The card of each calculation that has a result."""
    return "".join(calculation_card(one, text) for one in _done(answer))


def _done(answer: Answer) -> list[dict[str, Any]]:
    if answer.status is Status.NEEDS_INFORMATION:
        return []
    return [one for one in answer.calculations if one.get("outcome") != "needs_information"]


def _paragraphs(text: str, citations: dict[int, Citation]) -> str:
    html: list[str] = []
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            items.append(f"<li>{_with_citations(line[2:], citations)}</li>")
            continue
        if items:
            html.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if not line.strip():
            continue
        named = _MEASURE_NAME.match(line)
        if named:
            html.append(f'<p class="measure-name">{_line(named[1])}</p>')
            line = line[named.end() :]
        if line.strip():
            html.append(f"<p>{_with_citations(line, citations)}</p>")
    if items:
        html.append(f"<ul>{''.join(items)}</ul>")
    return "".join(html)


def _with_citations(line: str, citations: dict[int, Citation]) -> str:
    parts = _MARKER.split(line)
    html = [_line(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        citation = citations.get(int(number))
        html.append(_chip(citation) if citation else _line(f"[{number}]"))
        html.append(_line(after))
    return "".join(html)


def _chip(citation: Citation) -> str:
    label = f"出处{citation.marker}：{citation.label}"
    return (
        f'<a class="cite" {_target(citation)} aria-label="{escape(label)}" '
        f'title="{escape(label)}">{citation.marker}</a>'
    )


def _target(citation: Citation) -> str:
    """Where a citation leads: the reader, or with scripts the panel beside the chat."""
    place = f"{citation.start}-{citation.end}"
    return (
        f'href="/policies/{escape(citation.document)}#c{place}" target="_blank" '
        f'data-document="{escape(citation.document)}" '
        f'data-start="{citation.start}" data-end="{citation.end}"'
    )


def _sources(citations: list[Citation]) -> str:
    if not citations:
        return ""
    by_label: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        by_label.setdefault((citation.document, citation.label), []).append(citation)
    items = "".join(
        f'<li>{"".join(map(_chip, group))}<a class="source" {_target(group[0])}>{_line(label)}</a></li>'
        for (_, label), group in by_label.items()
    )
    return f'<div class="sources"><ul class="source-list" aria-label="出处">{items}</ul>{_basis(citations)}</div>'


def _basis(citations: list[Citation]) -> str:
    """The quoted sentences themselves, folded, below the documents that they stand in."""
    titles = "、".join(f"《{title}》" for title in dict.fromkeys(c.title for c in citations))
    quotes = "".join(f"<blockquote>{_chip(c)}{_line(c.quote)}</blockquote>" for c in citations)
    return (
        f'<details class="basis"><summary>依据原文（{len(citations)}处）</summary>'
        f'<p class="basis-title">{_line(titles)}</p>{quotes}</details>'
    )


def _questions_back(missing: list[MissingInput]) -> str:
    """A quick way to reply to the first thing that is asked for."""
    if not missing:
        return ""
    first = missing[0]
    field = FIELDS.get(first.name)
    label = escape(first.question or first.label)
    if field is None:
        return ""
    if field.type == "boolean":
        buttons = _reply("是", first.label) + _reply("否", first.label)
        return f'<div class="quick-reply" role="group" aria-label="{label}">{buttons}</div>'
    if field.choices:
        buttons = "".join(_reply(f"{choice}{field.unit}", first.label) for choice in field.choices)
        return f'<div class="quick-reply" role="group" aria-label="{label}">{buttons}</div>'
    if field.type in ("date", "month_or_date", "dates"):
        control = f'<input type="date" aria-label="{label}" min="1990-01-01" max="2100-12-31">'
    else:
        step = "any" if field.type == "number" else "1"
        bounds = "".join(
            f' {name}="{bound}"'
            for name, bound in (("min", field.minimum), ("max", field.maximum))
            if bound is not None
        )
        control = (
            f'<input type="number" inputmode="decimal" step="{step}"{bounds} '
            f'aria-label="{label}" data-unit="{escape(field.unit)}">'
        )
    name = f"{first.label}（{field.unit}）" if field.unit else first.label
    return (
        f'<div class="quick-reply" role="group" aria-label="{label}">'
        f"<label><span>{escape(name)}</span>{control}</label>"
        '<button type="button" class="reply" data-reply-input>确定</button></div>'
    )


def _retry(answer: Answer, record_id: str) -> str:
    """A button to ask again what could not be worked on."""
    if answer.status is not Status.ERROR or record_id:
        return ""
    return (
        f'<div class="quick-reply"><button type="button" class="reply" '
        f'data-ask="{escape(answer.question)}">再试一次</button></div>'
    )


def _reply(text: str, about: str) -> str:
    return (
        f'<button type="button" class="reply" data-ask="{escape(text)}" '
        f'aria-label="{escape(about)}：{escape(text)}">{escape(text)}</button>'
    )


def _tools(answer: Answer, record_id: str) -> str:
    copied = escape(answer_for_copying(answer)).replace("\n", "&#10;")
    reasons = "".join(
        f'<label><input type="radio" name="reason-{escape(record_id)}" value="{reason}">'
        f"{reason}</label>"
        for reason in _REASONS
    )
    verdict = (
        f'<button type="button" data-verdict="up" aria-pressed="false">{_THUMB_UP}有用</button>'
        '<button type="button" data-verdict="down" aria-pressed="false" aria-expanded="false">'
        f"{_THUMB_DOWN}没用</button>"
    )
    form = (
        '<form class="feedback-form" hidden><fieldset><legend>哪里不满意？</legend>'
        f'<div class="reasons">{reasons}</div>'
        '<label class="comment"><span>补充说明（可不填，请勿写个人信息）</span>'
        '<textarea rows="2" maxlength="500"></textarea></label>'
        '<button type="submit">提交</button></fieldset></form>'
    )
    return (
        f'<div class="answer-tools"><button type="button" data-copy="{copied}">{_COPY}复制</button>'
        f'{verdict if record_id else ""}<span class="tool-note" role="status"></span></div>'
        f"{form if record_id else ''}"
    )


def _suggestions(suggestions: list[str]) -> str:
    if not suggestions:
        return ""
    buttons = "".join(
        f'<button type="button" class="suggestion" data-ask="{escape(s)}">{_line(s)}</button>'
        for s in suggestions
    )
    return f'<div class="suggestions" role="group" aria-label="您还可以问"><p>您还可以问</p>{buttons}</div>'


def _line(text: str) -> str:
    """Escaped text on one line; line ends become <br>."""
    return escape(visible(text)).replace("\r", "").replace("\n", "<br>")
