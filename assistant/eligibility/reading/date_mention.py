"""A date or an age found in a text, and how one is made from a match.

In: a regular expression's match and what was read in it. Out: a `DateMention`. A mention that must
not be used as it stands carries in `ask` the question to put to the user instead of a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

from assistant.eligibility.reading.chinese_text import number

Precision = Literal["day", "month", "year"]
Kind = Literal["calendar", "relative", "age", "stage", "lunar", "vague", "impossible"]
WHICH_MONTH = "请问具体是哪年哪月?"
BIRTH_MONTH = "请问孩子是哪年哪月出生的?"


@dataclass(frozen=True)
class DateMention:
    """One date or age in a text; `text == source[start:end]`.

    `year`, `month`, `day`: what is known, else None. `year_stated` is False when the year was
    supplied from the context or from the day of reading. `earliest`, `latest`: the days between
    which the date lies, both included (None when nothing is known). `ask`: None, or the question
    to ask before the mention may be used; `year` and `month` are then a suggestion at most.
    """

    text: str
    start: int
    end: int
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    ask: str | None = None
    kind: Kind = "calendar"
    year_stated: bool = True
    earliest: date | None = None
    latest: date | None = None

    @property
    def iso(self) -> str | None:
        """`YYYY-MM-DD` or `YYYY-MM`; None when not even the month is known."""
        if self.year is None or self.month is None:
            return None
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"


Reader = Callable[[re.Match[str], date], DateMention | None]


def parse_iso(value: str) -> tuple[int, int | None, int | None] | None:
    """(year, month, day) of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None when it is none of them."""
    parts = value.split("-")
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    numbers = [int(p) for p in parts]
    month = numbers[1] if len(numbers) > 1 else None
    day = numbers[2] if len(numbers) > 2 else None
    return (numbers[0], month, day) if exists(numbers[0], month or 1, day or 1) else None


def exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def month_end(year: int, month: int) -> date:
    return date(year, month, 1) + relativedelta(day=31)


def whole(text: str) -> int:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def mention_at(match: re.Match[str], precision: Precision, **more: object) -> DateMention:
    start, end = match.span()
    text = match.group()
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return DateMention(text.strip(), start, end, precision, **more)  # type: ignore[arg-type]


def calendar_mention(
    match: re.Match[str],
    year: int,
    month: int | None = None,
    day: int | None = None,
    **more: object,
) -> DateMention:
    if month is None:
        return mention_at(
            match, "year", year=year, earliest=date(year, 1, 1), latest=date(year, 12, 31), **more
        )
    if not 1 <= month <= 12 or (day is not None and not exists(year, month, day)):
        ask = f"「{match.group().strip()}」这个日期不存在,请再核对一下,是哪年哪月哪日?"
        return mention_at(match, "year", year=year, kind="impossible", ask=ask)
    if day is None:
        return mention_at(
            match,
            "month",
            year=year,
            month=month,
            earliest=date(year, month, 1),
            latest=month_end(year, month),
            **more,
        )
    at = date(year, month, day)
    return mention_at(match, "day", year=year, month=month, day=day, earliest=at, latest=at, **more)


def range_mention(
    match: re.Match[str],
    earliest: date,
    latest: date,
    ask: str,
    kind: Kind,
    suggested: date | None = None,
) -> DateMention:
    year = earliest.year if earliest.year == latest.year else None
    month = earliest.month if year and earliest.month == latest.month else None
    if suggested:
        year, month = suggested.year, suggested.month
    precision: Precision = "month" if month else "year"
    return mention_at(
        match,
        precision,
        year=year,
        month=month,
        ask=ask,
        kind=kind,
        earliest=earliest,
        latest=latest,
        year_stated=False,
    )
