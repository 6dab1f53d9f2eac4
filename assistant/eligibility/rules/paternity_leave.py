"""护理假 (陪产假) of the husband: 《江西省人口与计划生育条例》 第三十一条."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.eligibility.finding import Finding, Outcome, Step, parameter_step, present, refused
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import day_chinese
from assistant.eligibility.rules.leave_dates import (
    DAYS_TAKEN,
    last_day,
    pay_step,
    remaining,
    span_step,
)
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """Days of the leave, the same for single and multiple births, and its calendar."""
    births = [child.born.latest for child in family.children]
    on = family.leave_start or max(births, default=as_of)
    leave = parameter("jiangxi_paternity_leave", on)
    measure = find_parameter("birth_leave_in_measures", as_of)
    days = leave.count
    steps = [parameter_step(leave)]
    if family.employed is False:
        return refused(
            "护理假是用人单位职工的假期，没有在用人单位工作的不适用。", tuple(steps), leave, measure
        )
    if family.lawful_birth is False:
        return refused(
            "护理假给符合法律法规规定生育的夫妻，按您说的情况不适用。", tuple(steps), leave, measure
        )
    if family.lawful_birth is None:
        steps.append(Step("您没有说明的，按符合法律法规规定生育计算"))
    result: dict[str, Any] = {"days": days, "unit": "天", "kind": "护理假（陪产假）"}
    summary = f"男方护理假（陪产假）{days}天。"
    values: tuple[Value | None, ...] = (leave, measure)
    texts: dict[str, str] = {}
    if family.leave_start:
        end = last_day(family.leave_start, days)
        result |= {"start": family.leave_start.isoformat(), "end": end.isoformat()}
        steps.append(span_step(family.leave_start, end, days))
        dates = f"从{day_chinese(family.leave_start)}休到{day_chinese(end)}（起止日期待核实）。"
        summary = f"男方护理假（陪产假）{days}天，{dates}"
        texts["until"] = dates
        values = (*values, find_parameter("leave_day_count", family.leave_start))
    texts |= remaining(family, days, as_of, result, steps)
    steps.append(pay_step(on))
    return Finding(Outcome.ELIGIBLE, summary, result, tuple(steps), present(values), texts=texts)


RULE = Rule(
    name="paternity_leave",
    title="护理假（陪产假）",
    subject="陪产假",
    answers="男方护理假（陪产假）有多少天，从哪天休到哪天",
    measure=2,
    required=(),
    optional=(
        "leave_start",
        "days_taken",
        "birth_date",
        "birth_dates",
        "expected_date",
        "lawful_birth",
        "employed",
    ),
    key_results=("days",),
    decide=decide,
    wants=("amount", "until", "remaining"),
    asks={"until": "leave_start", "remaining": "days_taken"},
    fields=(DAYS_TAKEN,),
)
