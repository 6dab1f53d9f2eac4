"""Which of the ranked measures answer, and with which of their sentences; none: not covered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.evidence.quoting import quote_of, sentence_at
from assistant.evidence.rows import asked_rows, states_figure
from assistant.jurisdiction.conflict import settle
from assistant.language.interrogatives import asks_quantity
from assistant.verification.statement import Quote
from corpus.library import Library
from corpus.model import Document, Measure, Sentence
from index.ranking import RankedMeasure, RankedSentence

_SENTENCES = 3
_SENTENCE_GAP = 0.15
"""How much worse than the best a sentence may be that is quoted beside it."""
_OTHERS = 5
"""So many measures of other documents are looked at for what they give differently."""
_COUNTED_GAP = 0.3
"""The same for a sentence that states a number, where one is asked for."""
_TIER_GAP = 0.25
"""How much worse than the best of all a measure of a nearer tier may be that answers before it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A measure that answers, and its sentences that do, as they are quoted, best first.

    `quotes` has neighbours together, `sentences` each by itself.
    """

    document: Document
    measure: Measure | None
    probability: float
    quotes: tuple[Quote, ...]
    sentences: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question. `ranked` are all measures that were looked at, best first; without
    `evidence` none of them answers."""

    ranked: tuple[RankedMeasure, ...]
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether the documents answer the question."""
        return bool(self.evidence)

    @property
    def probability(self) -> float:
        """How likely the best measure answers."""
        return self.ranked[0].probability if self.ranked else 0.0


def decide(
    library: Library,
    ranked: Sequence[RankedMeasure],
    tiers: Sequence[Collection[str]],
    subject: Collection[tuple[str, str]] = (),
    question: str = "",
) -> Found:
    """The one measure that answers, from the nearest tier of documents (ids) that has one.

    `ranked` is a reranker's result, best first. A nearer tier answers before a further one unless that
    fits much better. A measure of the conversation's `subject` (document id, measure key) answers
    before others that fit little better. Where the `question` is for a number, only a measure whose
    answering sentences state one answers.
    """
    reached = set().union(*tiers)
    measures = [measure for measure in ranked if measure.document in reached]
    answering = [measure for measure in measures if measure.answers]
    if not answering:
        return Found(tuple(measures))
    near = [m for m in answering if answering[0].score - m.score <= _TIER_GAP]
    if asks_quantity(question):
        near = [measure for measure in near if _states_quantity(library, measure, question)]
        if not near:
            return Found(tuple(measures))
    going_on = [measure for measure in near if measure.key in subject]
    best = going_on[0] if going_on else next(m for t in tiers for m in near if m.document in t)
    others = [m for m in answering if m.document != best.document][:_OTHERS]
    evidence = evidence_of(library, best, question)
    settled = _settled(evidence, [evidence_of(library, m, question) for m in others])
    return Found(tuple(measures), (evidence,) if going_on else settled)


def _states_quantity(library: Library, measure: RankedMeasure, question: str) -> bool:
    quotes = evidence_of(library, measure, question).quotes
    return any(states_figure(quote.text) for quote in quotes)


def _settled(best: Evidence, others: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence and that of documents which give its matter differently; a newer one leads."""
    quoting = [each for each in (best, *others) if each.quotes]
    if not best.quotes:
        return (best,)
    lead, beside = settle(best.quotes[0], [each.quotes[0] for each in quoting[1:]])
    return tuple(
        next(each for each in quoting if each.quotes[0] is quote) for quote in (lead, *beside)
    )


def evidence_of(library: Library, ranked: RankedMeasure, question: str = "") -> Evidence:
    """A measure with the sentences of it that answer; where the question is for a number, those that
    state one, where there are any; of a table the rows that it asks for."""
    document = library.get(ranked.document)
    measure = document.by_key(ranked.measure)
    counted = asks_quantity(question)
    found = [
        sentence
        for hit in (_stating(document, ranked) if counted else ()) or _near(ranked)
        if (sentence := sentence_at(document, measure, hit.start)) is not None
    ]
    table = (
        measure.sentences if measure else [s for s, inside in document.sentences() if not inside]
    )
    order = asked_rows(document.text, found, table, question)
    single = [quote_of(document, measure, sentence) for sentence in order]
    together = [quote_of(document, measure, *run) for run in runs(order, measure)]
    return Evidence(document, measure, ranked.probability, _unique(together), _unique(single))


def runs(order: Sequence[Sentence], measure: Measure | None) -> list[list[Sentence]]:
    """Sentences (best first) that follow one another in a measure put together, in the text's order.

    Where several neighbours answer about as well, a reader needs them together; each run stands where
    its best sentence stood.
    """
    places = {s.start: n for n, s in enumerate(measure.sentences)} if measure else {}
    found: list[list[Sentence]] = []
    for sentence in order:
        place = places.get(sentence.start)
        beside = [
            run
            for run in found
            if place is not None and any(abs(places.get(s.start, -2) - place) == 1 for s in run)
        ]
        if beside:
            beside[0].append(sentence)
            beside[0].sort(key=lambda s: s.start)
        else:
            found.append([sentence])
    return found


def _stating(document: Document, ranked: RankedMeasure) -> list[RankedSentence]:
    """The sentences of a measure that state a number, where one is asked for."""
    best = ranked.sentences[0].score
    return [
        hit
        for hit in ranked.sentences
        if best - hit.score <= _COUNTED_GAP and states_figure(document.text[hit.start : hit.end])
    ][:_SENTENCES]


def _near(ranked: RankedMeasure) -> list[RankedSentence]:
    """The best sentence of a measure, and those that come near it."""
    best = ranked.sentences[0].score
    near = [hit for hit in ranked.sentences if best - hit.score <= _SENTENCE_GAP]
    return near[:_SENTENCES]


def _unique(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    return tuple({quote.parts: quote for quote in reversed(quotes)}.values())[::-1]
