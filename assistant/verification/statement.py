"""What an answer is made of: statements, each with the source from which its text is recomputed.

A statement's text is never written by hand: it is rendered from its source, and the verifier renders it
once more. Five kinds, each sound by construction; nothing else reaches an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus.model import Document, Measure

OMITTED = "……"
"""Marks the place where words of a quote are left out."""


class QuoteRole(StrEnum):
    """What a citation is for."""

    ANSWER = "answer"
    BASIS = "basis"
    NEXT_STEP = "next_step"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of a document.

    `parts` are the (start, end) ranges it joins; one range is a plain quote. `measure` is None outside
    all measures.
    """

    document: Document
    measure: Measure | None
    parts: tuple[tuple[int, int], ...]
    role: QuoteRole = QuoteRole.ANSWER

    @property
    def start(self) -> int:
        """Where the first range begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where the last range ends."""
        return self.parts[-1][1]

    @property
    def text(self) -> str:
        """The ranges' words, joined by 「……」."""
        return OMITTED.join(self.document.text[start:end] for start, end in self.parts)


class Kind(StrEnum):
    """What a statement is, and so how it is verified."""

    QUOTE = "quote"
    """The words of its quote, whole."""
    ABRIDGED = "abridged"
    """Its quote with clauses or list items left out, and frames of the closed list around it."""
    VALUE = "value"
    """A template with typed slots, each recomputed from a document or a rule."""
    VERDICT = "verdict"
    """可以 · 不可以 · 看情况, from a rule's outcome or from the modal of the quoted clause."""
    PHRASE = "phrase"
    """A phrase of the phrase file, by key; it says nothing about a policy."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value by the name of the function that computes it (`slots.SLOTS`) and its arguments (JSON)."""

    name: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """From what a statement's text is rendered: the key of a template, frame or phrase, and its slots
    (recomputed) or values (checked by their kind)."""

    key: str = ""
    slots: Mapping[str, Slot] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph of an answer: its rendered text (without markers) and the quotes that back it."""

    kind: Kind
    text: str
    quotes: tuple[Quote, ...] = ()
    source: Source = Source()
