"""Searching measures as wholes, for documents without sample questions.

A resident's question often matches no single sentence of an article but what all of it says together;
the titles of its document and section tell articles of different documents apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.centres import Centres
from index.lexical import LexicalIndex, highest
from index.records import MEASURE, Record
from index.store import Store

MeasureKey = tuple[str, str]
"""A document's id and a measure's key in it."""

_DENSE_LIMIT = 100
LEXICAL_WEIGHT = 0.07
"""How much the lexical share counts beside a cosine (docs/decisions/0007-whole-measures.md)."""
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class WholeHit:
    """How each search scored a measure as a whole.

    `dense`: cosine with the question; where the search did not reach it, the lowest that it did reach.
    `word`, `bigram`: BM25 as a share of the query's own maximum (0 to 1).
    """

    dense: float
    word: float = 0.0
    bigram: float = 0.0

    @property
    def lexical(self) -> float:
        """Words and bigrams together, 0 to 1."""
        return (self.word + self.bigram) / 2


@dataclass(frozen=True, slots=True)
class WholeScores:
    """All measures' scores for one question: arrays of shape (measures,), in the order of `keys`."""

    keys: Sequence[MeasureKey] = ()
    rows: dict[MeasureKey, int] = field(default_factory=dict)
    dense: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    word: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    bigram: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def of(self, key: MeasureKey) -> WholeHit | None:
        """The scores of one measure; None where it is not searched as a whole."""
        row = self.rows.get(key)
        if row is None:
            return None
        return WholeHit(float(self.dense[row]), float(self.word[row]), float(self.bigram[row]))

    def best(self, limit: int) -> list[MeasureKey]:
        """The keys of the measures that score highest as wholes, best first."""
        total = self.dense + LEXICAL_WEIGHT * (self.word + self.bigram) / 2
        return [self.keys[row] for row in highest(total, limit)]


class WholeSearch:
    """Searches the measures of one index generation."""

    def __init__(
        self,
        records: Sequence[Record],
        lexical: LexicalIndex | None,
        store: Store,
        centres: Centres,
    ) -> None:
        """`records` are those of kind MEASURE, in the order of `lexical`, which is None without any."""
        self._lexical, self._store, self._centres = lexical, store, centres
        self._keys = [(record.document, record.measure) for record in records]
        self._rows = {key: row for row, key in enumerate(self._keys)}
        self._row_of_id = {record.id: row for row, record in enumerate(records)}

    @property
    def documents(self) -> set[str]:
        """The ids of the documents whose measures are searched."""
        return {document for document, _ in self._keys}

    def scores(self, question: str, vector: np.ndarray, query: np.ndarray) -> WholeScores:
        """`vector` is the question's, `query` the same without the corpus's centre."""
        if self._lexical is None:
            return WholeScores()
        ids, vectors = self._store.nearest_vectors(vector, MEASURE, _DENSE_LIMIT)
        cosines = self._centres.centred(vectors, MEASURE) @ query
        dense = np.full(len(self._keys), cosines.min(), dtype=np.float32)
        dense[[self._row_of_id[identity] for identity in ids]] = cosines
        word, bigram = (_shares(scores) for scores in self._lexical.scores(question))
        return WholeScores(self._keys, self._rows, dense, word, bigram)


def _shares(scores: np.ndarray) -> np.ndarray:
    return scores / max(float(scores.max()), _TINY)
