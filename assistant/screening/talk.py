"""Messages that ask for no policy: greetings, thanks, feelings, complaints, wishes for a human being."""

from __future__ import annotations

from assistant.answer import Status
from assistant.screening.screen import not_chinese
from assistant.turn import PartAnswer, Request, Selection
from assistant.understanding.model import Part, PartKind
from assistant.verification.making import say
from assistant.verification.statement import Statement
from assistant.verification.values import titles

_NAMING = frozenset({"greeting", "who_am_i"})
"""Phrases that name the documents."""
_REPLIES = {
    PartKind.FEELINGS: "feelings",
    PartKind.COMPLAINT: "complaint",
    PartKind.PERSON: "person",
    PartKind.OFF_TOPIC: "off_topic",
}


def talk(part: Part, selection: Selection, request: Request) -> PartAnswer | None:
    """The reply to a part that is no question to a document; None for all others."""
    if foreign := not_chinese(part):
        return foreign
    if part.kind is PartKind.STEERING:
        return PartAnswer(part, Status.BLOCKED, (say("blocked"),))
    if part.kind is PartKind.SMALL_TALK:
        reply = _small_talk(part.talk, request)
        return PartAnswer(part, Status.NOT_COVERED, (reply,))
    if key := _REPLIES.get(part.kind):
        return PartAnswer(part, Status.NOT_COVERED, (say(key),))
    return None


def _small_talk(key: str, request: Request) -> Statement:
    named = {"titles": titles(request.services.library)} if key in _NAMING else {}
    return say(key, **named)
