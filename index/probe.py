"""What a generation's own vectors teach: where their centre lies, and which measure a question means.

Sentence encoders of the E5 family put all texts into a narrow cone; taking the corpus's mean vector
away first makes cosines tell more. A linear probe (softmax regression) over the sample questions then
says how likely each measure is. Both are derived when a generation is built and stored beside it.
docs/decisions/0003-sample-questions.md has the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.records import QUESTION, SENTENCE, Record

_FILE = "probe.npz"
_ENOUGH = 200
"""Fewer sample questions than this give neither a centre of their own nor a probe."""
_REGULARISATION = 30.0
_SEPARATOR = "\t"


@dataclass(frozen=True)
class Probe:
    """Centres of queries and passages, shape (dimension,), and the probe over measures.

    `weights` has shape (measures, dimension); without sample questions it has no rows.
    """

    query_centre: np.ndarray
    passage_centre: np.ndarray
    measures: tuple[tuple[str, str], ...]
    weights: np.ndarray
    intercepts: np.ndarray

    def centred_query(self, vector: np.ndarray) -> np.ndarray:
        """A query's vector, shape (dimension,), without the common part, of length 1."""
        return _unit(vector - self.query_centre)

    def centred(self, vectors: np.ndarray, kind: str) -> np.ndarray:
        """Vectors of records of one kind, shape (n, dimension), likewise."""
        centre = self.passage_centre if kind == SENTENCE else self.query_centre
        return _unit(vectors - centre)

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
            passage_centre=self.passage_centre,
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
            passage_centre=data["passage_centre"],
            measures=tuple((document, measure) for document, measure in pairs),
            weights=data["weights"],
            intercepts=data["intercepts"],
        )


def fit_probe(records: Sequence[Record], vectors: np.ndarray) -> Probe:
    """Learn from a generation's records and their vectors, shape (len(records), dimension)."""
    kinds = np.array([record.kind for record in records])
    sentences, questions = kinds == SENTENCE, kinds == QUESTION
    passage_centre = vectors[sentences].mean(axis=0)
    if questions.sum() < _ENOUGH:
        nothing = np.zeros((0, vectors.shape[1]), dtype=np.float32)
        return Probe(passage_centre, passage_centre, (), nothing, nothing[:, 0])
    query_centre = vectors[questions].mean(axis=0)
    labels = [
        _SEPARATOR.join((r.document, r.measure))
        for r, is_question in zip(records, questions, strict=True)
        if is_question
    ]
    measures = sorted(set(labels))
    if len(measures) < 2:
        nothing = np.zeros((0, vectors.shape[1]), dtype=np.float32)
        return Probe(query_centre, passage_centre, (), nothing, nothing[:, 0])
    weights, intercepts = _softmax_regression(
        _unit(vectors[questions] - query_centre), [measures.index(label) for label in labels]
    )
    pairs = [label.split(_SEPARATOR) for label in measures]
    return Probe(query_centre, passage_centre, tuple((d, m) for d, m in pairs), weights, intercepts)


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
