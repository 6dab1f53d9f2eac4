"""Finding the sentences that answer, and deciding whether any do."""

from __future__ import annotations

from assistant.answer import Status
from assistant.context import Context, Evidence, Quote
from assistant.question_parts import topics
from assistant.refusal import refuse
from assistant.relevance import (
    answering,
    coverage,
    coverage_threshold,
    relevance,
    threshold,
)
from assistant.structure_query import asks_for_units
from corpus.library import Library
from index.retriever import RankedMeasure, SearchResult


def find(context: Context) -> None:
    """Fill `context.evidence`, or end the run as not covered."""
    question = context.standalone
    context.wants_units = asks_for_units(question)
    joined = topics(question)
    retriever = context.services.retriever
    vectors = retriever.encoder.encode_queries([question, *joined])
    whole, *by_topic = [
        retriever.search(text, vector)
        for text, vector in zip([question, *joined], vectors, strict=True)
    ]
    context.ranked = list(whole.measures)
    if not whole.measures or not is_covered(context.library, question, whole):
        refuse(context)
        return
    for measure in _cited(context.library, whole, joined, by_topic):
        context.evidence.append(_evidence(context.library, measure))
    context.status = Status.ANSWERED


def is_covered(library: Library, question: str, result: SearchResult) -> bool:
    """Whether the best measure answers the question at all."""
    texts = measure_text(library, result.measures[0])
    return coverage(question, result, texts) >= coverage_threshold(result)


def measure_text(library: Library, ranked: RankedMeasure) -> str:
    """All that the measure says; outside all measures, the sentences that were found."""
    document = library.get(ranked.document)
    measure = next((m for m in document.measures if m.key == ranked.measure), None)
    if measure:
        return document.text[measure.start : measure.end]
    return "".join(document.text[hit.start : hit.end] for hit in ranked.sentences)


def _cited(
    library: Library, whole: SearchResult, joined: list[str], by_topic: list[SearchResult]
) -> list[RankedMeasure]:
    """The measures to cite: the best, those nearly as relevant, and the best of each joined topic."""
    cited = {(m.document, m.measure): m for m in whole.measures[:1]}
    for measure in whole.measures[1:4]:
        if relevance(measure, whole) >= threshold("measure"):
            cited.setdefault((measure.document, measure.measure), measure)
    for topic, result in zip(joined, by_topic, strict=True):
        best = result.measures[0] if result.measures else None
        if best and coverage(topic, result, measure_text(library, best)) >= threshold("topic"):
            cited.setdefault((best.document, best.measure), best)
    return list(cited.values())


def _evidence(library: Library, ranked: RankedMeasure) -> Evidence:
    document = library.get(ranked.document)
    measure = next((m for m in document.measures if m.key == ranked.measure), None)
    heading = measure.heading.start if measure and measure.heading else None
    hits = answering(ranked, heading)
    quotes = tuple(Quote(document, measure, hit.start, hit.end) for hit in hits)
    return Evidence(document, measure, ranked.score, quotes)
