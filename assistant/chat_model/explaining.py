"""A model's own words beside the quotes, where the operator turns it on: labelled, never cited."""

from __future__ import annotations

import logging
from dataclasses import replace

from assistant.answer import Status
from assistant.chat_model import prompt as chat_prompt
from assistant.chat_model import server as chat_server
from assistant.chat_model.marks import read_marks
from assistant.chat_model.sentences import sentences
from assistant.language.visible import visible
from assistant.turn import Run
from assistant.verification.statement import Kind

LOG = logging.getLogger("policy")
_MOST_CHARS = 300


def explain(run: Run, clock: chat_server.Clock) -> Run:
    """The run with one paragraph of explanation in `explanation`, which is no part of the answer.

    As it was where the operator has not turned it on, nothing is quoted, or the model fails.
    """
    settings = run.request.services.settings
    quotes = [
        quote.text
        for answer in run.settled
        if answer.status is Status.ANSWERED
        for statement in answer.statements
        if statement.kind in (Kind.QUOTE, Kind.ABRIDGED)
        for quote in statement.quotes
    ]
    if not settings.chat_explain or not quotes:
        return run
    messages = chat_prompt.explaining(quotes)
    try:
        text = "".join(chat_server.read(settings, messages, clock.left(settings.chat_timeout_s)))
    except chat_server.ChatError as error:
        LOG.warning("chat model: %s", error)
        return run
    plain = "".join(read_marks(sentence)[0] for sentence in sentences([visible(text)]))
    return replace(run, explanation=plain[:_MOST_CHARS])
