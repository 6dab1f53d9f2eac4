"""The product, read top to bottom: the steps from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from assistant.answer import Answer, Status, Turn
from assistant.calculation import old_answer as calculation
from assistant.calculation.rule_parts import apart
from assistant.chat_model import composer as chat_model
from assistant.chat_model import facts as chat_facts
from assistant.chat_model import rewriting as chat_rewriting
from assistant.composing import attribution, extractive, wording
from assistant.composing import suggestions as follow_ups
from assistant.composing.drafting import draft
from assistant.context import Context, Services, Statement, unheard
from assistant.conversation import follow_ups as conversation
from assistant.evidence import finding as evidence
from assistant.language import personal_data
from assistant.language.question_parts import parts
from assistant.screening import guard
from assistant.screening import small_talk as routing
from assistant.structure import context_answer as structure_answer
from assistant.verification import statements as verification

Step = Callable[[Context], None]

ANSWERING: tuple[tuple[str, Step], ...] = (
    ("routing", routing.route),
    ("structure", structure_answer.answer),
    ("calculation", calculation.answer),
    ("evidence", evidence.find),
)
"""Run in this order for each question of a message, until one gives it its status."""


def ask(
    services: Services,
    question: str,
    history: Sequence[Turn] = (),
    as_of: date | None = None,
    on_statement: Callable[[Statement], None] = unheard,
    on_step: Callable[[str], None] = unheard,
) -> Answer:
    """Answer one question. Never raises for anything a user can type.

    `on_statement` hears each verified sentence of a chat model before the answer is whole, `on_step`
    the name of each step as it begins; the answer returned is the one that counts.
    """
    started = time.perf_counter()
    context = Context(services, question, history, as_of or date.today(), on_statement, on_step)
    _run("guard", guard.check, context)
    if context.status is None:
        _run("conversation", conversation.resolve, context)
        asked = parts(context.standalone, by_clause=len(context.library.ids) > 1)
        questions = apart(asked, context)
        runs = context.split(questions) if questions[1:] else [context]
        for run in runs:
            _answer(run)
        if runs[1:]:
            context.absorb(runs)
        else:
            _run("chat_rewriting", _ask_again, context)
        _run("chat_model", chat_model.compose, context)
        _run("attribution", attribution.attribute, context)
    _run("verify", verification.verify, context)
    _run("wording", wording.finish, context)
    _run("follow_ups", follow_ups.suggest, context)
    _run("personal_data", personal_data.remind, context)
    answer = draft(context)
    answer.elapsed_ms = round((time.perf_counter() - started) * 1000, 1)
    return answer


def _answer(context: Context) -> None:
    for name, step in ANSWERING:
        if context.status is None:
            _run(name, step, context)
    _run("chat_facts", chat_facts.complete, context)
    _run("evidence", evidence.add, context)
    _run("compose", extractive.compose, context)


def _ask_again(context: Context) -> None:
    """A follow-up that was not understood, in the words that a chat model finds for it."""
    question = chat_rewriting.rewrite(context)
    if question:
        again = context.retold(question)
        _answer(again)
        if again.status is Status.ANSWERED:
            context.take(again)


def _run(name: str, step: Step, context: Context) -> None:
    context.on_step(name)
    started = time.perf_counter()
    step(context)
    spent = (time.perf_counter() - started) * 1000
    context.timings_ms[name] = context.timings_ms.get(name, 0.0) + spent
