"""From verified statements to the answer object: markers, citations, status, kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.answer import Answer, AnswerKind, Citation, Status
from assistant.turn import PartAnswer, Run
from assistant.understanding.model import PartKind
from assistant.verification.making import say
from assistant.verification.statement import Quote, Statement
from assistant.verification.values import retold

_ANSWERING = (Status.ANSWERED, Status.NEEDS_INFORMATION)
_TALK = frozenset({PartKind.SMALL_TALK, PartKind.FEELINGS, PartKind.COMPLAINT})
_OUTSIDE = "正文前后部分"


def draft(run: Run, state: Mapping[str, Any] | None = None) -> Answer:
    """Number the quotes in the order of their first use and put the answer together."""
    answers = said_parts(run.settled)
    statements = once(statement for answer in answers for statement in answer.statements)
    citations: list[Citation] = []
    paragraphs = [_marked(statement, citations) for statement in statements]
    calculations = sorted(
        (calculation for answer in answers for calculation in answer.calculations),
        key=lambda calculation: calculation["outcome"] == Status.NEEDS_INFORMATION,
    )
    return Answer(
        question=run.request.question,
        standalone_question=_standalone(run),
        status=status_of(answers),
        kind=kind_of(run.settled),
        answer="\n".join(paragraphs),
        citations=citations,
        calculation=dict(calculations[0]) if calculations else None,
        further_calculations=[dict(calculation) for calculation in calculations[1:]],
        missing_inputs=[item for answer in answers for item in answer.missing_inputs],
        suggestions=list(dict.fromkeys(s for answer in answers for s in answer.suggestions)),
        composer=run.composer,
        model_sentences=dict(run.model_sentences),
        explanation=run.explanation,
        state=dict(state) if state is not None else None,
        message=run.message,
        timings_ms=dict(run.timings_ms),
    )


def draft_text(statements: Sequence[Statement]) -> str:
    """The text of an answer that begins with these statements, with its markers."""
    citations: list[Citation] = []
    return "\n".join(_marked(statement, citations) for statement in statements)


def said_parts(answers: Sequence[PartAnswer]) -> list[PartAnswer]:
    """The parts as the answer says them: a blocked one alone; where one is answered, the others that are
    not are named in a sentence; where none is, the first speaks for all."""
    blocked = [answer for answer in answers if answer.status is Status.BLOCKED]
    if blocked:
        return blocked[:1]
    answered = [answer for answer in answers if answer.status in _ANSWERING]
    if not answered:
        policy = [answer for answer in answers if answer.part.kind not in _TALK]
        return (policy or list(answers))[:1]
    named = [
        PartAnswer(answer.part, answer.status, _unanswered(answer))
        for answer in answers
        if answer.status not in _ANSWERING and answer.part.kind not in _TALK
    ]
    return [*answered, *named]


def once(statements: Iterable[Statement]) -> list[Statement]:
    """No paragraph twice, and a phrase that stands for all parts last only once."""
    return list({(s.kind, s.text): s for s in statements}.values())


def status_of(answers: Sequence[PartAnswer]) -> Status:
    """How the whole message ended."""
    statuses = [answer.status for answer in answers]
    if Status.BLOCKED in statuses:
        return Status.BLOCKED
    return next((status for status in _ANSWERING if status in statuses), None) or (
        statuses[0] if statuses else Status.ERROR
    )


def kind_of(answers: Sequence[PartAnswer]) -> AnswerKind:
    """Whether the message was talk, a wish for a human being, or about a policy."""
    if any(answer.status in _ANSWERING for answer in answers):
        return AnswerKind.POLICY
    kinds = {answer.part.kind for answer in answers}
    if PartKind.PERSON in kinds and kinds <= _TALK | {PartKind.PERSON}:
        return AnswerKind.PERSON
    return AnswerKind.SMALL_TALK if kinds and kinds <= _TALK else AnswerKind.POLICY


def _unanswered(answer: PartAnswer) -> tuple[Statement, ...]:
    question = retold(answer.part.text)
    return (say("part_not_covered", question=question),) if question else answer.statements


def _standalone(run: Run) -> str:
    parts = run.understanding.parts if run.understanding else ()
    return "".join(part.standalone for part in parts) or run.request.question


def _marked(statement: Statement, citations: list[Citation]) -> str:
    """The statement's text with the markers of its quotes at its end."""
    markers = [_marker(quote, citations) for quote in statement.quotes]
    return statement.text + "".join(f"[{marker}]" for marker in dict.fromkeys(markers))


def _marker(quote: Quote, citations: list[Citation]) -> int:
    """The marker of a quote, a new one where it is not cited yet."""
    parts = list(quote.parts) if quote.parts[1:] else []
    for citation in citations:
        if (citation.document, citation.start, citation.end, citation.parts) == (
            quote.document.id,
            quote.start,
            quote.end,
            parts,
        ):
            return citation.marker
    citations.append(_citation(quote, len(citations) + 1, parts))
    return len(citations)


def _citation(quote: Quote, marker: int, parts: list[tuple[int, int]]) -> Citation:
    document, measure = quote.document, quote.measure
    section = next((s for s in document.sections if s.start <= quote.start < s.end), None)
    return Citation(
        marker=marker,
        document=document.id,
        title=document.metadata.title or document.id,
        section=section.number if section else None,
        measure=measure.number if measure else None,
        label=label_of(quote),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        parts=parts,
        role=quote.role.value,
        anchor=measure.key if measure else "",
    )


def label_of(quote: Quote) -> str:
    """Where a quote stands, in words."""
    if quote.measure:
        return quote.measure.label
    section = next((s for s in quote.document.sections if s.start <= quote.start < s.end), None)
    return f"{section.marker}{section.title}" if section else _OUTSIDE
