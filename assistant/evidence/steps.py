"""The steps of the chain that find what answers: retriever, reranker, decision, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from langchain_core.documents import Document as Passage
from langchain_core.documents.compressor import BaseDocumentCompressor

from assistant.evidence.deciding import Found, decide
from assistant.turn import Run, Selection
from assistant.understanding.model import Part
from index.ranking import RankedMeasure
from index.retriever import HybridRetriever

Passages = tuple[Passage, ...]


def retrieve(run: Run, retriever: HybridRetriever) -> Run:
    """The passages that may answer each part that has no answer yet."""

    def passages(part: Part, selection: Selection, _: Passages) -> Passages:
        asked = {document.id for tier in selection.tiers for document in tier}
        found = retriever.invoke(part.standalone, documents=asked) if asked else []
        return tuple(found)

    return _for_open_parts(run, passages)


def rerank(run: Run, reranker: BaseDocumentCompressor) -> Run:
    """The passages of each part in their new order, each with the probability that it answers."""

    def ordered(part: Part, _: Selection, passages: Passages) -> Passages:
        if not passages:
            return ()
        return tuple(reranker.compress_documents(passages, part.standalone))

    return _for_open_parts(run, ordered)


def judge(run: Run) -> Run:
    """The evidence for each part: the measure that answers and its sentences, or none."""
    library = run.request.services.library
    found = []
    for part, selection, passages in zip(run.parts, run.selections, run.passages, strict=True):
        ranked = [RankedMeasure.of(passage) for passage in passages]
        tiers = [{document.id for document in tier} for tier in selection.tiers]
        if part.follows_up:
            tiers.insert(0, {document for document, _ in part.subject} & set().union(*tiers))
        found.append(
            decide(library, ranked, tiers, part.subject, part.text) if ranked else Found(())
        )
    return replace(run, evidence=tuple(found))


def _for_open_parts(run: Run, step: Callable[[Part, Selection, Passages], Passages]) -> Run:
    """The run with new passages for the parts that have no answer yet."""
    before = run.passages or ((),) * len(run.parts)
    rows = zip(run.parts, run.selections, run.answers, before, strict=True)
    return replace(
        run,
        passages=tuple(
            () if answered else step(part, selection, passages)
            for part, selection, answered, passages in rows
        ),
    )
