"""婚假: 《江西省人口与计划生育条例》 第三十一条 adds 15 days to those of the nation.

How many the nation gives (3 days) the library has no text of: 待核实.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    parameter_step,
    present,
    refused,
)
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import PartialDate, day_chinese
from assistant.eligibility.rules.leave_dates import (
    DAYS_TAKEN,
    last_day,
    pay_step,
    remaining,
    span_step,
)
from assistant.eligibility.rules.rule import Rule

WEDDING = Field(
    "wedding_date", "month_or_date", "结婚登记日期", "是哪天登记结婚的？", hint="只知道年月也可以"
)


def decide(family: Family, as_of: date) -> Finding:
    """增加婚假十五日; the nation's days beside them."""
    wedding: PartialDate | None = family.told(WEDDING)
    on = family.leave_start or (wedding.latest if wedding else as_of)
    more = parameter("jiangxi_marriage_leave", on)
    national = parameter("national_marriage_leave", on)
    if family.employed is False:
        step = parameter_step(more)
        return refused("婚假是用人单位职工的假期，没有在用人单位工作的不适用。", (step,), more)
    days = national.count + more.count
    figures = f"{national.count}+{more.count}={days}天"
    steps = [
        parameter_step(national),
        parameter_step(more),
        Step(f"合计：{figures}", days, "天"),
    ]
    result: dict[str, Any] = {
        "days": days,
        "unit": "天",
        "kind": "婚假",
        "added_by_jiangxi": more.count,
        "verified": False,
    }
    texts = {
        "parts": f"国家规定{national.count}天（待核实），江西增加{more.count}天，合计{days}天。",
        "difference": f"江西比国家规定的{national.count}天（待核实）多{more.count}天。",
    }
    values: tuple[Value | None, ...] = (more, national)
    ending = ""
    if family.leave_start:
        end = last_day(family.leave_start, days)
        result |= {"start": family.leave_start.isoformat(), "end": end.isoformat()}
        steps.append(span_step(family.leave_start, end, days))
        texts["until"] = (
            f"从{day_chinese(family.leave_start)}休到{day_chinese(end)}（起止日期待核实）。"
        )
        ending = texts["until"]
        values = (*values, find_parameter("leave_day_count", family.leave_start))
    texts |= remaining(family, days, as_of, result, steps)
    steps.append(pay_step(on))
    return Finding(
        Outcome.ELIGIBLE,
        f"婚假共{figures}：江西在国家规定的婚假以外增加{more.count}天，"
        f"国家规定的按{national.count}天计算（待核实）。{ending}",
        result,
        tuple(steps),
        present(values),
        texts=texts,
    )


RULE = Rule(
    name="marriage_leave",
    title="婚假",
    subject="婚假",
    answers="婚假有多少天（国家规定的和江西增加的），从哪天休到哪天",
    measure=None,
    required=(),
    optional=("wedding_date", "leave_start", "days_taken", "employed"),
    key_results=("days",),
    decide=decide,
    wants=("amount", "parts", "until", "remaining", "difference"),
    asks={"until": "leave_start", "remaining": "days_taken"},
    fields=(WEDDING, DAYS_TAKEN),
)
