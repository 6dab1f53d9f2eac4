"""A bare answer to what was asked: 「是」「8000」「两个」「一人一半」.

In: a `Notes` with the text and the input asked for. Out: that input noted in it, where nothing else
read it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.eligibility.reading.amounts import put_rate, put_wage
from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.circumstances import FLAG_FIELDS
from assistant.eligibility.reading.notes import NO, UNKNOWN, YES, Notes


def read_bare_answer(notes: Notes) -> None:
    asked = notes.asked
    if asked is None or asked in notes.facts or asked in notes.clarify:
        return
    if UNKNOWN.search(notes.folded):
        return
    if asked in FLAG_FIELDS:
        no, yes = NO.match(notes.folded), YES.match(notes.folded)
        if no:
            notes.put_match(asked, False, no)
        elif yes:
            notes.put_match(asked, True, yes)
        return
    reader = _NUMBER_ANSWERS.get(asked)
    match = re.search(NUMBER, notes.folded)
    if reader is not None:
        reader(notes, number(match.group()) if match else None, match)


def _answer_babies(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value in (1, 2, 3, 4, 5):
        notes.put_match("babies", int(value or 0), match)
    elif NO.match(notes.folded):
        notes.put("babies", 1, 0, len(notes.text))


def _answer_count(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    pair = re.search(r"俩|仨", notes.folded)
    if pair:
        notes.put_match("minor_children", 2 if pair.group() == "俩" else 3, pair)
    elif match and value is not None and value == int(value) and 0 < value <= 20:
        notes.put_match("minor_children", int(value), match)
    elif NO.match(notes.folded):
        notes.put("minor_children", 0, 0, len(notes.text))


def _answer_wage(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value is not None:
        put_wage(notes, value, match.start(), match.end(), match.group())


def _answer_rate(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match:
        put_rate(notes, value, match)


def _answer_share(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    half = re.search(r"一半|50|平分|各|五十|分开|两个?人|对半|夫妻|双方", notes.folded)
    whole = re.search(r"100|全|一个?人|一方|我扣|我来|单独|百分之百|老公|老婆|我", notes.folded)
    found = half or whole
    if found:
        notes.put_match("share", 50 if half else 100, found)


def _answer_days(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value is not None and value == int(value) and 0 < value < 1000:
        notes.put_match("leave_days", int(value), match)


_NUMBER_ANSWERS = {
    "babies": _answer_babies,
    "minor_children": _answer_count,
    "average_monthly_wage": _answer_wage,
    "marginal_rate": _answer_rate,
    "share": _answer_share,
    "leave_days": _answer_days,
}
