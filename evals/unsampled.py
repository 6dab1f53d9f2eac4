"""The shipped corpus as a new document would be: without its sample and uncovered questions."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.library import Library
from index.encoder import Encoder
from index.indexing import update
from index.retriever import HybridRetriever, open_retriever


@contextmanager
def without_sample_questions(library: Library, encoder: Encoder) -> Iterator[HybridRetriever]:
    """A retriever over the same documents without any known questions; gone at the end."""
    with tempfile.TemporaryDirectory() as temporary:
        corpus, index_dir = Path(temporary) / "corpus", Path(temporary) / "index"
        ignored = shutil.ignore_patterns("questions*.yaml", "*.npz")
        shutil.copytree(library.folder, corpus, ignore=ignored)
        update(index_dir, Library(corpus), encoder)
        retriever = open_retriever(index_dir, encoder)
        if retriever is None:
            raise RuntimeError("the index that was just built cannot be opened")
        try:
            yield retriever
        finally:
            retriever.close()
