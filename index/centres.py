"""Where a generation's vectors are centred.

Sentence encoders of the E5 family put all texts into a narrow cone; taking the mean vector away first
makes cosines tell more. Questions, sentences and whole measures have a mean of their own each. Derived
when a generation is built and stored beside it. docs/decisions/0003-sample-questions.md has the numbers.

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

_FILE = "centres.npz"
MINIMUM_QUESTIONS = 200
"""From fewer sample questions nothing is learned, not even where their centre lies."""
_ENOUGH_MEASURES = 5
"""The mean of fewer measures than this is a topic, not the common part of all texts."""
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
class Centres:
    """The mean vectors of queries, sentences and whole measures, shape (dimension,) each."""

    query: np.ndarray
    sentence: np.ndarray
    measure: np.ndarray

    def centred_query(self, vector: np.ndarray) -> np.ndarray:
        """A query's vector, shape (dimension,), without the common part, of length 1."""
        return unit(vector - self.query)

    def centred(self, vectors: np.ndarray, kind: str) -> np.ndarray:
        """Vectors of records of one kind, shape (n, dimension), likewise."""
        of_kind = {SENTENCE: self.sentence, MEASURE: self.measure}
        return unit(vectors - of_kind.get(kind, self.query))

    def save(self, folder: Path) -> None:
        """Write into a generation's folder."""
        np.savez(folder / _FILE, query=self.query, sentence=self.sentence, measure=self.measure)


def load_centres(folder: Path) -> Centres:
    """Read what `save` wrote."""
    with np.load(folder / _FILE) as data:
        return Centres(data["query"], data["sentence"], data["measure"])


def centres_of(records: Sequence[Record], vectors: np.ndarray, encode_queries: Encode) -> Centres:
    """The means of a generation's vectors, shape (len(records), dimension)."""
    kinds = np.array([record.kind for record in records])
    sentence = vectors[kinds == SENTENCE].mean(axis=0)
    wholes, questions = vectors[kinds == MEASURE], vectors[kinds == QUESTION]
    measure = wholes.mean(axis=0) if len(wholes) >= _ENOUGH_MEASURES else sentence
    if len(questions) >= MINIMUM_QUESTIONS:
        return Centres(questions.mean(axis=0), sentence, measure)
    return Centres(_typical_query(records, encode_queries), sentence, measure)


def unit(vectors: np.ndarray) -> np.ndarray:
    """The vectors along the last axis scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _typical_query(records: Sequence[Record], encode_queries: Encode) -> np.ndarray:
    """About where questions on these documents lie, shape (dimension,)."""
    about = [r.text for r in records if r.kind == SENTENCE and r.measure]
    about = about or [r.text for r in records if r.kind == SENTENCE]
    about = about[:: math.ceil(len(about) / _TOPICS)]
    topics = encode_queries([text.partition("。")[0][:_TOPIC_CHARS] for text in about])
    general = encode_queries(list(_GENERAL_QUESTIONS))
    return np.asarray((topics.mean(axis=0) + general.mean(axis=0)) / 2, dtype=np.float32)
