"""An answer as HTML, the same for the chat, the desk and the pages without scripts.

The point stands first (verdict, figure), then the quotes, then one next step. Everything that comes from
outside is escaped. The result has no line ends, so that the chat's Markdown renderer takes it as one
HTML block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from assistant.answer import Answer, AnswerKind, Citation, MissingInput, Status
from assistant.eligibility.family import FIELDS
from assistant.verification.statement import QuoteRole
from assistant.web.answer_tools import suggestions_html, tools_html
from assistant.web.calculation_html import calculation_card
from assistant.web.words import words
from corpus.library import Library

_MARKER = re.compile(r"\[(\d+)\]")
_MEASURE_NAME = re.compile(r"^【([^】]{1,80})】")
_DOCUMENT_NAME = re.compile(r"^(《.{1,120}》(?:[(\uff08][^)\uff09]{1,20}[)\uff09])?)[:\uff1a]$")
_VERDICT = re.compile(r"^(?:[^。\uff1a:]{1,20}[:\uff1a])?[^。\uff0c,\uff1b;\d]{1,12}。$")
_NUMBERED = re.compile(r"^\d+\.\s*(.+)$")
_STATUS_NAMES = {
    Status.NOT_COVERED: "收录的文件没有涉及",
    Status.NEEDS_INFORMATION: "还需要一点信息",
    Status.BLOCKED: "不能这样回答",
    Status.ERROR: "没能回答",
}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One line of the answer: its words with markers, and the citations that the markers name."""

    text: str
    cited: tuple[Citation, ...]

    @property
    def plain(self) -> str:
        """The words alone."""
        return _MARKER.sub("", _MEASURE_NAME.sub("", self.text))

    def is_for(self, role: QuoteRole) -> bool:
        """Whether all that it cites has that role."""
        return bool(self.cited) and all(citation.role == role for citation in self.cited)


def waiting_html(note: str) -> str:
    """What stands in the answer's place until there is one."""
    return f'<article class="answer waiting"><p>{words(note)}</p></article>'


def partial_html(text: str) -> str:
    """The first part of an answer's text, while it is being written."""
    text = _MARKER.sub("", re.sub(r"\[\d*$", "", text))
    body = "".join(_blocks(_paragraphs(text, {}), {}))
    return f'<article class="answer writing"><div class="answer-body">{body}</div></article>'


def answer_html(
    answer: Answer, record_id: str, library: Library | None = None, *, tools: bool = True
) -> str:
    """The whole answer: text with citations, calculation, questions back, sources, tools.

    `library`: where the sources of a calculation are linked to.
    """
    parts = [
        _status(answer),
        f'<div class="answer-body">{_body(answer, library)}</div>',
        _explanation(answer.explanation),
        _questions_back(answer.missing_inputs),
        _retry(answer, record_id),
        _sources(answer.citations),
        tools_html(answer, record_id) if tools else "",
        suggestions_html(answer.suggestions),
    ]
    html = (
        f'<article class="answer status-{answer.status.value} kind-{answer.kind.value}" '
        f'data-record="{escape(record_id)}">{"".join(parts)}</article>'
    )
    return html.replace("\n", " ")


def shown_text(answer: Answer) -> str:
    """The answer's text without what is shown elsewhere: a calculation's steps, the list of its sources."""
    text = answer.answer or answer.message or ""
    if not answer.calculations:
        return text
    steps = {str(step.get("text", "")) for one in _done(answer) for step in one.get("steps") or []}
    return "\n".join(line for line in text.split("\n") if not _in_card(line, steps))


def _status(answer: Answer) -> str:
    """The label of an answer that is none; small talk and a wish for a person are no failure."""
    name = _STATUS_NAMES.get(answer.status)
    if not name or answer.kind is not AnswerKind.POLICY:
        return ""
    return f'<p class="answer-status">{escape(name)}</p>'


def _in_card(line: str, steps: set[str]) -> bool:
    """Whether the card shows a line: a step, the heading of the steps, the list of sources."""
    if _MARKER.search(line):
        return False
    numbered = _NUMBERED.match(line)
    if numbered:
        return numbered[1] in steps
    return line.startswith("依据") or line.rstrip(":\uff1a") == "计算过程"


def _done(answer: Answer) -> list[dict[str, Any]]:
    if answer.status is Status.NEEDS_INFORMATION:
        return []
    return [one for one in answer.calculations if one.get("outcome") != "needs_information"]


def _body(answer: Answer, library: Library | None) -> str:
    """Verdict, figures, words, next step, in this order."""
    citations = {citation.marker: citation for citation in answer.citations}
    paragraphs = list(_paragraphs(shown_text(answer), citations))
    first: list[str] = []
    if paragraphs and _is_verdict(answer, paragraphs[0]):
        verdict = _with_citations(paragraphs.pop(0).text, citations)
        first.append(f'<p class="verdict">{verdict}</p>')
    for calculation in _done(answer):
        summary = next((p for p in paragraphs if _summarises(p, calculation)), None)
        if summary:
            paragraphs.remove(summary)
        said = "\n".join(paragraph.plain for paragraph in paragraphs)
        line = _with_citations(_MEASURE_NAME.sub("", summary.text), citations) if summary else ""
        first.append(calculation_card(calculation, line, said, library))
    steps = [p for p in paragraphs if p.is_for(QuoteRole.NEXT_STEP)]
    rest = [p for p in paragraphs if p not in steps]
    return "".join([*first, *_blocks(rest, citations), _next_step(steps, citations)])


def _is_verdict(answer: Answer, paragraph: _Paragraph) -> bool:
    """Whether the first line is the short answer to a question that the text or a rule decides."""
    return answer.status is Status.ANSWERED and bool(
        _VERDICT.match(paragraph.plain) and (answer.citations or answer.calculations)
    )


def _summarises(paragraph: _Paragraph, calculation: Mapping[str, Any]) -> bool:
    """Whether a paragraph says the calculation's result, and so belongs into its card."""
    texts = [calculation.get("summary", ""), *(calculation.get("texts") or {}).values()]
    return any(text and str(text) in paragraph.plain for text in texts)


def _next_step(paragraphs: list[_Paragraph], citations: Mapping[int, Citation]) -> str:
    if not paragraphs:
        return ""
    lines = "".join(f"<p>{_with_citations(p.text, citations)}</p>" for p in paragraphs)
    return f'<section class="next-step"><h3>下一步</h3>{lines}</section>'


def _paragraphs(text: str, citations: Mapping[int, Citation]) -> Iterator[_Paragraph]:
    for line in text.split("\n"):
        if line.strip():
            numbers = dict.fromkeys(int(number) for number in _MARKER.findall(line))
            yield _Paragraph(line, tuple(citations[n] for n in numbers if n in citations))


def _blocks(
    paragraphs: Iterator[_Paragraph] | list[_Paragraph], citations: Mapping[int, Citation]
) -> Iterator[str]:
    """Headings for documents and measures, lists for items, paragraphs for the rest."""
    items: list[str] = []
    for paragraph in paragraphs:
        line = paragraph.text
        if line.startswith("- "):
            items.append(f"<li>{_with_citations(line[2:], citations)}</li>")
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        document = _DOCUMENT_NAME.match(line)
        if document:
            yield f'<h3 class="document-name">{words(document[1])}</h3>'
            continue
        named = _MEASURE_NAME.match(line)
        if named:
            yield f'<h3 class="measure-name">{words(named[1])}</h3>'
            line = line[named.end() :]
        if line.strip():
            yield f"<p>{_with_citations(line, citations)}</p>"
    if items:
        yield f"<ul>{''.join(items)}</ul>"


def _with_citations(line: str, citations: Mapping[int, Citation]) -> str:
    parts = _MARKER.split(line)
    html = [words(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        citation = citations.get(int(number))
        html.append(_chip(citation) if citation else words(f"[{number}]"))
        html.append(words(after))
    return "".join(html)


def _chip(citation: Citation) -> str:
    label = f"出处{citation.marker}：{citation.label}"
    return (
        f'<a class="cite" {target(citation)} aria-label="{escape(label)}" '
        f'title="{escape(label)}">{citation.marker}</a>'
    )


def target(citation: Citation) -> str:
    """Where a citation leads: the reader, or with scripts the panel beside the chat."""
    ranges = citation.parts or [(citation.start, citation.end)]
    place = ",".join(f"{start}-{end}" for start, end in ranges)
    document = escape(citation.document)
    parts = f' data-parts="{place}"' if citation.parts else ""
    return (
        f'href="/policies/{document}#c{place}" target="_blank" data-document="{document}" '
        f'data-start="{citation.start}" data-end="{citation.end}"{parts}'
    )


def _sources(citations: list[Citation]) -> str:
    if not citations:
        return ""
    by_label: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        by_label.setdefault((citation.document, citation.label), []).append(citation)
    items = "".join(
        f"<li>{''.join(map(_chip, group))}"
        f'<a class="source" {target(group[0])}>{_source_name(group[0])}</a></li>'
        for group in by_label.values()
    )
    return f'<div class="sources"><ul class="source-list" aria-label="出处">{items}</ul>{_basis(citations)}</div>'


def _source_name(citation: Citation) -> str:
    return words(f"《{citation.title}》{citation.label}")


def _basis(citations: list[Citation]) -> str:
    """The quoted sentences themselves, folded, below the documents that they stand in."""
    titles = "、".join(f"《{title}》" for title in dict.fromkeys(c.title for c in citations))
    quotes = "".join(f"<blockquote>{_chip(c)}{words(c.quote)}</blockquote>" for c in citations)
    return (
        f'<details class="basis"><summary>引用的原文（{len(citations)}处）</summary>'
        f'<p class="basis-title">{words(titles)}</p>{quotes}</details>'
    )


def _explanation(text: str) -> str:
    """A chat model's own words, said to be such."""
    if not text:
        return ""
    return (
        '<details class="explanation"><summary>通俗说法（由大模型改写，以所引原文为准）</summary>'
        f"<p>{words(text)}</p></details>"
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
    return '<div class="quick-reply"><button type="button" class="reply" data-again>再试一次</button></div>'


def _reply(text: str, about: str) -> str:
    return (
        f'<button type="button" class="reply" data-ask="{escape(text)}" '
        f'aria-label="{escape(about)}：{escape(text)}">{escape(text)}</button>'
    )
