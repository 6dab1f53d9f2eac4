"""The product, read top to bottom: the steps from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from assistant import conversation, evidence, guard, routing, structure_answer, verification
from assistant.answer import Answer, Turn
from assistant.composers import extractive
from assistant.context import Context, Services
from assistant.drafting import draft

Step = Callable[[Context], None]

UNDERSTANDING: tuple[tuple[str, Step], ...] = (
    ("guard", guard.check),
    ("conversation", conversation.resolve),
    ("routing", routing.route),
    ("structure", structure_answer.answer),
    ("evidence", evidence.find),
)
"""Each runs until one of them gives the answer its status."""

COMPOSING: tuple[tuple[str, Step], ...] = (
    ("compose", extractive.compose),
    ("verify", verification.verify),
)
"""These run for every question."""


def ask(
    services: Services,
    question: str,
    history: Sequence[Turn] = (),
    as_of: date | None = None,
) -> Answer:
    """Answer one question. Never raises for anything a user can type."""
    started = time.perf_counter()
    context = Context(services, question, history, as_of or date.today())
    for name, step in UNDERSTANDING:
        if context.status is None:
            _run(name, step, context)
    for name, step in COMPOSING:
        _run(name, step, context)
    answer = draft(context)
    answer.elapsed_ms = round((time.perf_counter() - started) * 1000, 1)
    return answer


def _run(name: str, step: Step, context: Context) -> None:
    started = time.perf_counter()
    step(context)
    context.timings_ms[name] = (time.perf_counter() - started) * 1000
