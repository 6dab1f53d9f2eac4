"""The first step: clean the question, and stop what is empty, too long, abusive or no question.

What the steps after it read (`Context.text`) is simplified Chinese with half-width letters and
punctuation, without control or zero-width characters and without HTML tags.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from assistant.answer import Status
from assistant.context import Context
from assistant.language.spelling import mend
from assistant.phrases import phrase
from assistant.screening.steering import is_steering

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[a-zA-Z][^<>]{0,200}>", re.S)
_LINK = re.compile(r"!?\[([^\]\n]{0,100})\]\([^)\n]{0,300}\)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"\w")
_THANKS_SIGNS = re.compile("^\\s*[👌👍🙏🌹❤😊😄🤝][\\s👌👍🙏🌹❤\ufe0f😊😄🤝]*$")
_FIGURES = re.compile(r"[\d\s.,/:%-]*\d[\d\s.,/:%-]*")
"""A date or a number alone: an answer, where something was asked."""


def check(context: Context) -> None:
    """Fill `context.text`, or end the run with a clear message."""
    raw = context.question
    if len(raw) > context.settings.max_question_chars:
        limit = context.settings.max_question_chars
        context.end(Status.ERROR, phrase("too_long", limit=limit, length=len(raw)))
        return
    text = clean(_THANKS_SIGNS.sub("谢谢", raw))
    context.text = context.standalone = text
    if not text:
        status, reply = (Status.BLOCKED, "blocked") if is_steering(raw) else (Status.ERROR, "empty")
        context.end(status, phrase(reply))
    elif not _WORD.search(text):
        if _TAG.search(raw):
            context.end(Status.BLOCKED, phrase("blocked"))
        else:
            context.end(Status.ERROR, phrase("no_words"))
    elif not _HAN.search(text) and not (context.history and _FIGURES.fullmatch(text)):
        reply = "not_chinese" if _LATIN.search(text) else "no_words"
        context.end(Status.NOT_COVERED, phrase(reply))
    else:
        context.text = context.standalone = mend(text, context.services.vocabulary)


def clean(text: str) -> str:
    """`text` in simplified characters, NFKC-normalised, without tags and invisible characters."""
    text = _LINK.sub(r"\1", _TAG.sub(" ", text))
    text = unicodedata.normalize("NFKC", text)
    kept = (c if unicodedata.category(c)[0] != "C" else _space_for(c) for c in text)
    text = re.sub(r"\s+", " ", "".join(kept)).strip()
    return str(_simplifier().convert(text))


def _space_for(char: str) -> str:
    return " " if char in "\n\r\t\x0b\x0c" else ""


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
