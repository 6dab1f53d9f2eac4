"""The first step: what is empty, too long or no Chinese question is answered at once."""

from __future__ import annotations

import re

from assistant.answer import Status
from assistant.language.cleaning import clean, has_markup
from assistant.turn import PartAnswer, Request
from assistant.understanding.model import Part
from assistant.verification.making import say
from assistant.verification.statement import Statement

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"\w")
_FIGURES = re.compile(r"[\d\s.,/:%-]*\d[\d\s.,/:%-]*")
"""A date or a number alone: an answer, where something was asked."""


def screen(request: Request) -> PartAnswer | None:
    """The reply to a message that cannot be read as a question; None for all others."""
    raw = request.question
    limit = request.services.settings.max_question_chars
    if len(raw) > limit:
        said = say("too_long", limit=str(limit), length=str(len(raw)))
        return _ended("", Status.ERROR, said)
    text = clean(raw)
    if not _WORD.search(text):
        if has_markup(raw):
            return _ended(text, Status.BLOCKED, say("blocked"))
        return _ended(text, Status.ERROR, say("no_words" if text else "empty"))
    if not _HAN.search(text) and not (request.history and _FIGURES.fullmatch(text)):
        key = "not_chinese" if _LATIN.search(text) else "no_words"
        return _ended(text, Status.NOT_COVERED, say(key))
    return None


def _ended(text: str, status: Status, statement: Statement) -> PartAnswer:
    return PartAnswer(Part(text, text), status, (statement,))
