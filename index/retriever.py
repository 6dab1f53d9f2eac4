"""The measures that may answer, from every kind of search: a LangChain retriever.

Whole measures and sentences are searched by the encoder's dense vectors, in Chroma, and wholes by BM25 over
words and over character bigrams. The four rankings are fused by reciprocal rank (Cormack et al.,
SIGIR 2009).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embeddings import FloatArray
from index.lexical import highest
from index.opened import OpenIndex
from index.ranking import RankedMeasure
from index.units import SENTENCE, WHOLE, MeasureKey

_DENSE = {WHOLE: 40, SENTENCE: 60}
_LEXICAL = 40
_FEW = 8
"""So many documents are asked one by one; of more, the finds of a wider search are taken."""
_WIDER = 4
_RANK_CONSTANT = 60
"""Of reciprocal rank fusion, as its authors chose it."""


class HybridRetriever(BaseRetriever):
    """Finds the measures that may answer a question.

    `invoke(question)` searches all documents, `invoke(question, documents=ids)` these alone. The result
    is one LangChain document a measure, best first, whose metadata `RankedMeasure.of` reads.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: OpenIndex
    candidates: int = 30

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Document]:
        return [
            measure.as_document(self.index.text(measure.key))
            for measure in self.candidates_for(query, documents)
        ]

    def candidates_for(
        self, query: str, documents: Collection[str] | None = None
    ) -> list[RankedMeasure]:
        """The candidates, best first, without their text."""
        known = set(self.index.manifest.documents)
        asked = None if documents is None else known & set(documents)
        if asked is not None and (not asked or asked == known):
            if not asked:
                return []
            asked = None
        vector = self.index.encoder.question(query).dense
        dense = self._dense(vector, asked)
        lexical = self._lexical(query, asked)
        fused: dict[MeasureKey, float] = defaultdict(float)
        for ranking in (*dense, *lexical):
            for rank, key in enumerate(sorted(ranking, key=lambda key: -ranking[key])):
                fused[key] += 1 / (_RANK_CONSTANT + rank)
        best = sorted(fused, key=lambda key: -fused[key])[: self.candidates]
        nearest = _strongest(dense)
        shares = _strongest(lexical)
        return [
            RankedMeasure(
                *key, fused[key], dense=nearest.get(key, 0.0), lexical=shares.get(key, 0.0)
            )
            for key in best
        ]

    def _dense(self, vector: FloatArray, asked: set[str] | None) -> list[dict[MeasureKey, float]]:
        """The cosine of the nearest whole and of the nearest sentence of each measure found."""
        store, units = self.index.store, self.index.units
        if asked is not None and len(asked) <= _FEW:
            found: dict[int, float] = {}
            for document in sorted(asked):
                found |= store.nearest_in(vector, document, sum(_DENSE.values()))
            by_kind = [{r: c for r, c in found.items() if units[r].kind == k} for k in _DENSE]
        else:
            wider = 1 if asked is None else _WIDER
            by_kind = [store.nearest(vector, k, wider * limit) for k, limit in _DENSE.items()]
        return [self._by_measure(hits.items(), asked) for hits in by_kind]

    def _lexical(self, query: str, asked: set[str] | None) -> list[dict[MeasureKey, float]]:
        """The BM25 scores of the best measures, by words and by bigrams, as shares of the best."""
        rankings = []
        allowed = None
        if asked is not None:
            wholes, units = self.index.wholes, self.index.units
            allowed = np.array([units[row].document in asked for row in wholes])
        for scores in self.index.lexical.scores(query):
            if allowed is not None:
                scores = np.where(allowed, scores, 0.0)
            reached = np.flatnonzero(scores)
            best = reached[highest(scores[reached], _LEXICAL)]
            top = scores.max(initial=0.0)
            hits = ((self.index.wholes[at], float(scores[at] / top)) for at in best)
            rankings.append(self._by_measure(hits, None))
        return rankings

    def _by_measure(
        self, hits: Iterable[tuple[int, float]], asked: set[str] | None
    ) -> dict[MeasureKey, float]:
        best: dict[MeasureKey, float] = {}
        for row, score in hits:
            unit = self.index.units[row]
            if asked is None or unit.document in asked:
                best[unit.key] = max(score, best.get(unit.key, -1.0))
        return best


def _strongest(rankings: Iterable[Mapping[MeasureKey, float]]) -> dict[MeasureKey, float]:
    """The best score of each measure in any of the rankings."""
    best: dict[MeasureKey, float] = {}
    for ranking in rankings:
        for key, score in ranking.items():
            best[key] = max(score, best.get(key, -1.0))
    return best
