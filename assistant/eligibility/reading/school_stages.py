"""The school stage of a child as a generous range of birth dates: 「上一年级」「读初二」「上幼儿园」.

In: a folded text, by `STAGE_FORMS`. Out: `DateMention`s of kind "stage". School begins at six, where
places lack at seven (《义务教育法》第十一条); the ranges leave a year or more on either side.
"""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.eligibility.reading.date_mention import (
    BIRTH_MONTH,
    DateMention,
    Reader,
    range_mention,
    whole,
)

_ATTENDS = r"(?:在|上|读|念|就读)(?:于|着|了|的是)?"
_STAGES = (
    (r"(?:幼儿园)?(?:读|上|在)?小班", 2, 5),
    (r"(?:幼儿园)?(?:读|上|在)?中班", 3, 6),
    (r"(?:幼儿园)?(?:读|上|在)?大班", 4, 7),
    (rf"{_ATTENDS}幼儿园(?!的?[小中大]班)", 2, 7),
    (rf"{_ATTENDS}小学", 5, 14),
    (rf"{_ATTENDS}初中", 10, 17),
    (rf"{_ATTENDS}(?:高中|职高|中专|技校)", 13, 21),
    (rf"{_ATTENDS}(?:大学|本科|大专)", 15, 27),
)
"""Pattern, and the whole years of age between which a pupil of the stage is."""
_GRADES = (
    (r"(?:小学)?(?P<n>[一二三四五六1-6])年级", 4, 8),
    (r"(?<![最当])初中?(?P<n>[一二三])(?![个胎月天日十])", 10, 14),
    (r"(?<![最提])高中?(?P<n>[一二三])(?![个胎月天日十])", 13, 18),
    (r"大(?P<n>[一二三四])(?:学生|在读|了|的|$|[,。 ])", 15, 23),
)
"""Pattern, and the ages that the number of the grade is added to."""
_THRESHOLD_AFTER = re.compile(r" *(?:及?以[下上前后]|之[前后]|前|后|阶段|毕业)")


def _stage(low: int, high: int) -> Reader:
    def read(match: re.Match[str], as_of: date) -> DateMention | None:
        if _THRESHOLD_AFTER.match(match.string, match.end()):
            return None
        grade = whole(match.group("n")) if "n" in match.re.groupindex else 0
        earliest = as_of - relativedelta(years=high + grade)
        latest = as_of - relativedelta(years=low + grade)
        return range_mention(match, earliest, latest, BIRTH_MONTH, "stage")

    return read


STAGE_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern), _stage(low, high)) for pattern, low, high in (*_STAGES, *_GRADES)
]
