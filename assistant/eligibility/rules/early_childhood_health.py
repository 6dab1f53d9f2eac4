"""Health management of children under 6: the measures, 二、(六)."""

from __future__ import annotations

from datetime import date

from assistant.eligibility.family import Family
from assistant.eligibility.finding import Finding, Outcome, Step, needs, needs_day, present, refused
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.child_ages import age_results, age_steps, under_age
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """夯实基层儿童医疗保健服务网络,持续优化6周岁以下儿童健康管理服务."""
    limit = parameter("child_health_under_age", as_of)
    age = limit.count
    standard = (Step(f"儿童健康管理服务面向{age}周岁以下儿童", age, "周岁"),)
    if not family.children or family.is_overdue(as_of):
        return needs("birth_date", "请告诉我孩子的出生日期,才能判断年龄。", standard, limit)
    under = under_age(family.children, age, as_of)
    if None in under and True not in under:
        text = f"孩子在{as_of.year}年{as_of.month}月满{age}周岁,请告诉我具体哪天出生。"
        return needs_day(text, standard, limit)
    steps = (*standard, *age_steps(family.children, under, age, as_of))
    if not any(under):
        return refused(f"孩子已满{age}周岁,不在儿童健康管理服务的年龄范围内。", steps, limit)
    count = sum(bool(young) for young in under)
    some = f"有{count}个孩子" if len(under) > 1 else "孩子"
    return Finding(
        Outcome.ELIGIBLE,
        f"{some}未满{age}周岁,在儿童健康管理服务范围内,可向居住地社区卫生服务中心或乡镇卫生院咨询。",
        {
            "under_age": age,
            "unit": "周岁",
            "children_in_range": count,
            "children": age_results(family.children, under, age, Outcome.ELIGIBLE),
        },
        steps,
        present((limit,)),
    )


RULE = Rule(
    name="early_childhood_health",
    title="6周岁以下儿童健康管理",
    answers="孩子是否在儿童健康管理服务的年龄范围内,到哪天为止",
    measure=6,
    required=("birth_date",),
    optional=("birth_dates",),
    key_results=("children_in_range",),
    decide=decide,
)
