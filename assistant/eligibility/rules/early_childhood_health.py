"""Health management of children under 6: the measures, 二、(六)."""

from __future__ import annotations

from datetime import date

from assistant.eligibility.finding import Finding, Outcome
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.child_ages import decide_by_age
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """夯实基层儿童医疗保健服务网络,持续优化6周岁以下儿童健康管理服务."""
    return decide_by_age(
        family,
        as_of,
        parameter("child_health_under_age", as_of),
        standard="儿童健康管理服务面向{age}周岁以下儿童",
        too_old="孩子已满{age}周岁，不在儿童健康管理服务的年龄范围内。",
        in_range="{who}未满{age}周岁，在儿童健康管理服务范围内，可向居住地社区卫生服务中心或乡镇卫生院咨询。",
        outcome=Outcome.ELIGIBLE,
    )


RULE = Rule(
    name="early_childhood_health",
    title="6周岁以下儿童健康管理",
    subject="儿童健康管理",
    answers="孩子是否在儿童健康管理服务的年龄范围内，到哪天为止",
    measure=6,
    required=("birth_date",),
    optional=("birth_dates",),
    key_results=("children_in_range",),
    decide=decide,
    wants=("eligibility", "until"),
)
