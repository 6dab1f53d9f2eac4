"""Retrieving, reranking and judging in one call, for callers outside the chain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

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

    def __init__(self, index: OpenIndex) -> None:
        self.index = index
        self.encoder = index.encoder
        self.folder = index.folder
        self.retriever = HybridRetriever(index=index)
        self.reranker = LateReranker(index=index)

    def search(self, question: str, documents: Collection[str] | None = None) -> SearchResult:
        """The measures that may answer, in these documents (None: in all)."""
        candidates = self.retriever.candidates_for(question, documents)
        return SearchResult(tuple(self.reranker.rank(candidates, question)))

    def close(self) -> None:
        """Release the index's files."""
        self.index.close()


def open_folder(folder: Path, encoder: Encoder) -> Search:
    """A search over the generation in a folder. Raises ValueError where there is none."""
    return Search(OpenIndex(folder, encoder))


def open_search(index_dir: Path, encoder: Encoder) -> Search | None:
    """A search over the current generation; None where there is none, or of another encoder."""
    index = open_index(index_dir, encoder)
    return Search(index) if index else None
