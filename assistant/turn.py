"""One turn of a conversation as the chain passes it along: request, understanding, answer under way.

Each value is frozen: a step reads it and returns a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from langchain_core.documents import Document as Passage

from assistant.answer import MissingInput, Status, Turn
from assistant.understanding.model import Part, Understanding
from assistant.verification.statement import Statement
from corpus.model import Document


def unheard(progress: Statement | str) -> None:
    """For callers that wait for the whole answer."""


@dataclass(frozen=True)
class Request:
    """A question with what came along. `services` is what all questions share."""

    services: Any
    question: str
    history: tuple[Turn, ...] = ()
    as_of: date = field(default_factory=date.today)
    on_statement: Callable[[Statement], None] = unheard
    on_step: Callable[[str], None] = unheard


@dataclass(frozen=True)
class Selection:
    """The documents that a part is asked of, in tiers: a nearer tier answers before a further one.

    `missing` are places that the part names and of which nothing is there, `missing_texts` texts that
    it names and that are not there; where it names nothing else, there are no tiers. `named`: the part names its documents
    itself. `local`: the first tier are the own documents of a city or county, which the part names or
    which alone are there; they go before a rule's figure. `lapsed`: what there is was not in force on the day.
    """

    tiers: tuple[tuple[Document, ...], ...]
    missing: tuple[str, ...] = ()
    missing_texts: tuple[str, ...] = ()
    named: bool = False
    local: bool = False
    lapsed: bool = False

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them, the nearest first."""
        return tuple(document for tier in self.tiers for document in tier)


@dataclass(frozen=True)
class PartAnswer:
    """What one part of the message came to."""

    part: Part
    status: Status
    statements: tuple[Statement, ...] = ()
    calculations: tuple[Mapping[str, Any], ...] = ()
    missing_inputs: tuple[MissingInput, ...] = ()
    suggestions: tuple[str, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    """(document id, measure key) pairs that it answered from, for the conversation's state."""
    rule: str = ""


@dataclass(frozen=True)
class Run:
    """A turn under way."""

    request: Request
    understanding: Understanding | None = None
    selections: tuple[Selection, ...] = ()
    """One for each part."""
    passages: tuple[tuple[Passage, ...], ...] = ()
    """What may answer each part, best first: LangChain documents."""
    evidence: tuple[Any, ...] = ()
    """What was found for each part (assistant.evidence)."""
    answers: tuple[PartAnswer | None, ...] = ()
    """One for each part, None while it has none."""
    composer: str = "extractive"
    model_sentences: Mapping[str, int] = field(default_factory=dict)
    """What became of a chat model's sentences: kept, abridged, replaced by their quote, dropped."""
    explanation: str = ""
    """A chat model's own wording, where the operator allows it; no statement, never cited."""
    message: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the message."""
        return self.understanding.parts if self.understanding else ()

    @property
    def settled(self) -> tuple[PartAnswer, ...]:
        """The answers that are there; after the refusal there is one for each part."""
        return tuple(answer for answer in self.answers if answer is not None)
