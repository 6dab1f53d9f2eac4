"""At most one next step: where, how or until when, in the words of the library, else whom to call."""

from __future__ import annotations

from assistant.answer import Status
from assistant.domain import domain
from assistant.turn import PartAnswer, Run
from assistant.understanding.model import PartKind
from assistant.verification.clauses import Lead, units, words
from assistant.verification.making import quote, say
from assistant.verification.statement import Kind, Quote, QuoteRole, Statement
from corpus.library import CorpusError, Library

_LEADING_ON = (PartKind.TEXT, PartKind.CALCULATION)


def next_step(run: Run) -> Statement | None:
    """The statement that leads on from the message's answers; None where the answer itself says it, or
    there is nothing to be done."""
    answered = [
        answer
        for answer in run.settled
        if answer.status is Status.ANSWERED and answer.part.kind in _LEADING_ON
    ]
    said = [quote for answer in answered for s in answer.statements for quote in s.quotes]
    for answer in answered:
        found = _of_library(answer, said, run.request.services.library)
        if found is not None:
            heard = any(found.text in turn.answer for turn in run.request.history)
            return None if heard or _is_said(found.quotes[0], said) else found
    if any(_is_left_open(s) for answer in answered for s in answer.statements):
        return say("next_step")
    return None


def _of_library(answer: PartAnswer, said: list[Quote], library: Library) -> Statement | None:
    """The first of the domain's next steps that is of the answer's matter and in the library."""
    spoken = answer.part.standalone + "".join(
        found.text for s in answer.statements[:1] for found in s.quotes
    )
    for step in domain().next_steps:
        if not any(word in spoken for word in step.about):
            continue
        try:
            document = library.get(step.document)
        except CorpusError:
            continue
        for sentence, measure in document.sentences():
            if sentence.text == step.quote:
                return quote(document, measure, sentence, role=QuoteRole.NEXT_STEP)
    return None


def _is_said(found: Quote, said: list[Quote]) -> bool:
    """Whether the answer quotes the very measure that says where one goes on."""
    return any(
        q.document.id == found.document.id and q.measure is not None and q.measure == found.measure
        for q in said
    )


def _is_left_open(statement: Statement) -> bool:
    """Whether a quote leaves to others what is done: 鼓励, 按规定, 有条件的."""
    if statement.kind not in (Kind.QUOTE, Kind.ABRIDGED):
        return False
    return any(word in statement.text for word in words("leaving_open")) or any(
        unit.lead is Lead.HEDGE for unit in units(statement.text)
    )
