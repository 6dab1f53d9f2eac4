"""Putting candidates in order by late interaction: each word of the question against those of the text.

The token vectors of passages were made at indexing and lie beside the generation, so that ranking is a few
small matrix products and no model reads a passage at question time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from langchain_core.callbacks import Callbacks
from langchain_core.documents import Document
from langchain_core.documents.compressor import BaseDocumentCompressor
from numpy.typing import NDArray
from pydantic import ConfigDict

from index.decision import Decision
from index.embeddings import Embedded, FloatArray
from index.opened import OpenIndex
from index.ranking import RankedMeasure, RankedSentence
from index.units import WHOLE
from index.vectors import UnitVectors

_LATE = 2.0
"""What the score of the token vectors counts beside that of the dense ones."""
_LEXICAL = 0.1
"""And what BM25 counts. Both were chosen on the questions of sixteen laws (split `laws`)."""
_LEAST = 0.1
"""The share of a question's words that count as met worst."""


class LateReranker(BaseDocumentCompressor):
    """Orders a retriever's documents by both heads of the encoder, over wholes and sentences.

    What comes out has the same documents, best first, with their scores, the probability that each answers
    and their sentences in order.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: OpenIndex
    decision: Decision

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> list[Document]:
        """The documents in their new order. `documents` are a HybridRetriever's."""
        candidates = [RankedMeasure.of(one) for one in documents]
        texts = {c.key: one.page_content for c, one in zip(candidates, documents, strict=True)}
        return [m.as_document(texts[m.key]) for m in self.rank(candidates, query)]

    def rank(self, candidates: Sequence[RankedMeasure], query: str) -> list[RankedMeasure]:
        """The candidates scored, judged and in order."""
        if not candidates:
            return []
        question = self.index.encoder.question(query)
        rows = [self.index.rows[candidate.key] for candidate in candidates]
        every = [row for some in rows for row in some]
        dense = (self.index.vectors.dense(every) @ question.dense).tolist()
        late, least = (
            scores.tolist() for scores in late_scores(self.index.vectors, every, question)
        )
        ranked, begin = [], 0
        for candidate, some in zip(candidates, rows, strict=True):
            own = slice(begin, begin + len(some))
            ranked.append(self._scored(candidate, some, dense[own], late[own], least[own]))
            begin = own.stop
        ranked.sort(key=lambda measure: -measure.score)
        return self.decision.judge(ranked)

    def _scored(
        self,
        candidate: RankedMeasure,
        rows: Sequence[int],
        dense: Sequence[float],
        late: Sequence[float],
        least: Sequence[float],
    ) -> RankedMeasure:
        """A measure's scores: for each head the mean of its nearest whole and its nearest sentence."""
        units = [self.index.units[row] for row in rows]
        sentences = [
            RankedSentence(unit.start, unit.end, one_dense + _LATE * one_late)
            for unit, one_dense, one_late in zip(units, dense, late, strict=True)
            if unit.kind != WHOLE
        ]
        whole = [unit.kind == WHOLE for unit in units]
        means = [_mean(scores, whole) for scores in (dense, late, least)]
        return RankedMeasure(
            candidate.document,
            candidate.measure,
            means[0] + _LATE * means[1] + _LEXICAL * candidate.lexical,
            dense=means[0],
            late=means[1],
            least=means[2],
            lexical=candidate.lexical,
            sentences=tuple(sorted(sentences, key=lambda sentence: -sentence.score)),
        )


def late_scores(
    vectors: UnitVectors, rows: Sequence[int], question: Embedded
) -> tuple[FloatArray, FloatArray]:
    """For each unit how near its nearest tokens are to the question's: in the mean, and in the lowest
    tenth. Zeros where the encoder has no token vectors."""
    if not len(question.tokens):
        return np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
    tokens, begins = vectors.tokens(rows)
    nearest = maxsim(question.tokens, tokens, begins)
    lowest = max(1, round(_LEAST * len(question.tokens)))
    least = np.partition(nearest, lowest - 1, axis=1)[:, :lowest]
    return nearest.mean(axis=1), least.mean(axis=1)


def maxsim(question: FloatArray, tokens: FloatArray, begins: NDArray[np.int64]) -> FloatArray:
    """Late interaction: the cosine of each token of a question with its nearest in each passage.

    `tokens` are those of the passages under one another, `begins` where each passage's begin (each has
    at least one). The result has the shape (passages, tokens of the question).
    """
    nearest: FloatArray = np.maximum.reduceat(tokens @ question.T, begins, axis=0)
    return nearest


def _mean(scores: Sequence[float], whole: Sequence[bool]) -> float:
    wholes = max(score for score, is_whole in zip(scores, whole, strict=True) if is_whole)
    sentences = max(score for score, is_whole in zip(scores, whole, strict=True) if not is_whole)
    return (wholes + sentences) / 2
