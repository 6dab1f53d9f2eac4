"""The systems that can be evaluated: the product itself, or anyone's recorded answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError

from assistant.answer import Answer, Status, Turn
from evals.cases import Case
from evals.errors import EvalInputError
from evals.outputs import Found

if TYPE_CHECKING:
    from assistant.services import Services


class System(Protocol):
    """What an ability's generation asks of a system."""

    @property
    def name(self) -> str:
        """What the report calls it."""

    def has(self, case: Case) -> bool:
        """Whether the system was asked this case at all."""

    def answer(self, case: Case, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a case."""

    def found(self, case: Case) -> Found | None:
        """What its retrieval ranks for a case; None where that is not known."""

    def evidence(self, case: Case, answer: Answer | None) -> dict[str, object]:
        """The scores behind an answer, for whoever looks for the cause of a failure."""


class Product:
    """The product in this process. Every case is asked once, however many abilities look at it."""

    name = "本产品"

    def __init__(
        self, services: Services, progress: Callable[[int], None] = lambda done: None
    ) -> None:
        self.services = services
        self._progress = progress
        self._answers: dict[str, Answer] = {}
        self._found: dict[str, Found] = {}

    @property
    def answers(self) -> list[Answer]:
        """All answers so far, in the order they were given."""
        return list(self._answers.values())

    def has(self, case: Case) -> bool:
        return True

    def answer(self, case: Case, history: Sequence[Turn] = ()) -> Answer:
        if case.id not in self._answers:
            self._answers[case.id] = self._ask(case, history)
            self._progress(len(self._answers))
        return self._answers[case.id]

    def found(self, case: Case) -> Found:
        if case.id not in self._found:
            self._found[case.id] = _as_found(self.services, case.question)
        return self._found[case.id]

    def evidence(self, case: Case, answer: Answer | None) -> dict[str, object]:
        question = answer.standalone_question if answer else case.question
        found = _as_found(self.services, question)
        ranked = zip(found.measures[:4], found.scores, strict=False)
        return {
            "standalone_question": question,
            "covered": round(found.confidence, 3),
            "measures": [[number, round(score, 3)] for (_, number), score in ranked],
        }

    def _ask(self, case: Case, history: Sequence[Turn]) -> Answer:
        from assistant.chain import ask

        try:
            answer = ask(self.services, case.question, history, case.as_of)
        except (
            Exception
        ) as error:  # the pipeline must never raise; here it is a finding, not an end
            return _no_answer(case, f"程序异常:{type(error).__name__}: {error}")
        answer.id = case.id
        return answer


class Recorded:
    """Answers from a file of JSON lines in the contract's form, found by `id`, else by `question`."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._by_id: dict[str, Answer] = {}
        self._by_question: dict[str, Answer] = {}
        for answer in _read_answers(path):
            if answer.id is not None:
                self._by_id[answer.id] = answer
            self._by_question.setdefault(answer.question, answer)

    def has(self, case: Case) -> bool:
        return self._lookup(case) is not None

    def answer(self, case: Case, history: Sequence[Turn] = ()) -> Answer:
        return self._lookup(case) or _no_answer(case, "没有这一题的答案")

    def found(self, case: Case) -> None:
        return None

    def evidence(self, case: Case, answer: Answer | None) -> dict[str, object]:
        return {}

    def _lookup(self, case: Case) -> Answer | None:
        by_question = None if case.file == "dialogues" else self._by_question.get(case.question)
        return self._by_id.get(case.id, by_question)


def _as_found(services: Services, question: str) -> Found:
    from assistant.language.cleaning import clean

    text = clean(question)
    measures = services.search.search(text).measures if text else ()
    numbers = {(d.id, m.key): m.number for d in services.library for m in d.measures}
    hits = sorted(
        ((hit.score, m.document, hit.start, hit.end) for m in measures for hit in m.sentences),
        reverse=True,
    )
    return Found(
        tuple((m.document, numbers.get(m.key)) for m in measures),
        tuple(m.score for m in measures),
        tuple((document, start, end) for _, document, start, end in hits),
        measures[0].probability if measures else 0.0,
    )


def _no_answer(case: Case, message: str) -> Answer:
    return Answer(
        id=case.id,
        question=case.question,
        standalone_question=case.question,
        status=Status.ERROR,
        answer="",
        message=message,
    )


def _read_answers(path: Path) -> list[Answer]:
    """The answers in the file; a malformed line is an answer with status `error` where it has an id."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalInputError(f"读不了答案文件 {path}:请检查路径和编码(UTF-8)。") from error
    answers: list[Answer] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise EvalInputError(f"{path.name} 第 {number} 行不是有效的 JSON。") from error
        if not isinstance(data, dict) or not (data.get("id") or data.get("question")):
            raise EvalInputError(f"{path.name} 第 {number} 行缺少 id 或 question。")
        question = str(data.get("question") or "")
        data = {"standalone_question": question, **data, "question": question}
        if data.get("id") is not None:
            data["id"] = str(data["id"])
        try:
            answers.append(Answer.model_validate(data))
        except ValidationError as error:
            fields = "、".join(str(detail["loc"][0]) for detail in error.errors() if detail["loc"])
            answers.append(
                Answer(
                    id=data.get("id"),
                    question=question,
                    standalone_question=question,
                    status=Status.ERROR,
                    answer="",
                    message=f"第 {number} 行不合约定:{fields}",
                )
            )
    return answers
