"""The last touch before verification: whose rule each quote is, how it stands, what need be said once.

Nothing of this is said where one document in force answers: its title stands in the citation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Status
from assistant.composing.next_step import next_step
from assistant.language.personal_data import kinds
from assistant.phrases import phrase
from assistant.turn import PartAnswer, Run
from assistant.verification.making import say, value
from assistant.verification.slots import register_of
from assistant.verification.statement import Kind, QuoteRole, Slot, Statement
from corpus.library import Library
from corpus.model import Document

_SAID_ONCE = ("calculation_note", "next_step")
"""Phrases that a conversation hears once."""
_TITLED = frozenset({Kind.QUOTE, Kind.ABRIDGED})


def close(run: Run) -> Run:
    """The run with at most one next step, with titles before the quotes of several documents, with what is to be said of their force,
    with a reminder to who gave personal data, and without phrases that the conversation has heard."""
    answers = _without_heard(_with_next_step(run))
    statements = [s for answer in answers for s in answer.statements]
    quoted = _documents(statements)
    library = run.request.services.library
    if len(_documents(filter(_is_titled, statements))) > 1:
        answers = _under_titles(answers, library)
    notes = _standing(quoted, library, run.request.as_of.isoformat())
    if kinds(run.request.question):
        notes.append(say("personal_data"))
    if answers and notes:
        last = answers[-1]
        answers[-1] = replace(last, statements=(*last.statements, *notes))
    return replace(run, answers=tuple(answers))


def _with_next_step(run: Run) -> Run:
    """The run with one next step behind the last part that is answered."""
    step = next_step(run)
    answered = [i for i, a in enumerate(run.settled) if a.status is Status.ANSWERED]
    if step is None or not answered:
        return run
    answers = list(run.settled)
    last = answers[answered[-1]]
    answers[answered[-1]] = replace(last, statements=(*last.statements, step))
    return replace(run, answers=tuple(answers))


def _without_heard(run: Run) -> list[PartAnswer]:
    heard = "\n".join(turn.answer for turn in run.request.history)
    silent = {key for key in _SAID_ONCE if phrase(key) in heard}
    said: list[PartAnswer] = []
    for answer in run.settled:
        kept = tuple(s for s in answer.statements if s.source.key not in silent)
        silent |= {s.source.key for s in kept if s.source.key in _SAID_ONCE}
        said.append(replace(answer, statements=kept))
    return said


def _under_titles(answers: Sequence[PartAnswer], library: Library) -> list[PartAnswer]:
    """A title before each quote of another document than the one before it."""
    present = ""
    titled = []
    for answer in answers:
        statements: list[Statement] = []
        for statement in answer.statements:
            documents = _documents([statement])
            if _is_titled(statement) and len(documents) == 1 and documents[0].id != present:
                present = documents[0].id
                statements.append(_title(documents[0], library))
            statements.append(statement)
        titled.append(replace(answer, statements=tuple(statements)))
    return titled


def _is_titled(statement: Statement) -> bool:
    """Whether a statement is a quote that answers."""
    return statement.kind in _TITLED and any(q.role is QuoteRole.ANSWER for q in statement.quotes)


def _title(document: Document, library: Library) -> Statement:
    slots = {"title": Slot("document_title", (document.id,))}
    if document.metadata.region:
        slots["region"] = Slot("document_region", (document.id,))
        return value(library, "of_document_in_region", slots)
    return value(library, "of_document", slots)


def _standing(documents: Sequence[Document], library: Library, on: str) -> list[Statement]:
    """What is to be said of the documents' force on a day."""
    register = register_of(library)
    return [
        value(
            library,
            "standing",
            {
                "title": Slot("document_title", (document.id,)),
                "standing": Slot("document_standing", (document.id, on)),
            },
        )
        for document in documents
        if register.standing(document, date.fromisoformat(on)).note
    ]


def _documents(statements: Iterable[Statement]) -> list[Document]:
    found = {quote.document.id: quote.document for s in statements for quote in s.quotes}
    return list(found.values())
