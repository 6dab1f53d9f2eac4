"""Which measure a question means, or none: softmax regression over the known questions.

It sees a question twice, as its vector and as its character n-grams: the vector carries meaning, the
n-grams carry the one word on which a near miss turns (「婚假」 and 「产假」 lie close as vectors). The
questions that the corpus is known not to answer are a class of their own. Fitted when a generation is
built, or taken from what ships with the corpus (`index.shipped`).
docs/decisions/0003-sample-questions.md has the numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.centres import MINIMUM_QUESTIONS, unit
from index.records import QUESTION, UNCOVERED, Record, digest

Class = tuple[str, str]
"""A document's id and a measure's key in it (key "": the text outside all measures)."""
NO_MEASURE: Class = ("", "")
"""The class of the questions that no document answers."""
_FILE = "classifier.npz"
_REGULARISATION = 20.0
_GRAM_WEIGHT = 1.2
"""Length of the n-gram part of a question's features; that of its vector is 1. Chosen on the dev cases."""
_MINIMUM_FREQUENCY = 2
_LENGTHS = (1, 2)
_SEPARATOR = "\t"
_KNOWN = (QUESTION, UNCOVERED)
_VERSION = 1
"""Of the way of learning; what was learned another way is learned anew."""


@dataclass(frozen=True)
class QuestionClassifier:
    """Softmax regression; without classes it knows nothing and says nothing.

    `source` names what it was learned from. `centre`: shape (dimension,), taken off a question's vector.
    `weights`: shape (classes, dimension), of what is left, at length 1. `gram_weights`: shape
    (classes, n-grams), of the tf-idf of its n-grams; `idf`: shape (n-grams,).
    """

    source: str
    centre: np.ndarray
    classes: tuple[Class, ...]
    weights: np.ndarray
    intercepts: np.ndarray
    grams: tuple[str, ...]
    idf: np.ndarray
    gram_weights: np.ndarray

    def probabilities(self, vector: np.ndarray, text: str) -> dict[Class, float]:
        """How likely each class is for a question, given its vector and text; they sum to 1."""
        if not self.classes:
            return {}
        columns, values = self._tf_idf(text)
        logits = self.weights @ unit(vector - self.centre) + self.intercepts
        logits = logits + self.gram_weights[:, columns] @ values
        return self._softmax(logits)

    def probabilities_by_words(self, text: str) -> dict[Class, float]:
        """The same from the n-grams alone, without a vector: quick, and good enough for a first look."""
        if not self.classes:
            return {}
        columns, values = self._tf_idf(text)
        return self._softmax(self.intercepts + self.gram_weights[:, columns] @ values)

    def save(self, folder: Path) -> None:
        """Write into a folder, half precision for what is large."""
        np.savez_compressed(
            folder / _FILE,
            source=np.array(self.source),
            centre=self.centre,
            classes=np.array([_SEPARATOR.join(pair) for pair in self.classes], dtype=str),
            weights=self.weights.astype(np.float16),
            intercepts=self.intercepts,
            grams=np.array(self.grams, dtype=str),
            idf=self.idf,
            gram_weights=self.gram_weights.astype(np.float16),
        )

    def _softmax(self, logits: np.ndarray) -> dict[Class, float]:
        odds = np.exp(logits - logits.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))

    @cached_property
    def _column(self) -> dict[str, int]:
        return {gram: column for column, gram in enumerate(self.grams)}

    def _tf_idf(self, text: str) -> tuple[list[int], np.ndarray]:
        counts = Counter(gram for gram in character_grams(text) if gram in self._column)
        columns = [self._column[gram] for gram in counts]
        values = np.array([1.0 + math.log(n) for n in counts.values()], dtype=np.float32)
        values = values * self.idf[columns]
        return columns, values * (_GRAM_WEIGHT / max(float(np.linalg.norm(values)), 1e-9))


def character_grams(text: str) -> list[str]:
    """The characters of a text, lower case, and each two that stand side by side."""
    text = text.lower()
    return [text[i : i + n] for n in _LENGTHS for i in range(len(text) - n + 1)]


def source_of(fingerprint: str, records: Sequence[Record]) -> str:
    """Names what a classifier is learned from: the encoder, the known questions, and how."""
    known = digest(record for record in records if record.kind in _KNOWN)
    return f"{_VERSION} {fingerprint} {known}"


def fit_classifier(
    records: Sequence[Record], vectors: np.ndarray, source: str
) -> QuestionClassifier:
    """Learn from the known questions among the records; `vectors`: shape (len(records), dimension).
    Fewer than `MINIMUM_QUESTIONS` sample questions, or all of one
       measure, give a classifier without classes.
    """
    known = np.array([record.kind in _KNOWN for record in records], dtype=bool)
    questions = [record for record, wanted in zip(records, known, strict=True) if wanted]
    labels = [(r.document, r.measure) if r.kind == QUESTION else NO_MEASURE for r in questions]
    classes = sorted(set(labels))
    samples = sum(label != NO_MEASURE for label in labels)
    if samples < MINIMUM_QUESTIONS or len(set(classes) - {NO_MEASURE}) < 2:
        return _untaught(source, vectors.shape[1])

    # scikit-learn takes seconds to import, and most starts do not need it
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    tf_idf = TfidfVectorizer(
        analyzer=character_grams, sublinear_tf=True, min_df=_MINIMUM_FREQUENCY, dtype=np.float32
    )
    grams = tf_idf.fit_transform([record.text for record in questions])
    centre = vectors[known][[label != NO_MEASURE for label in labels]].mean(axis=0)
    dense = unit(vectors[known] - centre)
    inputs = hstack([csr_matrix(dense), grams * _GRAM_WEIGHT]).tocsr()
    fitted = LogisticRegression(C=_REGULARISATION, max_iter=300)
    fitted.fit(inputs, [classes.index(label) for label in labels])
    weights, intercepts = fitted.coef_, fitted.intercept_
    if len(weights) == 1:  # scikit-learn keeps one row for two classes
        weights = np.concatenate([-weights / 2, weights / 2])
        intercepts = np.concatenate([-intercepts / 2, intercepts / 2])
    dimension = vectors.shape[1]
    return QuestionClassifier(
        source=source,
        centre=centre.astype(np.float32),
        classes=tuple(classes),
        weights=weights[:, :dimension].astype(np.float32),
        intercepts=intercepts.astype(np.float32),
        grams=tuple(tf_idf.get_feature_names_out().tolist()),
        idf=tf_idf.idf_.astype(np.float32),
        gram_weights=weights[:, dimension:].astype(np.float32),
    )


def load_classifier(folder: Path) -> QuestionClassifier | None:
    """Read what `save` wrote; None where there is nothing."""
    if not (folder / _FILE).is_file():
        return None
    with np.load(folder / _FILE) as data:
        pairs = [str(text).split(_SEPARATOR) for text in data["classes"]]
        return QuestionClassifier(
            source=str(data["source"]),
            centre=data["centre"],
            classes=tuple((document, measure) for document, measure in pairs),
            weights=data["weights"].astype(np.float32),
            intercepts=data["intercepts"],
            grams=tuple(data["grams"].tolist()),
            idf=data["idf"],
            gram_weights=data["gram_weights"].astype(np.float32),
        )


def _untaught(source: str, dimension: int) -> QuestionClassifier:
    nothing = np.zeros((0, dimension), dtype=np.float32)
    centre = np.zeros(dimension, dtype=np.float32)
    return QuestionClassifier(
        source,
        centre,
        (),
        nothing,
        nothing[:, 0],
        (),
        np.zeros(0, np.float32),
        np.zeros((0, 0), np.float32),
    )
