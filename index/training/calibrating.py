"""Fitting the decision to answer, on documents that the encoder was not taught on.

Each question is asked of its own document and of all documents together. The probabilities that the
threshold is chosen by, and that the report is made of, come from models that never saw a question of the
same document (leave one document out).
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from index.decision import Decision, signals
from index.embeddings import Encoder
from index.search import Search
from index.training.data import Question, TrainingData
from index.training.pools import is_answered, open_pool

MOST_REFUSED = 0.03
"""The share of answerable questions that may be refused."""
_REGULARISATION = 1.0


@dataclass(frozen=True)
class Calibration:
    """A fitted decision, and what it does on documents that it was not fitted on."""

    decision: Decision
    answerable: int
    unanswerable: int
    first_right: float
    """Of the answerable questions, asked of all documents, the share whose first measure answers."""
    refused_answerable: float
    refused_unanswerable: float
    risk_coverage: tuple[tuple[float, float], ...]
    """(share answered, share of these answered wrongly), from few answers to all."""


def calibrate(search: Search, questions: Sequence[Question]) -> Calibration:
    """Fit the decision over the questions; `search` holds all of their documents."""
    rows, labels, documents, right = [], [], [], []
    for question in questions:
        for scope in ([question.document], None):
            result = search.search(question.text, scope)
            if result.measures:
                rows.append(signals(result.measures[0]))
                labels.append(bool(question.answers))
                documents.append(question.document)
                right.append(is_answered(question, result))
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    covered, is_right = np.array(labels), np.array(right)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = (values - mean) / spread
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000)
    held_out = cross_val_predict(
        model, scaled, covered, groups=documents, cv=LeaveOneGroupOut(), method="predict_proba"
    )[:, 1]
    threshold = float(np.quantile(held_out[covered], MOST_REFUSED))
    model.fit(scaled, covered)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - (weights * mean).sum())
    fitted = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
    return Calibration(
        Decision({**fitted, "intercept": round(intercept, 4)}, round(threshold, 4)),
        int(covered.sum()),
        int((~covered).sum()),
        float(is_right[covered].mean()),
        float((held_out[covered] < threshold).mean()),
        float((held_out[~covered] < threshold).mean()),
        tuple(risk_coverage(held_out, is_right)),
    )


def calibrate_encoder(encoder: Encoder, data: TrainingData, split: str = "laws") -> Calibration:
    """Fit the decision for an encoder, on the held-out questions of a split; takes some minutes."""
    questions = data.of(split)
    names = sorted({question.document for question in questions})
    passages = [passage for name in names for passage in data.pools[name]]
    with tempfile.TemporaryDirectory() as folder:
        search = open_pool(Path(folder), passages, encoder)
        try:
            return calibrate(search, questions)
        finally:
            search.close()


def risk_coverage(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], points: int = 10
) -> list[tuple[float, float]]:
    """Of the surest answers, at so many shares of all, the share that is wrong."""
    order = np.argsort(-probabilities, kind="stable")
    wrong = np.cumsum(~right[order])
    counts = [round(len(order) * point / points) for point in range(1, points + 1)]
    return [(count / len(order), float(wrong[count - 1] / count)) for count in counts]
