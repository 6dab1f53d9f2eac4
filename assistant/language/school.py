"""School stages, as ranges of birth dates: 「上一年级」「高二」「研二」「幼儿园小班」「大学」.

School begins at six, where places lack at seven (《义务教育法》第十一条); the ranges leave a year or more
on either side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.language.numerals import number


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage; `text == source[start:end]`. `youngest`, `oldest`: in whole years. `school`: whether it is
    education that leads to a degree, which kindergarten is not."""

    text: str
    start: int
    end: int
    youngest: int
    oldest: int
    school: bool = True


_NAMED = (
    (r"小班", 2, 5, False),
    (r"中班", 3, 6, False),
    (r"大班", 4, 7, False),
    (r"幼儿园", 2, 7, False),
    (r"小学", 5, 14, True),
    (r"初中", 10, 17, True),
    (r"高中|职高|中专|技校", 13, 21, True),
    (r"大学|本科|大专", 15, 27, True),
    (r"研究生|硕士", 20, 32, True),
    (r"博士", 22, 38, True),
)
_GRADED = (
    (r"(?:小学)?(?P<n>[一二三四五六1-6])年级", 4, 8),
    (r"初(?P<n>[一二三])(?![个胎月天日十])", 10, 14),
    (r"高(?P<n>[一二三])(?![个胎月天日十])", 13, 18),
    (r"大(?P<n>[一二三四])(?![个胎月天日十])", 15, 23),
    (r"研(?P<n>[一二三])(?![个胎月天日十])", 19, 30),
)
_FORMS = (
    *((re.compile(pattern), low, high, True) for pattern, low, high in _GRADED),
    *((re.compile(pattern), low, high, school) for pattern, low, high, school in _NAMED),
)


def find_stages(text: str) -> list[Stage]:
    """The stages that are named, in their order; a grade goes before the school that it is of."""
    found: list[Stage] = []
    for pattern, low, high, school in _FORMS:
        for match in pattern.finditer(text):
            grade = int(number(match["n"]) or 0) if "n" in pattern.groupindex else 0
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found.append(Stage(match[0], *match.span(), low + grade, high + grade, school))
    return sorted(found, key=lambda stage: stage.start)


def born_in(stage: Stage, on: date) -> tuple[date, date]:
    """Between which days a pupil of that stage was born."""
    return on - relativedelta(years=stage.oldest), on - relativedelta(years=stage.youngest)
