"""育儿假: 《江西省人口与计划生育条例》 第三十一条: each parent, every year until the child turns 3.

By the child's own years, not multiplied by the number of children; whether the ten days are working or
calendar days the text does not say, so the last day of a leave is 待核实.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    needs_day,
    parameter_step,
    present,
    refused,
)
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import day_chinese, is_under_age
from assistant.eligibility.rules.leave_dates import (
    DAYS_TAKEN,
    last_day,
    pay_step,
    remaining,
    span_step,
)
from assistant.eligibility.rules.rule import Rule

_PARENTS = 2


def decide(family: Family, as_of: date) -> Finding:
    """Days a year of each parent, until when, and the calendar of a leave taken at once."""
    on = family.leave_start or as_of
    leave = parameter("jiangxi_childcare_leave", on)
    until = parameter("jiangxi_childcare_leave_until_age", on)
    measure = find_parameter("birth_leave_in_measures", as_of)
    year = parameter("childcare_leave_year", on)
    values = present((leave, until, measure))
    steps = [
        parameter_step(leave),
        Step(f"子女{until.count}周岁以下期间，父母双方都有", until.count, "周岁"),
    ]
    if family.employed is False:
        return refused(
            "育儿假是用人单位职工的假期，没有在用人单位工作的不适用。", tuple(steps), *values
        )
    if family.lawful_birth is False:
        return refused(
            "育儿假给符合法律法规规定生育的夫妻，按您说的情况不适用。", tuple(steps), *values
        )
    if not family.children or family.is_overdue(as_of):
        return _of_any_child(family, as_of, leave.count, until.count, steps, values)
    youngest = max(family.children, key=lambda child: child.born.latest)
    under = is_under_age(youngest.born, until.count, on)
    if under is None:
        return needs_day(
            f"孩子在{on.year}年{on.month}月满{until.count}周岁，请告诉我具体哪天出生。",
            tuple(steps),
            *values,
        )
    limit = youngest.born.plus_years(until.count)
    steps.append(
        Step(f"最小的孩子{youngest.born.chinese}出生，{limit.chinese}年满{until.count}周岁")
    )
    if not under:
        return refused(f"孩子已满{until.count}周岁，不能再休育儿假。", tuple(steps), *values)
    if (
        family.leave_start
        and family.leave_start < youngest.born.earliest
        and len(family.children) == 1
    ):
        return refused("起休日早于孩子出生，育儿假要在孩子出生以后休。", tuple(steps), *values)
    days = leave.count
    result: dict[str, Any] = {
        "days": days,
        "unit": "天",
        "kind": "育儿假（每人每年）",
        "days_both_parents": days * _PARENTS,
        "until": limit.iso,
        "years": _years(youngest, until.count, days),
    }
    steps.append(Step(f"父母各{days}天，两人每年共{days * _PARENTS}天", days * _PARENTS, "天"))
    summary = f"父母每人每年育儿假{days}天，两人每年共{days * _PARENTS}天，到孩子年满{until.count}周岁为止"
    if youngest.is_unborn(on):
        steps.append(Step("孩子还没有出生，出生以后才能休"))
    counting = None
    texts = {"until": f"到孩子年满{until.count}周岁（{limit.chinese}）为止。"}
    if family.leave_start:
        end, usable = _taken(family.leave_start, days, limit.latest)
        result |= {"start": family.leave_start.isoformat(), "end": end.isoformat()}
        steps.append(span_step(family.leave_start, end, usable))
        if usable < days:
            steps.append(
                Step(
                    f"孩子{limit.chinese}年满{until.count}周岁，此前只够休{usable}天", usable, "天"
                )
            )
        dates = (
            f"按自然日连续计算，从{day_chinese(family.leave_start)}休到{day_chinese(end)}"
            "（待核实；按工作日计算的更晚）"
        )
        summary += f"。{dates}"
        texts["until"] = f"{dates}。"
        counting = parameter("childcare_leave_day_count", on)
    texts |= remaining(family, days, as_of, result, steps)
    steps.append(pay_step(on))
    texts["together"] = (
        f"父母两人每年共{days * _PARENTS}天；到年满{until.count}周岁，每人最多"
        f"{until.count}×{days}={until.count * days}天。"
    )
    return Finding(
        Outcome.ELIGIBLE,
        summary + "。",
        result,
        tuple(steps),
        present((*values, year, counting)),
        detail=f"最小的孩子{limit.chinese}年满{until.count}周岁。",
        texts=texts,
    )


def _of_any_child(
    family: Family,
    as_of: date,
    days: int,
    until_age: int,
    steps: list[Step],
    values: tuple[Value, ...],
) -> Finding:
    """Without a birth date: what every couple with a child below the age has."""
    both = days * _PARENTS
    result: dict[str, Any] = {
        "days": days,
        "unit": "天",
        "kind": "育儿假（每人每年）",
        "days_both_parents": both,
    }
    steps = [
        Step(f"您没有说明孩子的出生日期，按不满{until_age}周岁计算"),
        *steps,
        Step(f"父母各{days}天，两人每年共{both}天", both, "天"),
    ]
    texts = {
        "until": f"到孩子年满{until_age}周岁为止。",
        "together": f"父母两人每年共{both}天。",
        **remaining(family, days, as_of, result, steps),
    }
    summary = f"父母每人每年育儿假{days}天，两人每年共{both}天，到孩子年满{until_age}周岁为止。"
    return Finding(Outcome.ELIGIBLE, summary, result, tuple(steps), values, texts=texts)


def _taken(start: date, days: int, limit: date) -> tuple[date, int]:
    """The last day of a leave that must end before `limit`, and how many days that makes."""
    end = min(last_day(start, days), limit - relativedelta(days=1))
    return end, (end - start).days + 1


def _years(child: Child, until_age: int, days: int) -> list[dict[str, Any]]:
    """The years of the child's life until the age limit; [] when the day of birth is not known."""
    if not child.born.is_day:
        return []
    return [
        {
            "from": child.born.plus_years(age).iso,
            "to": (child.born.plus_years(age + 1).earliest - relativedelta(days=1)).isoformat(),
            "days_per_parent": days,
        }
        for age in range(until_age)
    ]


RULE = Rule(
    name="childcare_leave",
    title="育儿假",
    subject="育儿假",
    answers="父母每人每年有多少天育儿假，能休到哪天，一次连休从哪天到哪天",
    measure=2,
    required=(),
    optional=(
        "birth_date",
        "birth_dates",
        "expected_date",
        "leave_start",
        "days_taken",
        "lawful_birth",
        "employed",
    ),
    key_results=("days", "days_both_parents"),
    by_age=True,
    decide=decide,
    wants=("amount", "until", "remaining", "together"),
    asks={"remaining": "days_taken"},
    fields=(DAYS_TAKEN,),
)
