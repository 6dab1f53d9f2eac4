"""Fitting a head: regularised multinomial logistic regression, calibrated on folds that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.encoding import FloatArray
from assistant.understanding.heads import Head

_FOLDS = 3
_TEMPERATURES = np.geomspace(0.4, 2.5, 43)


@dataclass(frozen=True)
class Fitted:
    """A head, and what it said of each row while the row was held out."""

    head: Head
    held_out: FloatArray
    accuracy: float


def fit(
    rows: FloatArray,
    labels: Sequence[str],
    groups: Sequence[int],
    *,
    dense: int,
    strength: float = 3.0,
    sparse_weight: float = 1.0,
) -> Fitted:
    """Fit a head. The first `dense` columns are standardised, the others scaled by `sparse_weight`.

    Rows of one group (of the same message) are held out together. `strength` is the inverse of the
    regularisation.
    """
    from sklearn.model_selection import GroupKFold

    scale = _Scale.of(rows, dense, sparse_weight)
    scaled = _sparse(scale.apply(rows))
    classes = sorted(set(labels))
    index = {name: row for row, name in enumerate(classes)}
    wanted = np.array([index[label] for label in labels])
    scores = np.zeros((len(rows), len(classes)), dtype=np.float32)
    for taught, held in GroupKFold(_FOLDS).split(scaled, wanted, groups):
        weights, bias, known = _regress(scaled[taught], wanted[taught], strength)
        scores[held] = -20.0
        scores[np.ix_(held, known)] = scaled[held] @ weights + bias
    temperature = min(_TEMPERATURES, key=lambda t: _loss(scores / t, wanted))
    weights, bias, known = _regress(scaled, wanted, strength)
    weights, bias = scale.undo(weights / temperature, bias / temperature)
    head = Head(tuple(classes[row] for row in known), weights, bias)
    held_out = _softmax(scores / temperature)
    return Fitted(head, held_out, float((held_out.argmax(axis=1) == wanted).mean()))


@dataclass(frozen=True)
class _Scale:
    """How features are scaled for fitting, so that the head can do without."""

    mean: FloatArray
    factor: FloatArray

    @classmethod
    def of(cls, rows: FloatArray, dense: int, sparse_weight: float) -> _Scale:
        mean = np.zeros(rows.shape[1], dtype=np.float32)
        factor = np.full(rows.shape[1], sparse_weight, dtype=np.float32)
        mean[:dense] = rows[:, :dense].mean(axis=0)
        spread = rows[:, :dense].std(axis=0) + 1e-5
        factor[:dense] = 3.0 / (spread * np.sqrt(np.float32(dense)))
        return cls(mean, factor)

    def apply(self, rows: FloatArray) -> FloatArray:
        scaled: FloatArray = (rows - self.mean) * self.factor
        return scaled

    def undo(self, weights: FloatArray, bias: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Weights and bias for features that are not scaled."""
        plain = (weights * self.factor[:, None]).astype(np.float32)
        return plain, (bias - self.mean @ plain).astype(np.float32)


def _sparse(rows: FloatArray) -> Any:
    """Hashed n-grams are mostly zeros: regression over them is faster so."""
    from scipy import sparse

    return sparse.csr_matrix(rows) if np.count_nonzero(rows) < rows.size // 3 else rows


def _regress(
    rows: Any, wanted: NDArray[np.int64], strength: float
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Weights, bias, and the classes that they are of."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=120, tol=1e-3)
    model.fit(rows, wanted)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:  # two classes: one column stands for both
        weights, bias = (
            np.hstack([-weights / 2, weights / 2]),
            np.array([-bias[0] / 2, bias[0] / 2]),
        )
    return weights.astype(np.float32), bias.astype(np.float32), model.classes_


def _softmax(scores: FloatArray) -> FloatArray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: FloatArray = raised / raised.sum(axis=1, keepdims=True)
    return found


def _loss(scores: FloatArray, wanted: NDArray[np.int64]) -> float:
    found = _softmax(scores)[np.arange(len(wanted)), wanted]
    return float(-np.log(np.maximum(found, 1e-9)).mean())
