"""The hybrid retriever as a LangChain retriever, for use in any chain or agent."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.library import Library
from index.retriever import HybridRetriever


class PolicyRetriever(BaseRetriever):
    """Returns the best sentences of the best measures, one LangChain Document for each measure.

    `page_content` holds the sentences, verbatim; `metadata` the document, measure key, score and
    each sentence's offsets.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: HybridRetriever
    library: Library
    measures: int = 5
    sentences: int = 3

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.retriever.search(query).measures[: self.measures]
        documents = []
        for ranked in found:
            text = self.library.get(ranked.document).text
            spans = [(hit.start, hit.end) for hit in ranked.sentences[: self.sentences]]
            documents.append(
                Document(
                    page_content="\n".join(text[start:end] for start, end in spans),
                    metadata={
                        "document": ranked.document,
                        "measure": ranked.measure,
                        "score": ranked.score,
                        "spans": spans,
                    },
                )
            )
        return documents
