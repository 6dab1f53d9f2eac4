"""The answer object of the contract: what every caller gets, whatever the question was."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field, field_validator

from assistant.language.visible import Visible

MOST_STATE_CHARS = 4096
"""The contract's 2 KB of JSON, as Python writes it, with room."""


class Status(StrEnum):
    """How a question ended. The list is closed."""

    ANSWERED = "answered"
    NEEDS_INFORMATION = "needs_information"
    NOT_COVERED = "not_covered"
    BLOCKED = "blocked"
    ERROR = "error"


class AnswerKind(StrEnum):
    """What the message was, for how a page shows the answer. The list is closed."""

    POLICY = "policy"
    SMALL_TALK = "small_talk"
    PERSON = "person"


class Citation(BaseModel):
    """A quote: `text[start:end] == quote` in the document's text (Unicode code points).

    With `parts`, the quote joins these [start, end] ranges by 「……」. `role`: answer, basis, next_step.
    """

    marker: int
    document: str
    title: Visible
    section: int | None
    measure: int | None
    label: Visible
    quote: str
    start: int
    end: int
    parts: list[tuple[int, int]] = Field(default_factory=list)
    """The ranges that the quote joins, where words between them are left out."""
    role: str = "answer"
    anchor: str = ""
    """The measure's anchor in the policy reader; "" outside all measures."""


class MissingInput(BaseModel):
    """An input that a rule still needs, and the question that asks for it."""

    name: str
    label: str
    question: str


class Answer(BaseModel):
    """One answered (or not answered) question."""

    id: str | None = None
    question: Visible
    standalone_question: Visible
    status: Status
    kind: AnswerKind = AnswerKind.POLICY
    answer: Visible
    citations: list[Citation] = Field(default_factory=list)
    calculation: dict[str, Any] | None = None
    further_calculations: list[dict[str, Any]] = Field(default_factory=list)
    """Those of the message's other questions, in the same form."""
    missing_inputs: list[MissingInput] = Field(default_factory=list)
    suggestions: list[Visible] = Field(default_factory=list)
    composer: str = "extractive"
    model_sentences: dict[str, int] = Field(default_factory=dict)
    """What became of a chat model's sentences: how many were kept, saved (with another quote), dropped."""
    explanation: Visible = ""
    """A chat model's own wording, where the operator allows it: labelled, never cited, not in `answer`."""
    state: dict[str, Any] | None = None
    """What the conversation is about, given back as it was with the next question. Opaque to clients."""
    message: Visible | None = None
    elapsed_ms: float = 0.0
    timings_ms: dict[str, float] = Field(default_factory=dict)
    """Milliseconds of each step of the pipeline."""

    @property
    def calculations(self) -> list[dict[str, Any]]:
        """All that were computed for the message."""
        return [*([self.calculation] if self.calculation else []), *self.further_calculations]


class Turn(BaseModel):
    """An earlier turn of the conversation; a `state` that no answer can have carried counts as none."""

    question: Visible = ""
    answer: Visible = ""
    state: dict[str, Any] | None = None

    @field_validator("state", mode="before")
    @classmethod
    def _possible(cls, state: Any) -> Any:
        is_possible = isinstance(state, dict) and len(repr(state)) <= MOST_STATE_CHARS
        return state if is_possible else None
