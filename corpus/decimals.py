"""Decimal numbering, as standards have it: 1 总则, 1.1 范围, 1.2.1 ……."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline import Level, Marker

_DECIMAL = re.compile(
    r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%\uff05])[\s\u3000、]*(?=[\u4e00-\u9fff《“(\uff08A-Za-z])"
)
_FIRST = re.compile(r"(?P<n>\d{1,2})(?:[\s\u3000]+|(?=[\u4e00-\u9fff]))(?=[\u4e00-\u9fff])")
_UNIT = re.compile(r"\d{1,2}(?:个|年|月|日|天|元|万|名|人|岁|周|小时|分|次|倍|项|条)")
_LEVELS = (Level.PART, Level.CLAUSE, Level.ITEM, Level.SUBITEM)
_LONGEST_LABEL = 40
_LEAST = 4
_SHARE = 0.8
"""Of the lines that begin with a decimal number so many must follow from one another."""


def decimal_markers(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, Marker]:
    """The markers of a text numbered in decimals, by where their lines begin; empty where it is not."""
    found: dict[int, tuple[int, ...]] = {}
    ends: dict[int, int] = {}
    followed = 0
    previous: tuple[int, ...] = ()
    decimals = 0
    for start, end in spans:
        if match := _DECIMAL.match(text, start, end):
            numbers = tuple(int(part) for part in match["n"].split("."))
            decimals += 1
            if _follows(numbers, previous):
                followed += 1
                found[start], ends[start], previous = numbers, match.end(), numbers
        elif _is_first(text, start, end, previous):
            match = _FIRST.match(text, start, end)
            assert match is not None
            previous = (int(match["n"]),)
            found[start], ends[start] = previous, match.end()
    if decimals < _LEAST or followed < _SHARE * decimals:
        return {}
    return {
        start: Marker(_LEVELS[len(numbers) - 1], numbers[-1], start, ends[start])
        for start, numbers in found.items()
    }


def _follows(numbers: tuple[int, ...], previous: tuple[int, ...]) -> bool:
    """Whether one number comes after another: 1.2 after 1.1 or 1.1.4, 1.1.1 after 1.1, 2.1 after 1.3."""
    if not previous:
        return numbers == (1, 1)
    if numbers == (*previous, 1):
        return True
    for depth in range(1, len(numbers) + 1):
        raised = (*numbers[: depth - 1], numbers[depth - 1] - 1)
        if previous[:depth] == raised and all(n == 1 for n in numbers[depth:]):
            return True
    return False


def _is_first(text: str, start: int, end: int, previous: tuple[int, ...]) -> bool:
    """Whether a line is the title of the next chapter: a number and a label."""
    match = _FIRST.match(text, start, end)
    if match is None or end - start > _LONGEST_LABEL or text[end - 1] in "。;\uff1b:\uff1a,\uff0c":
        return False
    if _UNIT.match(text, start, end):
        return False
    return int(match["n"]) == (previous[0] + 1 if previous else 1)
