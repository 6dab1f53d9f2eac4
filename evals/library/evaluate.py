"""A set over the library, asked and judged: one rate a kind of question.

python -m evals.library.evaluate FOLDER [--failures FILE]
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.answer import Answer, Turn
from corpus.library import Library
from evals.library.cases import LibrarySet, Question, load_set
from evals.library.judge import faults, is_first_right, is_refused, needless
from evals.metrics import Rate, mean_rate

if TYPE_CHECKING:
    from assistant.services import Services

Ask = Callable[[str, Sequence[Turn], date], Answer]
METRICS = {
    "first_right": "首条引文正确",
    "covered_refused": "已覆盖题误拒",
    "needless_measures": "每题多引的条款数",
    "uncovered_refused": "未覆盖题拒答",
    "compound_right": "复合问题每部分都有交代",
    "calculations_right": "带日期的计算正确",
    "structure_right": "文件结构问题正确",
    "turns_right": "对话单轮正确",
    "dialogues_right": "整段对话全对",
}


@dataclass(frozen=True)
class Judged:
    """A question with its answer and what is wrong with it."""

    question: Question
    answer: Answer
    faults: tuple[str, ...]


def evaluate(cases: LibrarySet, ask: Ask, library: Library) -> tuple[list[Judged], dict[str, Rate]]:
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
            history.append(
                Turn(question=question.question, answer=one.answer.answer, state=one.answer.state)
            )
        whole.append(float(right))
    return judged, _rates(judged, whole, library)


def as_ability(judged: Sequence[Judged], rates: Mapping[str, Rate], show: bool) -> dict[str, Any]:
    """The part of a result that stands for this ability, in the form of `evals.run`."""
    return {
        "title": "文件库",
        "titles": METRICS,
        "main": "first_right",
        "metrics": {
            name: {
                "value": round(rates[name].value, 4),
                "low": round(rates[name].low, 4),
                "high": round(rates[name].high, 4),
                "count": rates[name].count,
            }
            for name in METRICS
            if name in rates
        },
        "groups": {},
        "curves": {},
        "cases": {one.question.id: _verdict(one, show) for one in judged},
    }


def asking(services: Services) -> Ask:
    """The product as what is asked."""
    from assistant.chain import ask

    return lambda question, history, day: ask(services, question, history, day)


def _verdict(one: Judged, show: bool) -> dict[str, Any]:
    verdict: dict[str, Any] = {"passed": not one.faults, "checks": {}}
    if show and one.faults:
        verdict |= {
            "question": one.question.question,
            "expected": "、".join(
                [span.text for span in one.question.gold[:2]] or one.question.says
            ),
            "got": one.answer.answer[:200],
            "faults": list(one.faults),
            "evidence": {},
        }
    return verdict


def _judge(question: Question, history: Sequence[Turn], ask: Ask, library: Library) -> Judged:
    answer = ask(question.question, history, question.as_of)
    return Judged(question, answer, tuple(faults(question, answer, library)))


def _rates(judged: list[Judged], whole: list[float], library: Library) -> dict[str, Rate]:
    values: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        question, answer = one.question, one.answer
        if question.kind == "covered":
            values["first_right"].append(float(is_first_right(question, answer, library)))
            values["covered_refused"].append(float(is_refused(answer)))
            values["needless_measures"].append(float(needless(question, answer, library)))
        elif question.kind == "uncovered":
            values["uncovered_refused"].append(float(is_refused(answer)))
        elif question.kind == "dialogue":
            values["turns_right"].append(float(not one.faults))
        else:
            values[f"{question.kind}_right"].append(float(not one.faults))
    values["dialogues_right"] = whole
    return {name: mean_rate(found) for name, found in values.items() if found}


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--failures", type=click.Path(path_type=Path), help="Where failures are written.")
def main(folder: Path, failures: Path | None) -> None:
    """Ask the product and print the rates."""
    from assistant.service.loading import load
    from assistant.settings import Settings

    services = load(Settings())
    judged, rates = evaluate(load_set(folder), asking(services), services.library)
    click.echo(json.dumps(as_ability(judged, rates, show=False)["metrics"], indent=1))
    if failures:
        lines = [
            f"{one.question.id} {one.question.question}\n  {'; '.join(one.faults)}\n  "
            f"{one.answer.answer!r}\n"
            for one in judged
            if one.faults
        ]
        failures.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
