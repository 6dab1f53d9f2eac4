"""Saying plainly that the library does not answer, and what it does answer nearby."""

from __future__ import annotations

from assistant.answer import Status
from assistant.turn import PartAnswer, Request, Selection
from assistant.understanding.model import Part
from assistant.verification.making import say
from assistant.verification.values import titles


def refuse(part: Part, selection: Selection, request: Request) -> PartAnswer:
    """The part is not covered: which place is missing, or which documents do not say it."""
    library = request.services.library
    named = {"titles": titles(library)}
    if selection.missing:
        said = say("not_covered_place", places="、".join(selection.missing), **named)
    elif selection.lapsed:
        said = say("not_in_force", **named)
    else:
        said = say("not_covered", **named)
    return PartAnswer(part, Status.NOT_COVERED, (said, say("ask_12345")))
