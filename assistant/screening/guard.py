"""The first step: clean the question, and stop what is empty, too long, abusive or no question.

What the steps after it read (`Context.text`) is simplified Chinese with half-width letters and
punctuation, without control or zero-width characters and without HTML tags.
"""

from __future__ import annotations

import re

from assistant.answer import Status
from assistant.context import Context
from assistant.language.cleaning import clean, has_markup
from assistant.language.spelling import mend
from assistant.phrases import phrase
from assistant.screening.steering import is_steering

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
        if has_markup(raw):
            context.end(Status.BLOCKED, phrase("blocked"))
        else:
            context.end(Status.ERROR, phrase("no_words"))
    elif not _HAN.search(text) and not (context.history and _FIGURES.fullmatch(text)):
        reply = "not_chinese" if _LATIN.search(text) else "no_words"
        context.end(Status.NOT_COVERED, phrase(reply))
    else:
        context.text = context.standalone = mend(text, context.services.vocabulary)
