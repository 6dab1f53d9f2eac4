"""Which of several documents answer a question: the one that speaks of it most, and its near rivals.

Each document is judged by itself, so that one more in the corpus changes little of what another answers
(lexical scores are shares of the best in the whole corpus).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.context import Evidence
from assistant.evidence.relevance import is_sampled
from assistant.jurisdiction.documents import specificity
from corpus.model import Document
from corpus.validity import region
from index.lexical import content_words
from index.retriever import RankedMeasure, SearchResult

_MOST_JUDGED = 6
_MOST_CITED = 3
_WORDS = 0.3
"""What a question's words in the text count beside the cosine of its nearest sentence."""
_LEAST = 0.45
"""A document without sample questions must speak of the whole question so much."""
_LEAST_OF_TOPIC = 0.45
"""Or have a sentence so near (cosine) to one of its topics: of a topic's few words some stand anywhere.
Both were chosen on a corpus of nine documents (docs/decisions/0004-calibrated-abstention.md)."""
_NEAR, _NEAR_OF_SAME_PLACE = 0.2, 0.05
"""How much weaker than the best another document may be: of another level, of the same place."""


@dataclass(frozen=True)
class Found:
    """What one document says of a question (and of each topic that it joins), as evidence."""

    document: Document
    results: tuple[SearchResult, ...]
    evidence: tuple[Evidence, ...]


def by_document(results: Sequence[SearchResult]) -> Iterator[list[SearchResult]]:
    """The results of each document by itself, for the documents that are found first."""
    documents = dict.fromkeys(m.document for result in results for m in result.measures)
    for document in list(documents)[:_MOST_JUDGED]:
        yield [result.within({document}) for result in results]


def speaks_of(texts: Sequence[str], found: Found) -> bool:
    """Whether one of several documents speaks of the question (or a topic) enough to be asked at all.

    `texts` are the question and its topics, as the document's results are. Each document is another
    chance to be wrong; sample questions guard against that, words must elsewhere.
    """
    whole, *by_topic = found.results
    return (
        is_sampled(whole)
        or _strength(texts[0], found, whole) >= _LEAST
        or any(_nearest(found, result) >= _LEAST_OF_TOPIC for result in by_topic)
    )


def choose(texts: Sequence[str], found: Sequence[Found]) -> list[Evidence]:
    """The evidence of the documents that speak of the question most, the most specific first.

    `texts` are the question and its topics, as each document's results are. A document counts that
    comes near the strongest on any of them.
    """
    if len(found) < 2:
        return [evidence for one in found for evidence in one.evidence]
    strengths = {one.document.id: _strengths(texts, one) for one in found}
    kept: dict[str, Found] = {}
    for index in range(len(texts)):
        ranked = sorted(found, key=lambda one: -strengths[one.document.id][index])
        best = ranked[0]
        for one in ranked:
            gap = strengths[best.document.id][index] - strengths[one.document.id][index]
            same = region(one.document) == region(best.document)
            if gap <= (_NEAR_OF_SAME_PLACE if same else _NEAR):
                kept.setdefault(one.document.id, one)
    cited = list(kept.values())[:_MOST_CITED]
    cited.sort(key=lambda one: -specificity(one.document))
    return [evidence for one in cited for evidence in one.evidence]


def _strengths(texts: Sequence[str], found: Found) -> list[float]:
    """How much the document speaks of each text."""
    return [_strength(t, found, r) for t, r in zip(texts, found.results, strict=True)]


def _strength(text: str, found: Found, result: SearchResult) -> float:
    if not result.measures:
        return 0.0
    asked = content_words(text)
    said = "".join(_text(found.document, m.measure) for m in _measures(found, result))
    known = sum(len(word) for word in asked if word in said)
    return _nearest(found, result) + _WORDS * known / (sum(map(len, asked)) or 1)


def _nearest(found: Found, result: SearchResult) -> float:
    """The cosine of the nearest sentence of the measures that would be cited."""
    hits = (hit for measure in _measures(found, result) for hit in measure.sentences)
    return max((hit.dense for hit in hits), default=0.0)


def _measures(found: Found, result: SearchResult) -> list[RankedMeasure]:
    """The measures that would be cited, as `result` ranks them; its best where it has none of them."""
    cited = {evidence.measure.key if evidence.measure else "" for evidence in found.evidence}
    return [m for m in result.measures if m.measure in cited] or list(result.measures[:1])


def _text(document: Document, key: str) -> str:
    measure = document.by_key(key)
    return document.text[measure.start : measure.end] if measure else ""
