"""Saying plainly that the library does not answer, and what it does answer nearby."""

from __future__ import annotations

from assistant.answer import Status
from assistant.jurisdiction.missing import say_missing
from assistant.turn import PartAnswer, Request, Selection
from assistant.understanding.model import Part
from assistant.verification.making import say
from assistant.verification.values import titles


def refuse(part: Part, selection: Selection, request: Request) -> PartAnswer:
    """The part is not covered: which place or text is missing, or which documents do not say it."""
    said = say_missing(selection, request)
    if not said:
        key = "not_in_force" if selection.lapsed else "not_covered"
        said = (say(key, titles=titles(request.services.library)),)
    return PartAnswer(part, Status.NOT_COVERED, (*said, say("ask_12345")))
