"""Which questions and passages stand together in a step."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embeddings import FloatArray
from index.training.data import Question, TrainingData

_TOGETHER, _QUESTIONS_EACH = 4, 8
"""So many documents bring so many questions each, so that like passages stand against each other."""
_SINGLE = 8
"""And so many documents bring one."""
_UNANSWERED = 7
_MINED, _MINED_UNANSWERED, _NEAR = 14, 8, 3
_OFTENER = 3
"""How much oftener the documents that are asked for are drawn."""


@dataclass(frozen=True)
class Batch:
    """Rows of questions, and of passages: each question's answer, then each one's mined neighbour.

    `also_right[i][j]`: whether passage j, not its own, answers question i. `tempting`: a passage for each
    of the `unanswered` questions.
    """

    questions: list[int]
    passages: list[str]
    also_right: list[list[bool]]
    unanswered: list[int]
    tempting: list[str]


class Batches:
    """Draws batches from the training questions."""

    def __init__(
        self,
        data: TrainingData,
        questions: Sequence[Question],
        neighbours: Sequence[Sequence[str]],
        oftener: str,
        draw: random.Random,
    ) -> None:
        """`neighbours` of each question (`mine`); documents that begin with `oftener` are drawn so."""
        self._questions, self._neighbours, self._draw = questions, neighbours, draw
        self._unanswered = [row for row, q in enumerate(questions) if not q.answers]
        self._by_document: dict[str, list[int]] = {}
        for row, question in enumerate(questions):
            if question.answers:
                self._by_document.setdefault(question.document, []).append(row)
        self._left: dict[str, list[int]] = {document: [] for document in self._by_document}
        self._names = list(self._by_document)
        self._weights = [
            len(rows) * (_OFTENER if oftener and name.startswith(oftener) else 1)
            for name, rows in self._by_document.items()
        ]
        self._any = list(data.passages)

    def next(self) -> Batch:
        """The next batch."""
        draw = self._draw
        documents = draw.choices(self._names, self._weights, k=_TOGETHER + _SINGLE)
        rows: dict[int, None] = {}
        for place, document in enumerate(documents):
            rows |= dict.fromkeys(self._take(document, _QUESTIONS_EACH if place < _TOGETHER else 1))
        passages = [draw.choice(self._questions[row].answers) for row in rows]
        passages += [self._neighbour(row) for row in rows]
        also_right = [
            [
                passage in self._questions[row].answers and column != place
                for column, passage in enumerate(passages)
            ]
            for place, row in enumerate(rows)
        ]
        unanswered = draw.sample(self._unanswered, min(_UNANSWERED, len(self._unanswered)))
        tempting = [self._neighbour(row) for row in unanswered]
        return Batch(list(rows), passages, also_right, unanswered, tempting)

    def _neighbour(self, row: int) -> str:
        return self._draw.choice(self._neighbours[row] or self._any)

    def _take(self, document: str, count: int) -> list[int]:
        """Some questions of a document, all of them once before any comes again."""
        if len(self._left[document]) < count:
            every = self._by_document[document]
            self._left[document] = self._draw.sample(every, len(every))
        taken, self._left[document] = self._left[document][:count], self._left[document][count:]
        return taken


def mine(
    data: TrainingData,
    questions: Sequence[Question],
    asked: FloatArray,
    passages: dict[str, FloatArray],
) -> list[list[str]]:
    """For each question the likest passages of its pool that do not answer it, those known as near first.

    `asked` are the questions' dense vectors, `passages` those of the passages by id.
    """
    matrices = {
        name: np.stack([passages[one.id] for one in data.pools[name]])
        for name in {question.document for question in questions}
    }
    found = []
    for question, vector in zip(questions, asked, strict=True):
        pool = data.pools[question.document]
        depth = _MINED if question.answers else _MINED_UNANSWERED
        likest = np.argsort(-(matrices[question.document] @ vector))
        likest = likest[: depth + len(question.answers)]
        mined = [pool[row].id for row in likest if pool[row].id not in question.answers][:depth]
        near = [one for one in question.near if one not in question.answers][:_NEAR]
        found.append(list(dict.fromkeys([*near, *mined])))
    return found
