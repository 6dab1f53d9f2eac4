"""Finding the sentences that answer, and deciding whether any do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Status
from assistant.context import Context, Evidence, Quote
from assistant.eligibility.extraction import extract_facts
from assistant.language.answer_form import has_answer_form
from assistant.language.question_parts import asks, topics
from assistant.language.topic_words import own_topic
from assistant.screening.refusal import refuse
from assistant.structure.query import asks_for_units
from index.ranking import RankedMeasure, RankedSentence
from index.search import SearchResult

_ASKS_PLACE = re.compile(
    r"(?:那一?条|这一?条)?(?:措施)?(?:是|在|属于)?第几(?:条|项|个)|(?:的)?(?:是|在|属于)?哪[一几]?条(?:措施)?(?:里面?)?"
)
"""「住房那条是第几条」: what the measure is about is searched, its number is in the answer anyway."""
_NEAR = 6
_SENTENCES = 3
_SENTENCE_GAP = 0.12
"""How much worse than the best a sentence may be that is quoted beside it."""
_FORM_GAP = 0.3
"""How much worse than the best a sentence may be that has the form of answer asked for."""


def find(context: Context) -> None:
    """Fill `context.evidence`, or end the run as not covered.

    A follow-up that is not covered by itself is tried with the conversation's topic in front; one
    without a topic of its own is answered from the measure that the conversation is about.
    """
    context.wants_units = asks_for_units(context.standalone)
    found = _search(context, context.standalone)
    if not found and context.generic:
        found = [
            _evidence(context, context.standalone, measure)
            for measure in _subject_first(context, [])
        ]
    elif not found and context.fallback:
        found = _search(context, context.fallback)
        if found:
            context.standalone = context.fallback
    if not found:
        refuse(context)
        return
    context.evidence = found
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
    answered = {
        (quote.document.id, quote.measure.key)
        for s in context.statements
        for quote in s.quotes
        if quote.measure
    }
    for piece in joined:
        measures = context.search(piece).within(ids).measures
        if covers(measures) and measures[0].key not in answered:
            answered.add(measures[0].key)
            context.evidence.append(_evidence(context, piece, measures[0]))


def covers(measures: Sequence[RankedMeasure]) -> bool:
    """Whether the best of them answers."""
    return bool(measures) and measures[0].answers


def coverage_of(result: SearchResult) -> float:
    """The probability that the best measure answers the question; 0.0 where nothing was found."""
    return result.measures[0].probability if result.measures else 0.0


def _search(context: Context, question: str) -> list[Evidence]:
    """The evidence for a question, from the nearest documents that cover it; empty where none does."""
    about = _ASKS_PLACE.sub("", question)
    text = about if own_topic(about) else question
    whole = context.search(text)
    for documents in context.jurisdiction(question).tiers:
        ids = {document.id for document in documents}
        measures = whole.within(ids).measures
        context.ranked = list(measures)
        context.coverage = measures[0].probability if measures else 0.0
        if covers(measures):
            cited = list(measures[:1])
            if context.generic:
                cited = _subject_first(context, cited)
            cited += _of_topics(context, question, cited, ids)
            return [_evidence(context, question, measure) for measure in cited]
    return []


def _of_topics(
    context: Context, question: str, cited: Sequence[RankedMeasure], ids: set[str]
) -> list[RankedMeasure]:
    """What answers each of the topics that the message joins, where it is another measure."""
    more: dict[tuple[str, str], RankedMeasure] = {}
    for piece in topics(question) if question == context.text else []:
        measures = context.search(piece).within(ids).measures
        if covers(measures):
            more.setdefault(measures[0].key, measures[0])
    return [measure for key, measure in more.items() if key != cited[0].key]


def _subject_first(context: Context, cited: list[RankedMeasure]) -> list[RankedMeasure]:
    """For a question without a topic: the conversation's measure, where it is among the best."""
    subject = {(document.id, measure.key) for document, measure in context.subject}
    for measure in context.ranked[:_NEAR]:
        if measure.key in subject:
            return [measure]
    return cited


def _evidence(context: Context, question: str, ranked: RankedMeasure) -> Evidence:
    """The sentences of a measure that answer; where the question asks for an age or a day, those with one."""
    document = context.library.get(ranked.document)
    measure = document.by_key(ranked.measure)
    in_form = [
        hit
        for hit in _near(ranked, _FORM_GAP)
        if has_answer_form(question, document.text[hit.start : hit.end])
    ]
    hits = in_form or _near(ranked, _SENTENCE_GAP)[:_SENTENCES]
    quotes = tuple(Quote(document, measure, hit.start, hit.end) for hit in hits)
    return Evidence(document, measure, ranked.score, quotes)


def _near(ranked: RankedMeasure, gap: float) -> list[RankedSentence]:
    """The sentences that come near the best one."""
    best = ranked.sentences[0].score
    return [hit for hit in ranked.sentences if best - hit.score <= gap]
