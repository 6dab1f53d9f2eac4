"""Retrieving, reranking and judging in one call, for callers outside the chain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.cross import CrossReranker
from index.decision import Decision
from index.embeddings import Encoder
from index.opened import OpenIndex, open_index
from index.ranking import RankedMeasure
from index.reranker import LateReranker
from index.retriever import HybridRetriever


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The measures that a search found, best first."""

    measures: tuple[RankedMeasure, ...]

    def within(self, documents: Collection[str]) -> SearchResult:
        """What was found in these documents (ids) alone."""
        return replace(self, measures=tuple(m for m in self.measures if m.document in documents))


class Search:
    """Searches one index generation."""

    def __init__(
        self, index: OpenIndex, decision: Decision, cross_encoder: Any | None = None
    ) -> None:
        """`cross_encoder` has the last word on the order of the best measures, where there is one."""
        self.index = index
        self.encoder = index.encoder
        self.folder = index.folder
        self.decision = decision
        self.cross_encoder = cross_encoder
        self.retriever = HybridRetriever(index=index)
        late = LateReranker(index=index, decision=decision)
        self.reranker = CrossReranker(first=late, model=cross_encoder) if cross_encoder else late

    def search(self, question: str, documents: Collection[str] | None = None) -> SearchResult:
        """The measures that may answer, in these documents (None: in all)."""
        candidates = self.retriever.candidates_for(question, documents)
        return SearchResult(tuple(self.reranker.rank(candidates, question)))

    def close(self) -> None:
        """Release the index's files."""
        self.index.close()


def open_search(
    index_dir: Path, encoder: Encoder, decision: Decision, cross_encoder: Any | None = None
) -> Search | None:
    """A search over the current generation; None where there is none, or of another encoder."""
    index = open_index(index_dir, encoder)
    return Search(index, decision, cross_encoder) if index else None
