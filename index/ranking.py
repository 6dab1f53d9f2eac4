"""A ranked measure as a typed value, and as the LangChain document that stands for it in a chain."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from langchain_core.documents import Document

from index.units import MeasureKey


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a measure and how near it is to the question; offsets of its document's text."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class RankedMeasure:
    """A measure (key "" for the text outside all measures) and how near it is to the question.

    `dense` and `late` are the scores of the encoder's two heads, each the mean of the measure as a whole
    and of its best sentence; `least` is how near the words of the question are that are met worst (the
    lowest tenth), `lexical` its BM25 score as a share of the question's best. `score` is what
    measures are ordered by. `probability` says how likely it answers, `answers` whether that is likely
    enough; 0.0 and False where it has not been judged.
    `sentences`: best first.
    """

    document: str
    measure: str
    score: float
    probability: float = 0.0
    answers: bool = False
    dense: float = 0.0
    late: float = 0.0
    least: float = 0.0
    lexical: float = 0.0
    sentences: tuple[RankedSentence, ...] = ()

    @property
    def key(self) -> MeasureKey:
        """Which measure it is."""
        return self.document, self.measure

    def as_document(self, text: str) -> Document:
        """The LangChain document for it; `text` is what the measure says."""
        return Document(page_content=text, metadata=asdict(self))

    @classmethod
    def of(cls, document: Document) -> RankedMeasure:
        """What `as_document` was made from."""
        data: dict[str, Any] = dict(document.metadata)
        data["sentences"] = tuple(RankedSentence(**one) for one in data["sentences"])
        return cls(**data)
