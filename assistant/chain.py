"""The product, read top to bottom: one LangChain chain from a request to its answer.

A step reads a `Run` and returns a new one. Most steps answer parts of the message: a part that has its
answer passes the steps after it unchanged, so the order of the steps is the order of precedence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Status, Turn
from assistant.calculation.answer import answer as compute
from assistant.chat_model.choosing import choose
from assistant.composing.answer import compose
from assistant.composing.closing import close
from assistant.composing.draft import draft
from assistant.composing.refusal import refuse
from assistant.evidence.steps import judge, rerank, retrieve
from assistant.jurisdiction.local import answers_locally
from assistant.jurisdiction.select import select
from assistant.language.interrogatives import asks_age
from assistant.screening.screen import screen
from assistant.screening.talk import talk
from assistant.services import Services
from assistant.structure.answer import answer as read_structure
from assistant.turn import PartAnswer, Request, Run, Selection, unheard
from assistant.understanding.model import Part, PartKind, Understanding
from assistant.understanding.reading import understand
from assistant.understanding.state import checked, state_of
from assistant.verification.statement import Statement
from assistant.verification.verify import verify

Answering = Callable[[Part, Selection, Request], PartAnswer | None]
Step = Callable[[Run], Run]
_PLAIN_TALK = frozenset({PartKind.SMALL_TALK, PartKind.PERSON})
_SURE_TALK = 0.9
"""So sure a message must be grief, a complaint, off topic or an attack to be answered as such at once."""


def build_chain(services: Services) -> Runnable[Request, Answer]:
    """The chain over loaded services: invoke, stream or batch it as any LangChain runnable."""
    steps: tuple[tuple[str, Step], ...] = (
        ("screening", _screen),
        ("understanding", lambda run: _understand(run, services)),
        ("jurisdiction", _select),
        ("talk", _each(_talk)),
        ("structure", _each(_structure)),
        ("rules", _each(_rules)),
        ("retriever", lambda run: retrieve(run, services.retriever)),
        ("reranker", lambda run: rerank(run, services.reranker)),
        ("decision", judge),
        ("composing", compose),
        ("refusal", _each(_refuse)),
        ("chat_model", choose),
        ("closing", close),
        ("verification", verify),
    )
    chain: Runnable[Request, Run] = RunnableLambda(Run, name="request")
    for name, step in steps:
        chain = chain | RunnableLambda(_timed(name, step), name=name)
    return chain | RunnableLambda(_finish, name="answer")


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
    today = as_of or date.today()
    request = Request(services, question, tuple(history), today, on_statement, on_step)
    answer = services.chain.invoke(request)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    return answer.model_copy(update={"elapsed_ms": elapsed})


def _screen(run: Run) -> Run:
    """A message that cannot be read as a question is answered at once."""
    ended = screen(run.request)
    if ended is None:
        return run
    return replace(run, understanding=Understanding("", (ended.part,)), answers=(ended,))


def _understand(run: Run, services: Services) -> Run:
    if run.understanding:
        return run
    found = understand(run.request, services.models)
    return replace(run, understanding=found, answers=(None,) * len(found.parts))


def _select(run: Run) -> Run:
    """The documents that each part is asked of."""
    return replace(run, selections=tuple(select(part, run.request) for part in run.parts))


def _talk(part: Part, selection: Selection, request: Request) -> PartAnswer | None:
    """The reply to talk; what is only perhaps talk is looked up first, and gets it where no text answers."""
    if part.kind in _PLAIN_TALK or part.confidence >= _SURE_TALK:
        return talk(part, selection, request)
    return None


def _structure(part: Part, selection: Selection, request: Request) -> PartAnswer | None:
    return (
        read_structure(part, selection, request)
        if part.kind is PartKind.STRUCTURE or selection.missing_texts
        else None
    )


def _rules(part: Part, selection: Selection, request: Request) -> PartAnswer | None:
    """What the rules find. A city's own text that is there and is asked answers before them; so does any
    text where an age is asked for, which no rule computes, and the rules only ask back."""
    if part.kind is not PartKind.CALCULATION or answers_locally(part, selection, request):
        return None
    found = compute(part, request)
    asks_back = found.status is Status.NEEDS_INFORMATION and not part.told
    return None if asks_back and asks_age(part.text) else found


def _refuse(part: Part, selection: Selection, request: Request) -> PartAnswer:
    """What no text answers: a calculation that a text was asked for first, talk, else a refusal."""
    if part.kind is PartKind.CALCULATION:
        return compute(part, request)
    return talk(part, selection, request) or refuse(part, selection, request)


def _finish(run: Run) -> Answer:
    history = run.request.history
    before = checked(history[-1].state) if history else None
    return draft(run, state_of(run, before))


def _each(answering: Answering) -> Step:
    """The step that gives every part without an answer to `answering`."""

    def step(run: Run) -> Run:
        rows = zip(run.parts, run.selections, run.answers, strict=True)
        return replace(
            run,
            answers=tuple(
                done or answering(part, selection, run.request) for part, selection, done in rows
            ),
        )

    return step


def _timed(name: str, step: Step) -> Step:
    """The step, heard by the request's listener, with its milliseconds in the run."""

    def timed(run: Run) -> Run:
        run.request.on_step(name)
        started = time.perf_counter()
        done = step(run)
        spent = round((time.perf_counter() - started) * 1000, 2)
        return replace(done, timings_ms={**done.timings_ms, name: spent})

    return timed
