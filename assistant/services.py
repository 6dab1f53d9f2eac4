"""What is loaded once and shared by all questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain import domain
from assistant.language.spelling import Vocabulary, vocabulary
from assistant.settings import Settings
from assistant.understanding.models import Models
from assistant.verification.slots import register_of
from corpus.library import Library
from corpus.validity import Register
from index.search import Search

if TYPE_CHECKING:
    from langchain_core.documents.compressor import BaseDocumentCompressor
    from langchain_core.runnables import Runnable

    from assistant.answer import Answer
    from assistant.turn import Request
    from index.retriever import HybridRetriever


@dataclass
class Services:
    """The settings, the corpus, a search over its index, and the heads that understand messages."""

    settings: Settings
    library: Library
    search: Search
    models: Models

    @property
    def retriever(self) -> HybridRetriever:
        """The LangChain retriever of the index."""
        return self.search.retriever

    @property
    def reranker(self) -> BaseDocumentCompressor:
        """The LangChain document compressor that orders what was retrieved."""
        return self.search.reranker

    @property
    def register(self) -> Register:
        """Which documents replace and amend which."""
        return register_of(self.library)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The corpus's words and the departments' everyday names by sound, for mending slips."""
        departments = domain().departments
        known = (*departments, *departments.values())
        return vocabulary([*(document.text for document in self.library), *known])

    @cached_property
    def chain(self) -> Runnable[Request, Answer]:
        """The product as one LangChain chain over these services."""
        from assistant.chain import build_chain

        return build_chain(self)
