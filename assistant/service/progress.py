"""An answer as it comes into being: steps, verified sentences, the answer. For the API and the page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.composing.draft import draft_text
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime
from assistant.verification.statement import Statement

_STOPS = ",;:!?\\n\uff0c\uff1b\uff1a\uff01\uff1f\u3002"
_CHUNK = re.compile(f"[^{_STOPS}]{{1,16}}[{_STOPS}]*|[{_STOPS}]+")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the pipeline has begun."""

    name: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """All of the answer's text that is verified by now, and the end of it that is new."""

    text: str
    new: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer that counts, and the id of its record ("" where it could not be worked on).

    `rest` is what `Sentences` have not told of its text; `anew`: an earlier sentence did not stay, and
    `rest` is the whole text.
    """

    answer: Answer
    record_id: str
    rest: str
    anew: bool


async def follow(
    runtime: Runtime, question: Question, channel: str
) -> AsyncIterator[Step | Sentences | Whole]:
    """What happens to one question, as it happens; ends with the `Whole`, also where it fails."""
    said: list[Statement] = []
    text = ""
    try:
        async for event in runtime.answer_live(question, channel):
            if isinstance(event, str):
                yield Step(event)
            elif isinstance(event, Statement):
                said.append(event)
                before, text = text, draft_text(said)
                yield Sentences(text, text[len(before) :])
            else:
                yield _whole(*event, text)
    except Exception as problem:
        yield _whole(failed(question, problem), "", text)


def _whole(answer: Answer, record_id: str, told: str) -> Whole:
    anew = not answer.answer.startswith(told)
    return Whole(answer, record_id, answer.answer if anew else answer.answer[len(told) :], anew)


def tokens(text: str) -> list[str]:
    """The text in pieces of a few characters, cut after punctuation; joined they give it back."""
    return _CHUNK.findall(text)


def failed(question: Question, problem: Exception) -> Answer:
    """The answer object for a question that could not be worked on."""
    known = not str(problem).isascii()
    return Answer(
        id=None if question.id is None else str(question.id),
        question=question.question,
        standalone_question=question.question,
        status=Status.ERROR,
        answer="",
        message=str(problem) if known else "处理超时或出现故障，请稍后再试。",
    )
