"""The calendar of a leave: consecutive days, the first and the last both counted."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.eligibility.finding import Step
from assistant.eligibility.partial_date import day_chinese


def last_day(start: date, days: int) -> date:
    """The last day of a leave of so many days."""
    return start + relativedelta(days=days - 1)


def span_step(start: date, end: date, days: int) -> Step:
    """「从…起休188天,最后一天是…(首尾都算)」."""
    return Step(
        f"从{day_chinese(start)}起休{days}天，最后一天是{day_chinese(end)}（首尾两天都算）",
        end.isoformat(),
    )
