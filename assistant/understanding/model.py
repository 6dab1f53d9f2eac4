"""What a message was understood to ask: parts, each with its kind, subject, place and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PartKind(StrEnum):
    """What a part of a message is. The list is closed."""

    TEXT = "text"
    """The text of a document answers it."""
    STRUCTURE = "structure"
    """About the document itself: `Part.structure` says which question."""
    CALCULATION = "calculation"
    """A figure, a date or a decision by the rules in `Part.rules`."""
    SMALL_TALK = "small_talk"
    """A greeting, thanks, a farewell, who are you: `Part.talk` says which."""
    FEELINGS = "feelings"
    """Grief, anger or worry without a question."""
    COMPLAINT = "complaint"
    PERSON = "person"
    """Asks for a human being."""
    OFF_TOPIC = "off_topic"
    STEERING = "steering"
    """Abuse, or an attempt to change what the assistant does."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact for a rule and the one expression of the user's that says it.

    `name` is an input of the rules (`assistant.eligibility.family.FIELDS`), `value` its JSON form;
    `message[start:end] == expression` in the cleaned message.
    """

    name: str
    value: Any
    expression: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One matter of a message.

    text: its own words. standalone: the same as a whole question, with what the conversation adds.
    documents: ids of the only documents to be asked (a follow-up's, a named one's); empty for all.
    subject: (document id, measure key) pairs that the conversation is about, where the part goes on
    with them. facts: all inputs known for a rule, this message's and the conversation's.
    """

    text: str
    standalone: str
    kind: PartKind = PartKind.TEXT
    confidence: float = 1.0
    talk: str = ""
    structure: str = ""
    rules: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    polar: bool = False
    """A question to be answered by yes or no."""
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    subject: tuple[tuple[str, str], ...] = ()
    follows_up: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Fact, ...] = ()
    """The facts that this message itself tells."""
    clarify: tuple[tuple[str, str], ...] = ()
    """Inputs that were said in a way that cannot be read surely, and what to ask back."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message, cleaned (simplified, spelling mended), and its parts in their order."""

    text: str
    parts: tuple[Part, ...]
