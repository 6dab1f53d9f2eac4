"""Which children are below an age on a day, for rules that ask for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.eligibility.family import Child
from assistant.eligibility.finding import Outcome, Step
from assistant.eligibility.partial_date import is_under_age


def under_age(children: Sequence[Child], age: int, on: date) -> list[bool | None]:
    """For each child whether it is younger than `age`; None when only the month is known and the
    birthday is in this month."""
    return [is_under_age(child.born, age, on) for child in children]


def age_steps(
    children: Sequence[Child], under: Sequence[bool | None], age: int, on: date
) -> list[Step]:
    """One step a child: when it reaches the age, and whether it has."""
    steps = []
    for number, (child, young) in enumerate(zip(children, under, strict=True), 1):
        who = f"第{number}个孩子:" if len(children) > 1 else ""
        birthday = child.born.plus_years(age).chinese
        state = (
            "还没有出生" if child.is_unborn(on) else f"未满{age}周岁" if young else f"已满{age}周岁"
        )
        steps.append(Step(f"{who}{child.born.chinese}出生,{birthday}年满{age}周岁,现在{state}"))
    return steps


def age_results(
    children: Sequence[Child], under: Sequence[bool | None], age: int, outcome: Outcome
) -> list[dict[str, Any]]:
    """One entry a child: its outcome (`outcome` when young enough), and the day it reaches the age."""
    return [
        {
            "birth_date": child.born.iso,
            "outcome": (outcome if young else Outcome.NOT_ELIGIBLE).value,
            "until": child.born.plus_years(age).iso,
        }
        for child, young in zip(children, under, strict=True)
    ]
