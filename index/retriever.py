"""Hybrid retrieval: dense and lexical search over sentences and sample questions, one score a measure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index import generations
from index.encoder import Encoder
from index.indexing import Manifest, read_manifest, read_records
from index.lexical import LexicalIndex
from index.records import KINDS, QUESTION, SENTENCE, UNCOVERED, Record
from index.store import Store, open_store

_DENSE_LIMIT = {SENTENCE: 40, QUESTION: 60}
_LEXICAL_LIMIT = 60


@dataclass(slots=True)
class SentenceHit:
    """A sentence and how each search scored it; 0.0 where a search did not find it.

    `dense`: cosine of the question with the sentence; `question`: with its nearest sample question.
    `word`, `bigram`: BM25 of the sentence, `question_word`, `question_bigram` of its best sample
    question, each as a share of the query's own maximum (0 to 1).
    """

    document: str
    measure: str
    start: int
    end: int
    dense: float = 0.0
    question: float = 0.0
    word: float = 0.0
    bigram: float = 0.0
    question_word: float = 0.0
    question_bigram: float = 0.0
    questions: list[float] = field(default_factory=list)
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedMeasure:
    """A measure (key "" for the text outside all measures), its score, and its sentences, best first."""

    document: str
    measure: str
    score: float
    sentences: tuple[SentenceHit, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: the measures, best first, and how near the question is to known gaps.

    `uncovered`: cosine with the nearest question that a document is known not to answer;
    `uncovered_bigram`, `question_bigram`: best raw BM25 by bigrams among those questions and among
    the sample questions. 0.0 where there are none.
    """

    measures: tuple[RankedMeasure, ...]
    uncovered: float = 0.0
    uncovered_bigram: float = 0.0
    question_bigram: float = 0.0


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
        self._lexical = LexicalIndex.load(folder / "lexical")
        self._records: list[Record] = read_records(folder)
        self._by_id = {record.id: record for record in self._records}
        self._masks = {
            kind: np.array([record.kind == kind for record in self._records]) for kind in KINDS
        }

    def search(self, question: str, vector: np.ndarray | None = None) -> SearchResult:
        """All measures that any search found, best first. `vector` is the question's, if at hand."""
        if vector is None:
            vector = self.encoder.encode_queries([question])[0]
        hits: dict[tuple[str, int], SentenceHit] = {}
        self._dense(vector, hits)
        raw = self._sparse(question, hits)
        by_measure: dict[tuple[str, str], list[SentenceHit]] = defaultdict(list)
        for hit in hits.values():
            hit.score = sentence_score(hit)
            by_measure[hit.document, hit.measure].append(hit)
        ranked = [
            RankedMeasure(document, measure, measure_score(found), tuple(_best_first(found)))
            for (document, measure), found in by_measure.items()
        ]
        gaps = self._store.nearest(vector, UNCOVERED, 1)
        return SearchResult(
            tuple(sorted(ranked, key=lambda measure: -measure.score)),
            uncovered=gaps[0][1] if gaps else 0.0,
            uncovered_bigram=raw[UNCOVERED],
            question_bigram=raw[QUESTION],
        )

    def close(self) -> None:
        """Release the index's files."""
        self._store.close()

    def _dense(self, vector: np.ndarray, hits: dict[tuple[str, int], SentenceHit]) -> None:
        for identity, cosine in self._store.nearest(vector, SENTENCE, _DENSE_LIMIT[SENTENCE]):
            hit = _hit(hits, self._by_id[identity])
            hit.dense = max(hit.dense, cosine)
        for identity, cosine in self._store.nearest(vector, QUESTION, _DENSE_LIMIT[QUESTION]):
            hit = _hit(hits, self._by_id[identity])
            hit.question = max(hit.question, cosine)
            hit.questions.append(cosine)

    def _sparse(self, question: str, hits: dict[tuple[str, int], SentenceHit]) -> dict[str, float]:
        """Fill the lexical scores of `hits`; returns the best raw bigram score of each kind."""
        best: dict[str, float] = {}
        for name, scores in zip(("word", "bigram"), self._lexical.scores(question), strict=True):
            for kind, mask in self._masks.items():
                masked = np.where(mask, scores, 0.0)
                best[kind] = top = float(masked.max(initial=0.0))
                if top <= 0.0 or kind == UNCOVERED:
                    continue
                attribute = name if kind == SENTENCE else f"question_{name}"
                limit = min(_LEXICAL_LIMIT, masked.size)
                for row in np.argpartition(masked, -limit)[-limit:]:
                    if masked[row] > 0.0:
                        hit = _hit(hits, self._records[row])
                        value = float(masked[row]) / top
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
        hit.dense
        + hit.question
        + 0.05 * (hit.word + hit.bigram)
        + 0.05 * (hit.question_word + hit.question_bigram)
    )


def measure_score(hits: list[SentenceHit]) -> float:
    """One score of a measure, from its sentences."""
    return max(hit.score for hit in hits)


def _hit(hits: dict[tuple[str, int], SentenceHit], record: Record) -> SentenceHit:
    key = (record.document, record.start)
    if key not in hits:
        hits[key] = SentenceHit(record.document, record.measure, record.start, record.end)
    return hits[key]


def _best_first(hits: list[SentenceHit]) -> list[SentenceHit]:
    return sorted(hits, key=lambda hit: -hit.score)
