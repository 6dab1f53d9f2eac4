"""Ages as ranges of birth dates: 「一岁半」「刚满两岁」「快三岁」「虚岁四岁」「五个月」 (of a child).

In: a `Quantity` that is an age, and the day on which it is said. Out: the earliest and the latest day
of birth, both included; None where the quantity is no age.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.language.quantities import Quantity

_OLDEST = 130


def birth_range(age: Quantity, on: date) -> tuple[date, date] | None:
    """Between which days one of this age on that day was born."""
    try:
        return _range(age, on)
    except (OverflowError, ValueError):  # beyond the calendar
        return None


def months_of_age(age: Quantity) -> int | None:
    """The age in whole months, where it is one of years or months: 「两岁半」 → 30."""
    if age.unit in ("岁", "年"):
        months = int(age.value * 12)
        extra = int(age.months) if age.months is not None else (6 if age.half else 0)
        return months + extra
    return int(age.value) if age.unit == "月" else None


def _range(age: Quantity, on: date) -> tuple[date, date] | None:
    if age.unit in ("天", "周"):
        at = on - timedelta(days=int(age.value) * (7 if age.unit == "周" else 1))
        return at - timedelta(days=7), at + timedelta(days=1)
    if age.value > _OLDEST:
        return None
    if age.bound == "nominal":
        year = on.year - int(age.value)
        return date(year, 1, 1), min(on, date(year + 1, 12, 31))
    if age.unit in ("岁", "年", ""):
        low = high = int(age.value * 12)
        if age.months is not None:
            low = high = low + int(age.months)
        elif age.half:
            low, high = low + 5, low + 7
        elif age.value == int(age.value):
            high = low + 11
        step = 12
    elif age.unit == "月":
        low = high = int(age.value)
        step = 1
        if age.half or age.bound == "over":
            high += 1
    else:
        return None
    if age.bound == "just":
        return _ago(on, low + 2), _ago(on, low)
    if age.bound == "nearly":
        low, high = max(low - step, 0), low - 1
    elif age.bound == "below":
        low, high = 0, low - 1
    return _ago(on, high + 1) + timedelta(days=1), _ago(on, low)


def _ago(on: date, months: int) -> date:
    return on - relativedelta(months=months)
