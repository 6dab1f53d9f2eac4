"""Buses, metro, sights and museums for children under 14: the measures, 二、(九).

The measure encourages local governments; how much is waived is theirs to say.
"""

from __future__ import annotations

from datetime import date

from assistant.eligibility.family import Family
from assistant.eligibility.finding import Finding, Outcome, Step, needs, needs_day, present, refused
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.child_ages import age_results, age_steps, under_age
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """鼓励各地加大力度对14周岁以下儿童乘坐公交、地铁和游览景区、美术馆等,实行减免收费."""
    limit = parameter("child_fare_under_age", as_of)
    age = limit.count
    standard = (Step(f"鼓励各地对{age}周岁以下儿童减免收费,减免多少由各地规定", age, "周岁"),)
    if not family.children or family.is_overdue(as_of):
        return needs("birth_date", "请告诉我孩子的出生日期,才能判断年龄。", standard, limit)
    under = under_age(family.children, age, as_of)
    if None in under and True not in under:
        text = f"孩子在{as_of.year}年{as_of.month}月满{age}周岁,请告诉我具体哪天出生。"
        return needs_day(text, standard, limit)
    steps = (*standard, *age_steps(family.children, under, age, as_of))
    if not any(under):
        return refused(f"孩子已满{age}周岁,不在减免的年龄范围内。", steps, limit)
    count = sum(bool(young) for young in under)
    some = f"有{count}个孩子" if len(under) > 1 else "孩子"
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES,
        f"{some}未满{age}周岁,在减免的年龄范围内;免还是减、减多少,以当地公交、地铁、景区的规定为准。",
        {
            "under_age": age,
            "unit": "周岁",
            "children_in_range": count,
            "children": age_results(family.children, under, age, Outcome.DEPENDS_ON_LOCAL_RULES),
        },
        steps,
        present((limit,)),
    )


RULE = Rule(
    name="child_fare_discount",
    title="儿童乘车游览减免",
    answers="孩子是否在公交、地铁、景区、美术馆减免收费的年龄范围内(减免多少由各地规定)",
    measure=9,
    required=("birth_date",),
    optional=("birth_dates",),
    key_results=("children_in_range",),
    decide=decide,
)
