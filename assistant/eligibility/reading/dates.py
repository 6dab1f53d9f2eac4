"""Dates and ages as people write them in Chinese, found in a text.

In: a text and the day on which it is read. Out: a list of `DateMention` in text order, which
do not overlap. A mention that must not be used as it stands (a lunar date, 「年底」, an age, a day
that does not exist) carries in `ask` the question to put to the user instead of a guess.
Nothing here raises on any text.

An age is a range of birth dates (`earliest`..`latest`); a rule that gives the same outcome at both
ends need not ask.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.eligibility.reading.ages import AGE_FORMS, BARE_AGE_FORMS
from assistant.eligibility.reading.calendar_forms import BARE_CALENDAR_FORMS, CALENDAR_FORMS
from assistant.eligibility.reading.chinese_text import fold
from assistant.eligibility.reading.date_mention import DateMention, Reader, exists, month_end
from assistant.eligibility.reading.relative_forms import RELATIVE_FORMS
from assistant.eligibility.reading.school_stages import STAGE_FORMS

_FORMS = (*CALENDAR_FORMS, *RELATIVE_FORMS, *AGE_FORMS, *STAGE_FORMS)
_BARE_FORMS = (*BARE_CALENDAR_FORMS, *BARE_AGE_FORMS)
_FUTURE = re.compile(
    r"赶得?上|(?:我|老婆|媳妇|妻子|她)[^,。]{0,6}月(?:份|底|初)?生(?![的了日])|预产期|预计|要生|快生|待产|将要|将在|即将|明年|还没生|未出生|打算|准备"
)
_SENTENCE_END = re.compile(r"[。!?;\n]")


def find_dates(text: str, as_of: date, *, bare: bool = False) -> list[DateMention]:
    """All dates and ages in `text`, read on the day `as_of`, in text order.

    `bare`: the text is the answer to a question for a date, so that 「202405」「24.5」「8个月」
    alone are read as one. Offsets count code points of `text`.
    """
    folded = fold(text)
    found: list[tuple[int, int, int, DateMention]] = []
    for order, (pattern, read) in enumerate(_BARE_FORMS + _FORMS if bare else _FORMS):
        for match in pattern.finditer(folded):
            mention = _safely(read, match, as_of)
            if mention is not None:
                found.append((mention.start, -mention.end, order, mention))
    kept: list[DateMention] = []
    for _, _, _, mention in sorted(found, key=lambda item: item[:3]):
        if not kept or mention.start >= kept[-1].end:
            kept.append(replace(mention, text=text[mention.start : mention.end]))
    return [_with_year(mention, kept, folded, as_of) for mention in kept]


def _safely(read: Reader, match: re.Match[str], as_of: date) -> DateMention | None:
    try:
        return read(match, as_of)
    except (ValueError, OverflowError):  # beyond the calendar, e.g. 「900岁」 in the year 400
        return None


def _with_year(
    mention: DateMention, mentions: list[DateMention], folded: str, as_of: date
) -> DateMention:
    """A mention without a year gets the year of a dated neighbour, else the last (or, with future
    wording, the next) occurrence."""
    if mention.month is None or mention.year is not None:
        return mention
    neighbours = [
        m
        for m in mentions
        if m.year_stated and m.year and m.month and not m.ask and m.kind == "calendar"
    ]
    before = [m for m in neighbours if m.end <= mention.start]
    if neighbours:
        years = [(before[-1] if before else neighbours[0]).year or as_of.year]
    else:
        sentence = _sentence(folded, mention)
        step = 1 if _FUTURE.search(sentence) else -1
        years = [as_of.year + step * n for n in range(9)]
        years = [y for y in years if _side(mention, y, as_of) * step >= 0]
    day = mention.day
    for year in years:
        if exists(year, mention.month, day or 1):
            first = date(year, mention.month, day or 1)
            last = first if day else month_end(year, mention.month)
            return replace(mention, year=year, earliest=first, latest=last)
    ask = f"「{mention.text}」是哪一年?请按年月日说一下。"
    return replace(mention, precision="year", month=None, day=None, kind="impossible", ask=ask)


def _side(mention: DateMention, year: int, as_of: date) -> int:
    """-1, 0 or 1: the mention in that year lies before, on or after the day (or month) of reading."""
    here = (year, mention.month or 1, mention.day or 0)
    now = (as_of.year, as_of.month, as_of.day if mention.day else 0)
    return (here > now) - (here < now)


def _sentence(folded: str, mention: DateMention) -> str:
    start, end = 0, len(folded)
    for stop in _SENTENCE_END.finditer(folded):
        if stop.end() <= mention.start:
            start = stop.end()
        elif stop.start() >= mention.end:
            end = stop.start()
            break
    return folded[start:end]
