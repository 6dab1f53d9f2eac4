"""The last check before anything is shown: every statement recomputed from its source.

A statement holds where rendering its source gives its text once more, and its quotes are what its kind
demands: verbatim and citable; whole sentences (QUOTE); whole clauses and list items left out, nothing
else (ABRIDGED). Whoever made a statement, what does not hold is not shown.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.answer import Status
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import run_rule
from assistant.turn import PartAnswer, Run
from assistant.verification.abridging import is_sound
from assistant.verification.making import say
from assistant.verification.quotes import is_verbatim, is_whole
from assistant.verification.rendering import render
from assistant.verification.slots import SlotError
from assistant.verification.statement import Kind, Statement
from assistant.verification.values import Known, is_allowed

LOG = logging.getLogger("policy")
_COMPARED = ("outcome", "result", "steps", "summary", "sources", "texts")
_VERDICT_SLOTS = frozenset({"calculated_outcome", "quoted_verdict"})


def verify(run: Run) -> Run:
    """The run without the statements and calculations that do not hold; a part of which nothing about
    the policy is left is not covered."""
    known = known_to(run)
    return replace(run, answers=tuple(_verified(answer, known) for answer in run.settled))


def known_to(run: Run) -> Known:
    """What a statement of this run may take values from."""
    said = [run.request.question]
    if run.understanding:
        said.append(run.understanding.text)
        said += [text for part in run.understanding.parts for text in (part.text, part.standalone)]
    return Known(run.request.services.library, tuple(said))


def holds(statement: Statement, known: Known) -> bool:
    """Whether a statement's source says exactly what it says."""
    library = known.library
    if not all(is_verbatim(quote, library) for quote in statement.quotes):
        return False
    if not _is_of_its_kind(statement, known):
        return False
    try:
        text = render(statement.kind, statement.quotes, statement.source, library)
    except (SlotError, KeyError, IndexError, ValueError):
        return False
    return statement.text == text


def repeats(calculation: Mapping[str, Any]) -> bool:
    """Whether the rule, run again with the same inputs on the same day, finds the same."""
    try:
        again = run_rule(calculation["rule"], calculation["inputs"], calculation["as_of"])
    except (EligibilityError, KeyError, TypeError, ValueError):
        return False
    return all(calculation.get(name) == again.get(name) for name in _COMPARED)


def _is_of_its_kind(statement: Statement, known: Known) -> bool:
    source, quotes = statement.source, statement.quotes
    match statement.kind:
        case Kind.QUOTE:
            return bool(quotes) and not source.values and all(map(is_whole, quotes))
        case Kind.ABRIDGED:
            return len(quotes) == 1 and not source.values and is_sound(quotes[0])
        case Kind.VALUE:
            return bool(source.slots) and not source.values
        case Kind.VERDICT:
            return source.key == "verdict" and not source.values and _is_asked(statement, known)
        case Kind.PHRASE:
            return not quotes and all(
                is_allowed(name, text, known) for name, text in source.values.items()
            )


def _is_asked(statement: Statement, known: Known) -> bool:
    """Whether a verdict is nothing but a verdict, and one by a text on the user's own question, beside
    the sentence that decides it."""
    slot = statement.source.slots.get("verdict")
    if slot is None or slot.name not in _VERDICT_SLOTS:
        return False
    if slot.name != "quoted_verdict":
        return True
    document, start, end, question = slot.arguments
    beside = any(
        quote.document.id == document and start <= quote.start and quote.parts[-1][1] <= end
        for quote in statement.quotes
    ) or any((start, end) in quote.parts for quote in statement.quotes)
    return beside and question in known.said


def _verified(answer: PartAnswer, known: Known) -> PartAnswer:
    kept = tuple(statement for statement in answer.statements if holds(statement, known))
    calculations = tuple(each for each in answer.calculations if repeats(each))
    if len(kept) == len(answer.statements) and len(calculations) == len(answer.calculations):
        return answer
    for statement in answer.statements:
        if statement not in kept:
            LOG.warning("not backed: %s %s", statement.kind, statement.source.key)
    if any(statement.kind is not Kind.PHRASE for statement in kept):
        return replace(answer, statements=kept, calculations=calculations)
    return replace(
        answer,
        status=Status.NOT_COVERED if answer.status is Status.ANSWERED else answer.status,
        statements=(say("unverified"), say("ask_12345")),
        calculations=(),
        missing_inputs=(),
        suggestions=(),
        cited=(),
    )
