"""哺乳时间: 《女职工劳动保护特别规定》 第九条.

One hour in each working day until the child turns 1, one hour more for every further baby of the birth.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.eligibility.finding import Finding, Outcome, Step, needs_day, parameter_step, refused
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.partial_date import is_under_age
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """每天的劳动时间内安排1小时哺乳时间; 每多哺乳1个婴儿每天增加1小时."""
    hour = parameter("nursing_time", as_of)
    more = parameter("nursing_time_more", as_of)
    until = parameter("nursing_until_age", as_of)
    babies = family.babies_of_birth()
    hours = hour.count + more.count * (babies - 1)
    steps = [parameter_step(hour)]
    if babies > 1:
        figures = f"{hour.count}+{babies - 1}×{more.count}={hours}小时"
        steps.append(Step(f"{babies}个婴儿：{figures}", hours, "小时"))
    values = (hour, until) if babies == 1 else (hour, more, until)
    if family.employed is False:
        summary = "哺乳时间由用人单位在劳动时间内安排，没有在用人单位工作的不适用。"
        return refused(summary, tuple(steps), *values)
    result: dict[str, Any] = {"hours_per_day": hours, "unit": "小时", "babies": babies}
    texts = {"until": f"到婴儿年满{until.count}周岁为止。"}
    dated = ""
    if family.children and not family.is_overdue(as_of):
        youngest = max(family.children, key=lambda child: child.born.latest)
        limit = youngest.born.plus_years(until.count)
        under = is_under_age(youngest.born, until.count, as_of)
        if under is None:
            ask = f"孩子在{as_of.year}年{as_of.month}月满{until.count}周岁，请告诉我具体哪天出生。"
            return needs_day(ask, tuple(steps), *values)
        steps.append(Step(f"{youngest.born.chinese}出生，{limit.chinese}年满{until.count}周岁"))
        if not under:
            summary = f"孩子已满{until.count}周岁，不再有哺乳时间。"
            return refused(summary, tuple(steps), *values)
        result["until"] = limit.iso
        dated = f"（{limit.chinese}）"
        texts["until"] = f"到婴儿年满{until.count}周岁{dated}为止。"
    summary = f"用人单位应当在每天的劳动时间内安排{hours}小时哺乳时间"
    return Finding(
        Outcome.ELIGIBLE,
        f"{summary}，到婴儿年满{until.count}周岁{dated}为止。",
        result,
        tuple(steps),
        values,
        texts=texts,
    )


RULE = Rule(
    name="nursing_time",
    title="哺乳时间",
    subject="哺乳时间",
    answers="每天有几小时哺乳时间，到哪天为止",
    measure=12,
    required=(),
    optional=("birth_date", "birth_dates", "expected_date", "babies", "employed"),
    key_results=("hours_per_day",),
    decide=decide,
    wants=("amount", "until"),
    by_age=True,
)
