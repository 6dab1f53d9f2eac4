"""The calendar of a leave: consecutive days, the first and the last both counted; what is left of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import Step
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.partial_date import day_chinese

DAYS_TAKEN = Field("days_taken", "integer", "已经休了的天数", "已经休了几天？", "天", 0, 400)


def last_day(start: date, days: int) -> date:
    """The last day of a leave of so many days."""
    return start + relativedelta(days=days - 1)


def span_step(start: date, end: date, days: int) -> Step:
    """「从…起休188天，最后一天是…（首尾都算）」."""
    return Step(
        f"从{day_chinese(start)}起休{days}天，最后一天是{day_chinese(end)}（首尾两天都算）",
        end.isoformat(),
    )


def pay_step(on: date) -> Step:
    """What Jiangxi says of wages during the leaves that it gives."""
    return Step(parameter("leave_pay", on).text)


def remaining(
    family: Family, days: int, as_of: date, result: dict[str, Any], steps: list[Step]
) -> dict[str, str]:
    """Adds the days left of a leave, where it is told how many are taken or the leave is under way.

    Out: the text of the want `remaining`, or none. The day of computing counts as taken.
    """
    taken: int | None = family.told(DAYS_TAKEN)
    if taken is None and family.leave_start and family.leave_start <= as_of:
        taken = (as_of - family.leave_start).days + 1
    if taken is None:
        return {}
    taken = min(taken, days)
    left = days - taken
    result |= {"days_taken": taken, "remaining": left}
    text = f"已经休了{taken}天，还剩{days}-{taken}={left}天"
    steps.append(Step(text) if family.told(DAYS_TAKEN) is None else Step(text, left, "天"))
    return {"remaining": f"共{days}天，已经休了{taken}天，还剩{left}天。"}
