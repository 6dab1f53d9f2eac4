"""Calendar days of which perhaps only the month is known, and ages and months counted with them.

A birthday on 29 February falls on 28 February in a common year (《民法典》第二百零四条 reckons a period
that has no such day in its last month to that month's end). An age is reached on the birthday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

MONTHS_PER_YEAR = 12
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, or a month when `day` is 0."""

    year: int
    month: int
    day: int = 0

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The day as a partial date."""
        return cls(day.year, day.month, day.day)

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.day != 0

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])

    @property
    def month_index(self) -> int:
        """Months since year 0, for counting."""
        return self.year * MONTHS_PER_YEAR + self.month - 1

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, or `YYYY-MM`."""
        return (
            f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
            if self.day
            else (f"{self.year:04d}-{self.month:02d}")
        )

    @property
    def chinese(self) -> str:
        """「2024年5月3日」 or 「2024年5月」."""
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    def plus_years(self, years: int) -> PartialDate:
        """The same day (or month) so many years later: a birthday."""
        if not self.day:
            return PartialDate(self.year + years, self.month)
        return PartialDate.of(self.earliest + relativedelta(years=years))


def parse_partial_date(text: str) -> PartialDate | None:
    """The day or month written as `YYYY-MM-DD` or `YYYY-MM`; None when it is neither or no day."""
    match = _ISO.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return None if match[3] and not day else PartialDate(year, month, day)


def month_index(day: date) -> int:
    """Months since year 0 of the month in which `day` lies."""
    return day.year * MONTHS_PER_YEAR + day.month - 1


def month_start(index: int) -> date:
    """The first day of the month with this index."""
    return date(index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1, 1)


def month_chinese(index: int) -> str:
    """「2025年1月」."""
    return f"{index // MONTHS_PER_YEAR}年{index % MONTHS_PER_YEAR + 1}月"


def month_iso(index: int) -> str:
    """`2025-01`."""
    return f"{index // MONTHS_PER_YEAR:04d}-{index % MONTHS_PER_YEAR + 1:02d}"


def day_chinese(day: date) -> str:
    """「2025年9月1日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def is_under_age(born: PartialDate, years: int, on: date) -> bool | None:
    """Whether one born then is younger than `years` on a day; None when the month leaves it open."""
    if on < born.earliest + relativedelta(years=years):
        return True
    if on >= born.latest + relativedelta(years=years):
        return False
    return None


def months_by_year(first: int, last: int) -> dict[int, list[int]]:
    """The month indices first..last, both included, by calendar year; empty when last < first."""
    years: dict[int, list[int]] = {}
    for index in range(first, last + 1):
        years.setdefault(index // MONTHS_PER_YEAR, []).append(index)
    return years
