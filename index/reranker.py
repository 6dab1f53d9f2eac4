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

from index.decision import judge
from index.embeddings import Embedded, FloatArray
from index.opened import OpenIndex
from index.ranking import RankedMeasure, RankedSentence
from index.units import WHOLE
from index.vectors import UnitVectors

_LATE = 2.0
"""What the score of the token vectors counts beside that of the dense ones."""
_LEXICAL = 0.05


class LateReranker(BaseDocumentCompressor):
    """Orders a retriever's documents by both heads of the encoder, over wholes and sentences.

    What comes out has the same documents, best first, with their scores, the probability that each answers
    and their sentences in order.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: OpenIndex

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
        late = late_scores(self.index.vectors, every, question).tolist()
        ranked, begin = [], 0
        for candidate, some in zip(candidates, rows, strict=True):
            end = begin + len(some)
            ranked.append(self._scored(candidate, some, dense[begin:end], late[begin:end]))
            begin = end
        ranked.sort(key=lambda measure: -measure.score)
        return judge(ranked)

    def _scored(
        self,
        candidate: RankedMeasure,
        rows: Sequence[int],
        dense: Sequence[float],
        late: Sequence[float],
    ) -> RankedMeasure:
        """A measure's scores: for each head the mean of its nearest whole and its nearest sentence."""
        units = [self.index.units[row] for row in rows]
        sentences = [
            RankedSentence(unit.start, unit.end, one_dense + _LATE * one_late)
            for unit, one_dense, one_late in zip(units, dense, late, strict=True)
            if unit.kind != WHOLE
        ]
        whole = [unit.kind == WHOLE for unit in units]
        both = [_mean(scores, whole) for scores in (dense, late)]
        return RankedMeasure(
            candidate.document,
            candidate.measure,
            both[0] + _LATE * both[1] + _LEXICAL * candidate.lexical,
            dense=both[0],
            late=both[1],
            lexical=candidate.lexical,
            sentences=tuple(sorted(sentences, key=lambda sentence: -sentence.score)),
        )


def late_scores(vectors: UnitVectors, rows: Sequence[int], question: Embedded) -> FloatArray:
    """The mean, over the question's tokens, of each one's nearest token in each unit.

    Zeros where the encoder has no token vectors.
    """
    if not len(question.tokens):
        return np.zeros(len(rows), dtype=np.float32)
    tokens, begins = vectors.tokens(rows)
    return mean_maxsim(question.tokens, tokens, begins)


def mean_maxsim(question: FloatArray, tokens: FloatArray, begins: NDArray[np.int64]) -> FloatArray:
    """Late interaction of a question's token vectors with those of passages under one another.

    `begins` says where each passage's tokens begin (each has at least one).
    """
    nearest = np.maximum.reduceat(tokens @ question.T, begins, axis=0)
    mean: FloatArray = nearest.mean(axis=1)
    return mean


def _mean(scores: Sequence[float], whole: Sequence[bool]) -> float:
    wholes = max(score for score, is_whole in zip(scores, whole, strict=True) if is_whole)
    sentences = max(score for score, is_whole in zip(scores, whole, strict=True) if not is_whole)
    return (wholes + sentences) / 2
