"""Finding the sentences that answer, and deciding whether any do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.context import Context, Evidence, Quote
from assistant.eligibility.extraction import extract_facts
from assistant.evidence.documents import Found, by_document, choose, speaks_of
from assistant.evidence.relevance import (
    answering,
    coverage,
    coverage_threshold,
    relevance,
    threshold,
)
from assistant.language.answer_form import has_answer_form
from assistant.language.question_parts import asks, topics
from assistant.language.topic_words import own_topic
from assistant.screening.refusal import refuse
from assistant.structure.query import asks_for_units
from corpus.library import Library
from index.retriever import HybridRetriever, RankedMeasure, SearchResult

_ASKS_PLACE = re.compile(
    r"(?:那一?条|这一?条)?(?:措施)?(?:是|在|属于)?第几(?:条|项|个)|(?:的)?(?:是|在|属于)?哪[一几]?条(?:措施)?(?:里面?)?"
)
"""「住房那条是第几条」: what the measure is about is searched, its number is in the answer anyway."""
_ASKS_ITS_OWN = re.compile(
    r"多少钱|利率|价格是|几块钱|赔偿|电话|联系方式|网址|邮箱|(?:上|下|开|关)(?:班|门)时间|几点(?:上|下|开|关)"
)
"""An amount or a contact: what stands in front does not make a measure answer that."""
_NEAR = 6
_CANDIDATES = 8
_CANDIDATES_OF_TOPIC = 2
_MOST_CITED = 4
_FORM_GAP = 0.4
"""How much worse than the best a sentence may be that has the form of answer asked for."""


def find(context: Context) -> None:
    """Fill `context.evidence`, or end the run as not covered.

    A follow-up that is not covered by itself is tried with the conversation's topic in front; one
    without a topic of its own is answered from the measure that the conversation is about.
    """
    context.wants_units = asks_for_units(context.standalone)
    found = _search(context, context.standalone)
    if not found and context.generic:
        found = _from_subject(context)
    elif not found and context.fallback and not _is_known_gap(context):
        found = _search(context, context.fallback)
        if found:
            context.standalone = context.fallback
    if not found:
        refuse(context)
        return
    follows = context.borrowed or context.standalone == context.fallback
    context.evidence = _by_own_words(context, found) if follows else found
    context.status = Status.ANSWERED


def add(context: Context) -> None:
    """After a calculation: the evidence for the other topics that the question joins to it.

    It is taken from the documents that the calculation rests on, where it rests on any. A piece that
    only tells facts to calculate with (「我生的是三胞胎,……」) is no topic.
    """
    if context.calculation is None or context.evidence:
        return
    joined = [
        piece
        for piece in topics(context.text)
        if asks(piece) or not extract_facts(piece, context.as_of).facts
    ]
    if len(joined) < 2:
        return
    ids = {quote.document.id for s in context.statements for quote in s.quotes} or {
        document.id for document in context.jurisdiction(context.standalone).documents
    }
    whole, by_topic = search(
        context.services.retriever, context.text, joined, context.search(context.text)
    )
    answered = {
        quote.measure.key for s in context.statements for quote in s.quotes if quote.measure
    }
    for measure in relevant(whole.within(ids), [result.within(ids) for result in by_topic]):
        if measure.measure not in answered:
            context.evidence.append(_evidence(context, context.text, measure))


def _search(context: Context, question: str) -> list[Evidence]:
    """The evidence for a question; empty where it is not covered."""
    joined = topics(question) if question == context.text else []
    about = _ASKS_PLACE.sub("", question)
    text = about if own_topic(about) else question
    whole, by_topic = search(context.services.retriever, text, joined, context.search(text))
    asked = [question, *joined] if by_topic else [question]
    for documents in context.jurisdiction(question).tiers:
        ids = {document.id for document in documents}
        in_reach = [result.within(ids) for result in (whole, *by_topic)]
        found = _documents_found(context, asked, in_reach)
        context.ranked = list(in_reach[0].measures)
        context.neighbours = in_reach[0].neighbours
        if found:
            return choose(asked, found)
    return []


def _documents_found(
    context: Context, texts: list[str], results: list[SearchResult]
) -> list[Found]:
    """What each of the documents by itself says of the question, where it covers it.

    `texts` are the question and its topics, as the results are.
    """
    found = []
    for of_one in by_document(results):
        whole, *by_topic = of_one
        evidence = _evidence_in(context, texts[0], whole, by_topic)
        if evidence:
            found.append(Found(evidence[0].document, tuple(of_one), tuple(evidence)))
    if len(context.library.ids) < 2 or context.jurisdiction(texts[0]).named:
        return found
    return [one for one in found if speaks_of(texts, one)]


def _evidence_in(
    context: Context,
    question: str,
    whole: SearchResult,
    by_topic: list[SearchResult],
) -> list[Evidence]:
    """The evidence that a document holds; empty where it does not cover the question."""
    context.ranked = list(whole.measures)
    context.neighbours = whole.neighbours
    context.coverage = coverage_of(context.library, question, whole, by_topic)
    if not whole.measures or context.coverage < coverage_threshold(whole):
        return []
    cited = relevant(whole, by_topic) or [whole.measures[0]]
    if context.generic:
        cited = _subject_first(context, cited)
    return [_evidence(context, question, measure) for measure in cited]


def _is_known_gap(context: Context) -> bool:
    """Whether the question is surely not covered, whatever was talked about before.

    It is, where it nearly equals a question known to be uncovered, or asks an amount or a contact of its own.
    """
    nearest = context.neighbours[0] if context.neighbours else None
    known = nearest is not None and not nearest.covered and nearest.cosine >= threshold("known_gap")
    return known or bool(_ASKS_ITS_OWN.search(context.text))


def _subject_first(context: Context, cited: list[RankedMeasure]) -> list[RankedMeasure]:
    """For a question without a topic: the conversation's measure, where it is among the best."""
    subject = {(document.id, measure.key) for document, measure in context.subject}
    for measure in context.ranked[:_NEAR]:
        if (measure.document, measure.measure) in subject:
            return [measure]
    return cited


def _by_own_words(context: Context, found: list[Evidence]) -> list[Evidence]:
    """For a follow-up with the topic in front: the measures, and the sentences of each, in the order of
    what its own words and the joined question say of them together."""
    alone = {(m.document, m.measure): m for m in context.search(context.text).measures}
    joined = {(m.document, m.measure): m for m in context.ranked}
    ordered = []
    for evidence in found:
        key = (evidence.document.id, evidence.measure.key if evidence.measure else "")
        if key in alone and key in joined:
            both = _mean(joined[key], alone[key])
            evidence = _evidence(context, context.standalone, both)
        ordered.append(evidence)
    documents = [evidence.document.id for evidence in found]
    return sorted(ordered, key=lambda one: (documents.index(one.document.id), -one.score))


def _mean(joined: RankedMeasure, alone: RankedMeasure) -> RankedMeasure:
    """A measure with the means of two searches' scores, its own and its sentences'."""
    scores = {hit.start: hit.score for hit in alone.sentences}
    least = min(scores.values())
    hits = [
        replace(hit, score=(hit.score + scores.get(hit.start, least)) / 2)
        for hit in joined.sentences
    ]
    hits.sort(key=lambda hit: -hit.score)
    return replace(joined, score=(joined.score + alone.score) / 2, sentences=tuple(hits))


def _from_subject(context: Context) -> list[Evidence]:
    return [
        _evidence(context, context.standalone, measure) for measure in _subject_first(context, [])
    ]


def search(
    retriever: HybridRetriever,
    question: str,
    joined: Sequence[str] | None = None,
    whole: SearchResult | None = None,
) -> tuple[SearchResult, list[SearchResult]]:
    """What is found for a question (`whole`, if at hand), and for each of the topics that it joins.

    The topics are searched only where the words of one lead elsewhere than the whole question does.
    """
    whole = retriever.search(question) if whole is None else whole
    pieces = topics(question) if joined is None else joined
    if not whole.measures or not any(
        retriever.leads_elsewhere(piece, whole.measures[0]) for piece in pieces
    ):
        return whole, []
    vectors = retriever.encoder.encode_queries(list(pieces))
    return whole, [retriever.search(p, v) for p, v in zip(pieces, vectors, strict=True)]


def coverage_of(
    library: Library, question: str, whole: SearchResult, by_topic: Sequence[SearchResult] = ()
) -> float:
    """The probability that the best measure answers the question; 0.0 where nothing was found."""
    if not whole.measures:
        return 0.0
    return coverage(question, whole, measure_text(library, whole.measures[0]), by_topic)


def measure_text(library: Library, ranked: RankedMeasure) -> str:
    """All that the measure says; outside all measures, the sentences that were found."""
    document = library.get(ranked.document)
    measure = document.by_key(ranked.measure)
    if measure:
        return document.text[measure.start : measure.end]
    return "".join(document.text[hit.start : hit.end] for hit in ranked.sentences)


def relevant(whole: SearchResult, by_topic: list[SearchResult]) -> list[RankedMeasure]:
    """The measures that belong to the answer, the most relevant first."""
    candidates = {(m.document, m.measure): m for m in whole.measures[:_CANDIDATES]}
    for result in by_topic:
        for measure in result.measures[:_CANDIDATES_OF_TOPIC]:
            candidates.setdefault((measure.document, measure.measure), measure)
    scored = [(relevance(m, whole, by_topic), m) for m in candidates.values()]
    least = threshold("measure_joined" if by_topic else "measure")
    likely = [pair for pair in scored if pair[0] >= least]
    return [measure for _, measure in sorted(likely, key=lambda pair: -pair[0])][:_MOST_CITED]


def _evidence(context: Context, question: str, ranked: RankedMeasure) -> Evidence:
    """The sentences of a measure that answer; where the question asks for an age or a day, those with one."""
    document = context.library.get(ranked.document)
    measure = document.by_key(ranked.measure)
    heading = measure.heading.start if measure and measure.heading else None
    in_form = [
        hit
        for hit in ranked.sentences
        if hit.start != heading
        and ranked.sentences[0].score - hit.score <= _FORM_GAP
        and has_answer_form(question, document.text[hit.start : hit.end])
    ]
    hits = in_form or answering(ranked, heading)
    quotes = tuple(Quote(document, measure, hit.start, hit.end) for hit in hits)
    return Evidence(document, measure, ranked.score, quotes)
