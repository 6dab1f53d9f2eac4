"""Buses, metro, sights and museums for children under 14: the measures, 二、(九).

The measure encourages local governments; how much is waived is theirs to say.
"""

from __future__ import annotations

from datetime import date

from assistant.eligibility.finding import Finding, Outcome
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.child_ages import decide_by_age
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """鼓励各地加大力度对14周岁以下儿童乘坐公交、地铁和游览景区、美术馆等,实行减免收费."""
    return decide_by_age(
        family,
        as_of,
        parameter("child_fare_under_age", as_of),
        standard="鼓励各地对{age}周岁以下儿童减免收费，减免多少由各地规定",
        too_old="孩子已满{age}周岁，不在减免的年龄范围内。",
        in_range="{who}未满{age}周岁，在减免的年龄范围内；免还是减、减多少，以当地公交、地铁、景区的规定为准。",
        outcome=Outcome.DEPENDS_ON_LOCAL_RULES,
    )


RULE = Rule(
    name="child_fare_discount",
    title="儿童乘车游览减免",
    subject="儿童乘车游览减免",
    answers="孩子是否在公交、地铁、景区、美术馆减免收费的年龄范围内（减免多少由各地规定）",
    measure=9,
    required=("birth_date",),
    optional=("birth_dates",),
    key_results=("children_in_range",),
    decide=decide,
    wants=("eligibility", "until"),
)
