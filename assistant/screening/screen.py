"""The first step: what cannot be read as a question in Chinese gets a clear message at once."""

from __future__ import annotations

import re

from assistant.answer import Status
from assistant.language.cleaning import clean, has_markup
from assistant.language.expressions import find_expressions
from assistant.turn import PartAnswer, Request
from assistant.understanding.model import Part, PartKind
from assistant.verification.making import say

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"\w")


def screen(request: Request) -> PartAnswer | None:
    """The answer to what is too long, empty, without words, markup alone or not Chinese; else None.

    Figures alone are an answer where something was asked before. A message in another language is left
    to the understanding, which knows attacks in English, too.
    """
    raw, limit = request.question, request.services.settings.max_question_chars
    text = clean(raw)
    part = Part(text, text)
    if len(raw) > limit:
        said = say("too_long", limit=str(limit), length=str(len(raw)))
        return PartAnswer(part, Status.ERROR, (said,))
    if not _WORD.search(text):
        if has_markup(raw):
            blocked = Part(text, text, kind=PartKind.STEERING)
            return PartAnswer(blocked, Status.BLOCKED, (say("blocked"),))
        return PartAnswer(part, Status.ERROR, (say("no_words" if text else "empty"),))
    if _HAN.search(text) or _LATIN.search(text):
        return None
    answers = request.history and find_expressions(text, request.as_of)
    return None if answers else PartAnswer(part, Status.NOT_COVERED, (say("no_words"),))


def not_chinese(part: Part) -> PartAnswer | None:
    """The answer to a part without Chinese characters that is no attack and no small talk."""
    foreign = not _HAN.search(part.text) and _LATIN.search(part.text)
    if foreign and part.kind in (PartKind.TEXT, PartKind.OFF_TOPIC):
        return PartAnswer(part, Status.NOT_COVERED, (say("not_chinese"),))
    return None
