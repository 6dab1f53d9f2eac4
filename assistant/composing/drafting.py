"""From verified statements to the answer object: markers, citations, the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Status
from assistant.context import Context, Quote, Statement

_PLACE = re.compile(r"\[\[(\d+)\]\]")


def draft_text(statements: Sequence[Statement]) -> str:
    """The text of an answer that begins with these statements, with its markers."""
    citations: list[Citation] = []
    return "\n".join(_mark(statement, citations) for statement in statements)


def draft(context: Context) -> Answer:
    """Number the quotes in the order of their first use and put the answer together."""
    citations: list[Citation] = []
    paragraphs = [_mark(statement, citations) for statement in context.statements]
    return Answer(
        question=context.question,
        standalone_question=context.standalone or context.question,
        status=context.status or Status.ERROR,
        answer="\n".join(paragraphs),
        citations=citations,
        calculation=context.calculation,
        further_calculations=context.further_calculations,
        missing_inputs=context.missing_inputs,
        suggestions=context.suggestions,
        composer=context.composer,
        model_sentences=context.model_sentences,
        message=context.message,
        timings_ms={step: round(ms, 2) for step, ms in context.timings_ms.items()},
    )


def _mark(statement: Statement, citations: list[Citation]) -> str:
    """The statement's text with its places `[[0]]` filled by markers, or markers at its end."""
    markers = [_marker(quote, citations) for quote in statement.quotes]
    if _PLACE.search(statement.text):
        text = _PLACE.sub(lambda place: f"[{markers[int(place[1])]}]", statement.text)
    else:
        text = statement.text + "".join(f"[{marker}]" for marker in dict.fromkeys(markers))
    return text + statement.note


def _marker(quote: Quote, citations: list[Citation]) -> int:
    """The marker of a quote, a new one where it is not cited yet."""
    for citation in citations:
        if (citation.document, citation.start, citation.end) == (
            quote.document.id,
            quote.start,
            quote.end,
        ):
            return citation.marker
    citations.append(_citation(quote, len(citations) + 1))
    return len(citations)


def _citation(quote: Quote, marker: int) -> Citation:
    document, measure = quote.document, quote.measure
    section = next((s for s in document.sections if s.start <= quote.start < s.end), None)
    if measure:
        label = measure.label
    elif section:
        label = f"{section.marker}{section.title}"
    else:
        label = "正文前后部分"
    return Citation(
        marker=marker,
        document=document.id,
        title=document.metadata.title or document.id,
        section=section.number if section else None,
        measure=measure.number if measure else None,
        label=label,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        anchor=measure.key if measure else "",
    )
