"""What a generation's own vectors teach: where their centre lies, and which measure a question means.

Sentence encoders of the E5 family put all texts into a narrow cone; taking the corpus's mean vector
away first makes cosines tell more. A linear probe (softmax regression) over the sample questions then
says how likely each measure is. Both are derived when a generation is built and stored beside it.
docs/decisions/0003-sample-questions.md has the numbers.

Questions lie apart from passages. Where there are too few sample questions to tell where, the mean of
questions that fit any policy and of what the documents talk about, asked as questions, stands in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import Encode
from index.records import MEASURE, QUESTION, SENTENCE, Record

_FILE = "probe.npz"
_ENOUGH = 200
"""Fewer sample questions than this give neither a centre of their own nor a probe."""
_ENOUGH_MEASURES = 5
"""The mean of fewer measures than this is a topic, not the common part of all texts."""
_REGULARISATION = 30.0
_SEPARATOR = "\t"
_GENERAL_QUESTIONS = (
    "这件事怎么办?",
    "能领多少钱?",
    "要准备什么材料?",
    "找哪个部门?",
    "有什么规定?",
    "什么时候开始?",
    "谁可以申请?",
    "有没有补助?",
    "可以吗?",
    "怎么申请?",
    "多久能办好?",
    "去哪里办?",
    "是不是免费?",
    "为什么不行?",
    "有什么条件?",
)
_TOPICS, _TOPIC_CHARS = 64, 40


@dataclass(frozen=True)
class Probe:
    """Centres of queries, sentences and whole measures, shape (dimension,), and the probe over measures.

    `weights` has shape (measures, dimension); without sample questions it has no rows.
    """

    query_centre: np.ndarray
    sentence_centre: np.ndarray
    measure_centre: np.ndarray
    measures: tuple[tuple[str, str], ...]
    weights: np.ndarray
    intercepts: np.ndarray

    def centred_query(self, vector: np.ndarray) -> np.ndarray:
        """A query's vector, shape (dimension,), without the common part, of length 1."""
        return _unit(vector - self.query_centre)

    def centred(self, vectors: np.ndarray, kind: str) -> np.ndarray:
        """Vectors of records of one kind, shape (n, dimension), likewise."""
        centres = {SENTENCE: self.sentence_centre, MEASURE: self.measure_centre}
        return _unit(vectors - centres.get(kind, self.query_centre))

    def likelihoods(self, centred_query: np.ndarray) -> dict[tuple[str, str], float]:
        """How likely each measure (document, key) with sample questions is; they sum to 1."""
        if not self.measures:
            return {}
        logits = self.weights @ centred_query + self.intercepts
        odds = np.exp(logits - logits.max())
        return dict(zip(self.measures, (odds / odds.sum()).tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write into a generation's folder."""
        np.savez(
            folder / _FILE,
            query_centre=self.query_centre,
            sentence_centre=self.sentence_centre,
            measure_centre=self.measure_centre,
            measures=np.array([_SEPARATOR.join(pair) for pair in self.measures], dtype=str),
            weights=self.weights,
            intercepts=self.intercepts,
        )


def load_probe(folder: Path) -> Probe:
    """Read what `save` wrote."""
    with np.load(folder / _FILE) as data:
        pairs = [str(text).split(_SEPARATOR) for text in data["measures"]]
        return Probe(
            query_centre=data["query_centre"],
            sentence_centre=data["sentence_centre"],
            measure_centre=data["measure_centre"],
            measures=tuple((document, measure) for document, measure in pairs),
            weights=data["weights"],
            intercepts=data["intercepts"],
        )


def fit_probe(records: Sequence[Record], vectors: np.ndarray, encode_queries: Encode) -> Probe:
    """Learn from a generation's records and their vectors, shape (len(records), dimension)."""
    kinds = np.array([record.kind for record in records])
    questions = kinds == QUESTION
    sentence_centre = vectors[kinds == SENTENCE].mean(axis=0)
    wholes = vectors[kinds == MEASURE]
    measure_centre = wholes.mean(axis=0) if len(wholes) >= _ENOUGH_MEASURES else sentence_centre
    weights = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    intercepts, measures = weights[:, 0], list[str]()
    if questions.sum() < _ENOUGH:
        query_centre = _typical_query(records, encode_queries)
    else:
        query_centre = vectors[questions].mean(axis=0)
        labels = [_SEPARATOR.join((r.document, r.measure)) for r in records if r.kind == QUESTION]
        measures = sorted(set(labels))
        if len(measures) < 2:
            measures = []
        else:
            weights, intercepts = _softmax_regression(
                _unit(vectors[questions] - query_centre), [measures.index(one) for one in labels]
            )
    pairs = [label.split(_SEPARATOR) for label in measures]
    return Probe(
        query_centre,
        sentence_centre,
        measure_centre,
        tuple((document, measure) for document, measure in pairs),
        weights,
        intercepts,
    )


def _typical_query(records: Sequence[Record], encode_queries: Encode) -> np.ndarray:
    """About where questions on these documents lie, shape (dimension,)."""
    about = [r.text for r in records if r.kind == SENTENCE and r.measure]
    about = about or [r.text for r in records if r.kind == SENTENCE]
    about = about[:: math.ceil(len(about) / _TOPICS)]
    topics = encode_queries([text.partition("。")[0][:_TOPIC_CHARS] for text in about])
    general = encode_queries(list(_GENERAL_QUESTIONS))
    return np.asarray((topics.mean(axis=0) + general.mean(axis=0)) / 2, dtype=np.float32)


def _softmax_regression(inputs: np.ndarray, labels: list[int]) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=_REGULARISATION, max_iter=300).fit(inputs, labels)
    weights, intercepts = fitted.coef_, fitted.intercept_
    if len(weights) == 1:  # scikit-learn keeps one row for two classes
        weights = np.concatenate([-weights / 2, weights / 2])
        intercepts = np.concatenate([-intercepts / 2, intercepts / 2])
    return weights.astype(np.float32), intercepts.astype(np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
