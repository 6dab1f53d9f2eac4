"""Passages and questions to teach and to measure with, as `data/README.md` describes them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
TRAIN = "train"
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that may answer. `kind` is whole or sentence; `document` names its pool."""

    id: str
    document: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the passages that answer it by themselves, and some that only seem to.

    Without `answers` its document does not answer it.
    """

    text: str
    document: str
    answers: tuple[str, ...]
    near: tuple[str, ...]
    split: str


@dataclass(frozen=True)
class TrainingData:
    """All passages by id, and all questions."""

    passages: dict[str, Passage]
    questions: tuple[Question, ...]

    def of(self, split: str) -> list[Question]:
        """The questions of a split."""
        return [question for question in self.questions if question.split == split]

    @cached_property
    def pools(self) -> dict[str, list[Passage]]:
        """The passages among which a document's questions are asked; the library is one pool, and each
        of its documents another."""
        pools: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            for name in {passage.document, _document(passage)}:
                pools.setdefault(name, []).append(passage)
        return pools


def read(folder: Path = DATA) -> TrainingData:
    """Read the two files of a folder. Raises OSError or ValueError where they are not there or broken."""
    passages = {
        row["pid"]: Passage(row["pid"], row["doc"], row["text"], row["kind"])
        for row in _rows(folder / "passages.jsonl.gz")
    }
    questions = tuple(
        Question(row["q"], row["doc"], tuple(row["pos"]), tuple(row["near"]), row["split"])
        for row in _rows(folder / "pairs.jsonl.gz")
    )
    return TrainingData(passages, questions)


def _document(passage: Passage) -> str:
    is_library = passage.document == "lib:"
    return passage.id.partition("#")[0] if is_library else passage.document


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
