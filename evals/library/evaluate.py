"""A set over the library, asked and judged: one row of rates a kind of question.

python -m evals.library.evaluate FOLDER [--failures FILE]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from corpus.library import Library
from evals.library.cases import LibrarySet, Question, load_set
from evals.library.judge import faults, is_first_right, is_refused, needless

Ask = Callable[[str, Sequence[Turn], date], Answer]


@dataclass(frozen=True)
class Judged:
    """A question with its answer and what is wrong with it."""

    question: Question
    answer: Answer
    faults: tuple[str, ...]


def evaluate(cases: LibrarySet, ask: Ask, library: Library) -> tuple[list[Judged], dict[str, Any]]:
    """Every question asked once, dialogues with the system's own answers and state as history."""
    judged = [_judge(question, (), ask, library) for question in cases.singles]
    whole = []
    for dialogue in cases.dialogues:
        history: list[Turn] = []
        right = True
        for question in dialogue:
            one = _judge(question, history, ask, library)
            judged.append(one)
            right = right and not one.faults
            history.append(_turn(question, one.answer))
        whole.append(right)
    return judged, _rates(judged, whole, library)


def _turn(question: Question, answer: Answer) -> Turn:
    data = {"question": question.question, "answer": answer.answer}
    state = getattr(answer, "state", None)
    return Turn.model_validate(data | ({"state": state} if state else {}))


def _judge(question: Question, history: Sequence[Turn], ask: Ask, library: Library) -> Judged:
    answer = ask(question.question, history, question.as_of)
    return Judged(question, answer, tuple(faults(question, answer, library)))


def _rates(judged: list[Judged], whole: list[bool], library: Library) -> dict[str, Any]:
    values: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        question, answer = one.question, one.answer
        if question.kind == "covered":
            values["first_right"].append(is_first_right(question, answer, library))
            values["covered_refused"].append(is_refused(answer))
            values["needless_measures"].append(needless(question, answer, library))
        elif question.kind == "uncovered":
            values["uncovered_refused"].append(is_refused(answer))
        elif question.kind == "dialogue":
            values["turns_right"].append(not one.faults)
        else:
            values[f"{question.kind}_right"].append(not one.faults)
    values["dialogues_right"] = [float(right) for right in whole]
    return {
        name: {"value": round(sum(found) / len(found), 4), "count": len(found)}
        for name, found in values.items()
        if found
    }


def main() -> None:
    """Ask the product and print the rates; failures with their answers to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", type=Path)
    options = parser.parse_args()
    from assistant.chain import ask
    from assistant.service.loading import load
    from assistant.settings import Settings

    services = load(Settings())
    cases = load_set(options.folder)
    judged, rates = evaluate(
        cases, lambda q, history, day: ask(services, q, history, day), services.library
    )
    print(json.dumps(rates, ensure_ascii=False, indent=1))
    if options.failures:
        with options.failures.open("w", encoding="utf-8") as file:
            for one in judged:
                if one.faults:
                    file.write(f"{one.question.id} {one.question.question}\n")
                    file.write(f"  {'; '.join(one.faults)}\n  {one.answer.answer!r}\n")


if __name__ == "__main__":
    main()
