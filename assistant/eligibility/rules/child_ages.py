"""Which children are below an age on a day, for rules that ask for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.eligibility.finding import Finding, Outcome, Step, needs, needs_day, present, refused
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import Value
from assistant.eligibility.partial_date import is_under_age


def decide_by_age(
    family: Family,
    as_of: date,
    limit: Value,
    *,
    standard: str,
    too_old: str,
    in_range: str,
    outcome: Outcome,
) -> Finding:
    """Whether a family has a child below `limit` years, for a rule that turns on age alone.

    `standard` is the first step; `too_old` and `in_range` are the summaries, with `{age}` and (in
    range) `{who}` filled in; `outcome` is what a child in range gets.
    """
    age = limit.count
    first = (Step(standard.format(age=age), age, "周岁"),)
    if not family.children or family.is_overdue(as_of):
        return needs("birth_date", "请告诉我孩子的出生日期，才能判断年龄。", first, limit)
    under = under_age(family.children, age, as_of)
    if None in under and True not in under:
        text = f"孩子在{as_of.year}年{as_of.month}月满{age}周岁，请告诉我具体哪天出生。"
        return needs_day(text, first, limit)
    steps = (*first, *age_steps(family.children, under, age, as_of))
    if not any(under):
        return refused(too_old.format(age=age), steps, limit)
    count = sum(bool(young) for young in under)
    who = f"有{count}个孩子" if len(under) > 1 else "孩子"
    result: dict[str, Any] = {
        "under_age": age,
        "unit": "周岁",
        "children_in_range": count,
        "children": age_results(family.children, under, age, outcome),
    }
    detail = ""
    if len(family.children) == 1:
        birthday = family.children[0].born.plus_years(age)
        result["until"] = birthday.iso
        detail = f"孩子{birthday.chinese}年满{age}周岁，在那以前都算。"
    return Finding(
        outcome,
        in_range.format(who=who, age=age),
        result,
        steps,
        present((limit,)),
        detail=detail,
        texts={"until": detail} if detail else {},
    )


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
        who = f"第{number}个孩子：" if len(children) > 1 else ""
        birthday = child.born.plus_years(age).chinese
        state = (
            "还没有出生" if child.is_unborn(on) else f"未满{age}周岁" if young else f"已满{age}周岁"
        )
        steps.append(Step(f"{who}{child.born.chinese}出生，{birthday}年满{age}周岁，现在{state}"))
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
