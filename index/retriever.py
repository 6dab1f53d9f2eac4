"""Hybrid retrieval: dense and lexical search, one score a measure.

Documents with sample questions are searched by these and by their sentences, documents without by their
sentences and by their measures as wholes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index import generations
from index.centres import load_centres
from index.classifier import NO_MEASURE, load_classifier
from index.encoder import Encoder
from index.indexing import Manifest, lexical_parts, read_manifest, read_records
from index.lexical import LexicalIndex, highest
from index.records import KINDS, QUESTION, SENTENCE, UNCOVERED, Record
from index.store import Store, open_store
from index.wholes import LEXICAL_WEIGHT, MeasureKey, WholeHit, WholeSearch

_DENSE_LIMIT = {SENTENCE: 40, QUESTION: 60, UNCOVERED: 20}
_LEXICAL_LIMIT = 60
_COMPLETED = 15
"""So many of the measures that score best as wholes have all their sentences scored."""
_UNSAMPLED_BASE, _UNSAMPLED_SLOPE = -0.04, 1.8
"""Puts measures without sample questions on the scale of those with them, so that documents of both
kinds can be ranked together (docs/decisions/0007-whole-measures.md)."""
_UNREACHED = -1.0
_LEADS = 0.18
"""From which likelihood by its words a piece of a question may mean a measure."""
_UNSEEN_LIKELIHOOD = 1e-4
_VOTE_SHARPNESS = 20.0
_SAMPLE_ADVANTAGE = 0.2
"""How much nearer a question is to its sentence's sample questions than to the sentence itself: the
median over the dev questions (evals/calibrate.py prints it)."""


@dataclass(slots=True)
class SentenceHit:
    """A sentence and how each search scored it.

    `dense`: cosine of the question with the sentence; `question`: with its nearest sample question
    (estimated from `dense` in documents without sample questions). Where the search did not reach
    the sentence, the lowest cosine that it did reach. The lexical scores are 0.0 there.
    `word`, `bigram`: BM25 of the sentence, `question_word`, `question_bigram` of its best sample
    question, each as a share of the query's own maximum (0 to 1).
    """

    document: str
    measure: str
    start: int
    end: int
    dense: float = _UNREACHED
    question: float = _UNREACHED
    word: float = 0.0
    bigram: float = 0.0
    question_word: float = 0.0
    question_bigram: float = 0.0
    score: float = 0.0
    closeness: float = _UNREACHED
    """Cosine of the question with the sentence, the corpus's centre left in both."""


@dataclass(frozen=True, slots=True)
class RankedMeasure:
    """A measure (key "" for the text outside all measures), its score, and its sentences, best first."""

    document: str
    measure: str
    score: float
    sentences: tuple[SentenceHit, ...]
    vote: float = 0.0
    """Soft maximum of the cosines of its sample questions."""
    likelihood: float = 0.0
    """What the classifier gives it (index.classifier)."""
    whole: WholeHit | None = None
    """None in documents with sample questions."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known question near the one asked: a sample question of a measure, or an uncovered one."""

    cosine: float
    covered: bool
    document: str
    measure: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: the measures and the nearest known questions, each best first.

    `uncovered_bigram`, `question_bigram`: the best raw BM25 score by bigrams among the uncovered and
    among the sample questions; 0.0 where there are none.
    """

    measures: tuple[RankedMeasure, ...]
    neighbours: tuple[Neighbour, ...] = ()
    uncovered_bigram: float = 0.0
    question_bigram: float = 0.0
    uncovered_likelihood: float = 0.0
    """What the classifier gives to no document's answering the question."""

    def within(self, documents: Collection[str]) -> SearchResult:
        """What was found in these documents (ids) alone."""
        return replace(
            self,
            measures=tuple(m for m in self.measures if m.document in documents),
            neighbours=tuple(n for n in self.neighbours if n.document in documents),
        )


class HybridRetriever:
    """Searches one index generation."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.folder = folder
        self.encoder = encoder
        manifest = read_manifest(folder)
        if manifest is None:
            raise ValueError(f"no readable index generation in {folder}")
        self.manifest: Manifest = manifest
        self._store: Store = open_store(folder / "chroma")
        self._centres = load_centres(folder)
        classifier = load_classifier(folder)
        if classifier is None:
            raise ValueError(f"no classifier in {folder}")
        self._classifier = classifier
        records = read_records(folder)
        self._by_id = {record.id: record for record in records}
        parts = lexical_parts(records)
        lexical = {name: LexicalIndex.load(folder / name) for name in parts}
        self._lexical = lexical["lexical"]
        self._records = parts["lexical"]
        measures = parts.get("lexical-measures", [])
        self._kinds = np.array([KINDS.index(record.kind) for record in self._records])
        self._whole = WholeSearch(
            measures, lexical.get("lexical-measures"), self._store, self._centres
        )
        self._sampled = {record.document for record in self._records if record.kind == QUESTION}
        unsampled = self._whole.documents
        self._sampled -= unsampled
        self._sentence_rows: dict[MeasureKey, list[int]] = defaultdict(list)
        for row, record in enumerate(self._records):
            if record.kind == SENTENCE and record.document in unsampled:
                self._sentence_rows[record.document, record.measure].append(row)

    def search(self, question: str, vector: np.ndarray | None = None) -> SearchResult:
        """All measures that any search found, best first. `vector` is the question's, if at hand."""
        if vector is None:
            vector = self.encoder.encode_queries([question])[0]
        query = self._centres.centred_query(vector)
        hits: dict[tuple[str, int], SentenceHit] = {}
        neighbours = self._dense(vector, query, hits)
        unreached = _lowest(hit.dense for hit in hits.values())
        raw = self._sparse(question, hits)
        wholes = self._whole.scores(question, vector, query)
        self._complete(wholes.best(_COMPLETED), vector, query, hits)
        self._fill_gaps(hits.values(), unreached)
        by_measure: dict[MeasureKey, list[SentenceHit]] = defaultdict(list)
        for hit in hits.values():
            hit.score = sentence_score(hit)
            by_measure[hit.document, hit.measure].append(hit)
        votes = _votes(neighbours)
        likelihoods = self._classifier.probabilities(vector, question)
        ranked = []
        for key, found in by_measure.items():
            vote = votes.get(key, max(hit.question for hit in found))
            likelihood = likelihoods.get(key, _UNSEEN_LIKELIHOOD)
            score, whole = measure_score(found, vote, likelihood), None
            if key[0] not in self._sampled:
                whole = wholes.of(key) or WholeHit(max(hit.dense for hit in found))
                score = max(unsampled_score(found, whole), score if key in votes else -math.inf)
            best_first = tuple(sorted(found, key=lambda hit: -hit.score))
            ranked.append(RankedMeasure(*key, score, best_first, vote, likelihood, whole))
        return SearchResult(
            tuple(sorted(ranked, key=lambda measure: -measure.score)),
            tuple(neighbours),
            uncovered_bigram=raw[UNCOVERED],
            question_bigram=raw[QUESTION],
            uncovered_likelihood=likelihoods.get(NO_MEASURE, 0.0),
        )

    def leads_elsewhere(self, text: str, measure: RankedMeasure) -> bool:
        """Whether a piece of a question may mean another measure, by its words: a look without encoding.

        Always where no sample questions teach what words mean.
        """
        likely = self._classifier.probabilities_by_words(text)
        own = (NO_MEASURE, (measure.document, measure.measure))
        return not likely or any(
            value >= _LEADS for label, value in likely.items() if label not in own
        )

    def close(self) -> None:
        """Release the index's files."""
        self._store.close()

    def _dense(
        self, vector: np.ndarray, query: np.ndarray, hits: dict[tuple[str, int], SentenceHit]
    ) -> list[Neighbour]:
        """Fill the dense scores of `hits`; returns the known questions that are near.

        `vector` is the question's, `query` the same without the corpus's centre: Chroma finds by the
        first, the second gives the cosine.
        """
        neighbours: list[Neighbour] = []
        for kind, limit in _DENSE_LIMIT.items():
            ids, vectors = self._store.nearest_vectors(vector, kind, limit)
            if kind == SENTENCE:
                self._score_sentences(ids, vectors, vector, query, hits)
                continue
            cosines = (self._centres.centred(vectors, kind) @ query).tolist()
            for identity, cosine in zip(ids, cosines, strict=True):
                record = self._by_id[identity]
                covered = kind == QUESTION
                neighbours.append(Neighbour(cosine, covered, record.document, record.measure))
                if covered:
                    hit = _hit(hits, record)
                    hit.question = max(hit.question, cosine)
        return sorted(neighbours, key=lambda n: -n.cosine)

    def _fill_gaps(self, hits: Collection[SentenceHit], lowest_dense: float) -> None:
        """Give a sentence that a dense search did not reach an upper bound of its cosine."""
        lowest_question = _lowest(hit.question for hit in hits)
        for hit in hits:
            if hit.dense == _UNREACHED:
                hit.dense = lowest_dense
            if hit.document not in self._sampled:
                hit.question = max(hit.question, hit.dense + _SAMPLE_ADVANTAGE)
            elif hit.question == _UNREACHED:
                hit.question = lowest_question

    def _complete(
        self,
        keys: Sequence[MeasureKey],
        vector: np.ndarray,
        query: np.ndarray,
        hits: dict[tuple[str, int], SentenceHit],
    ) -> None:
        """Give all sentences of these measures a dense score."""
        records = [self._records[row] for key in keys for row in self._sentence_rows[key]]
        missing = [record for record in records if _hit(hits, record).dense == _UNREACHED]
        if not missing:
            return
        vectors = self._store.vectors(SENTENCE, [record.id for record in missing])
        self._score_sentences(list(vectors), np.stack([*vectors.values()]), vector, query, hits)

    def _score_sentences(
        self,
        ids: Sequence[str],
        vectors: np.ndarray,
        vector: np.ndarray,
        query: np.ndarray,
        hits: dict[tuple[str, int], SentenceHit],
    ) -> None:
        """Fill the dense scores of the sentences `ids`, whose vectors have the shape (n, dimension)."""
        cosines = (self._centres.centred(vectors, SENTENCE) @ query).tolist()
        plain = (vectors @ vector).tolist()
        for identity, cosine, closeness in zip(ids, cosines, plain, strict=True):
            hit = _hit(hits, self._by_id[identity])
            hit.dense = max(hit.dense, cosine)
            hit.closeness = max(hit.closeness, closeness)

    def _sparse(self, question: str, hits: dict[tuple[str, int], SentenceHit]) -> dict[str, float]:
        """Fill the lexical scores of `hits`; returns the best raw bigram score of each kind."""
        best: dict[str, float] = {}
        for name, scores in zip(("word", "bigram"), self._lexical.scores(question), strict=True):
            reached = np.flatnonzero(scores)
            for kind in (SENTENCE, QUESTION, UNCOVERED):
                found = reached[self._kinds[reached] == KINDS.index(kind)]
                best[kind] = top = float(scores[found].max(initial=0.0))
                if kind == UNCOVERED:
                    continue
                attribute = name if kind == SENTENCE else f"question_{name}"
                for row in found[highest(scores[found], _LEXICAL_LIMIT)]:
                    hit = _hit(hits, self._records[row])
                    value = float(scores[row]) / top
                    setattr(hit, attribute, max(getattr(hit, attribute), value))
        return best


def open_retriever(index_dir: Path, encoder: Encoder) -> HybridRetriever | None:
    """The retriever over the current generation; None where there is none, or of another encoder."""
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.encoder != encoder.fingerprint:
        return None
    return HybridRetriever(folder, encoder)


def sentence_score(hit: SentenceHit) -> float:
    """One score of a sentence, for choosing evidence inside a measure."""
    return (
        hit.question
        + 0.4 * hit.dense
        + 0.03 * (hit.word + hit.bigram)
        + 0.05 * (hit.question_word + hit.question_bigram)
    )


def measure_score(hits: Sequence[SentenceHit], vote: float, likelihood: float) -> float:
    """One score of a measure, from its sentences, its sample questions' vote and the classifier."""
    return (
        vote
        + 0.4 * max(hit.dense for hit in hits)
        + 0.05 * max(hit.word for hit in hits)
        + 0.05 * max(hit.bigram for hit in hits)
        + 0.1 * max(hit.question_bigram for hit in hits)
        + 0.03 * math.log(max(likelihood, _UNSEEN_LIKELIHOOD))
    )


def unsampled_score(hits: Sequence[SentenceHit], whole: WholeHit) -> float:
    """One score of a measure without sample questions, on the scale of `measure_score`."""
    dense = (whole.dense + max(hit.dense for hit in hits)) / 2
    return _UNSAMPLED_BASE + _UNSAMPLED_SLOPE * (dense + LEXICAL_WEIGHT * whole.lexical)


def _lowest(scores: Iterable[float]) -> float:
    """The lowest score that a search reached; 0.0 where it reached nothing."""
    return min((score for score in scores if score > _UNREACHED), default=0.0)


def _votes(neighbours: Sequence[Neighbour]) -> dict[MeasureKey, float]:
    """For each measure a soft maximum of its sample questions' cosines: many near ones add up."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for neighbour in neighbours:
        if neighbour.covered:
            key = (neighbour.document, neighbour.measure)
            sums[key] += math.exp(_VOTE_SHARPNESS * (neighbour.cosine - 1.0))
    return {key: 1.0 + math.log(total) / _VOTE_SHARPNESS for key, total in sums.items()}


def _hit(hits: dict[tuple[str, int], SentenceHit], record: Record) -> SentenceHit:
    key = (record.document, record.start)
    if key not in hits:
        hits[key] = SentenceHit(record.document, record.measure, record.start, record.end)
    return hits[key]
