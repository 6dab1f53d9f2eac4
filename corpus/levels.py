"""Which numbering divides a document into measures, and which only lists items inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.lines import Line
from corpus.outline import Level

Levels = tuple[Level | None, Level | None]
"""The levels of sections and of measures; None where there are none."""

_LISTED_SHARE = 1 / 3
"""A second level stands for measures where at least this share of the parts has it."""
_OUTLINE = (Level.CHAPTER, Level.PART, Level.CLAUSE, Level.ITEM, Level.SUBITEM)


def measure_levels(text: str, body: Sequence[Line]) -> Levels:
    """The levels of sections and of measures in this text.

    Articles are the measures wherever there are any. In an outline they are the second level, unless
    it only lists items here and there; numbers that nest the other way round (1. over 一、) are put
    right in `body` first, and the outermost of them are the measures.
    """
    levels = Counter(line.marker.level for line in body if line.marker)
    if levels[Level.ARTICLE]:
        return (Level.CHAPTER if levels[Level.CHAPTER] else None), Level.ARTICLE
    outline = [level for level in _OUTLINE if levels[level]]
    if not outline:
        return None, None
    if outer := _turned_round(text, body):
        return None, outer
    if _are_questions(text, body, outline[0]):
        return None, outline[0]
    if len(outline) == 1 or outline[0] not in (Level.CHAPTER, Level.PART):
        return None, outline[0]
    if _only_lists_items(text, body, outline[0], outline[1]):
        return None, outline[0]
    return outline[0], outline[1]


def _turned_round(text: str, body: Sequence[Line]) -> Level | None:
    """Level of measures where a lower kind of number (1.) stands over a higher one (一、); else None.

    The outer numbers are the labels (short lines, no sentence) that run through the text, while the
    inner ones begin again under them. They become parts, and what looks like them inside, items.
    """
    first = next((line for line in body if line.marker), None)
    if first is None or first.marker is None or first.marker.level not in _OUTLINE[2:]:
        return None
    level = first.marker.level
    outer: list[Line] = []
    restarts = 0
    for line in body:
        if not line.marker:
            continue
        if (
            line.marker.level is level
            and line.marker.number == len(outer) + 1
            and _is_label(text, line)
        ):
            outer.append(line)
        elif line.marker.level < level and line.marker.number == 1:
            restarts += 1
    if restarts < 2 or len(outer) < 2:
        return None
    for line in outer:
        assert line.marker is not None
        line.marker = replace(line.marker, level=Level.CHAPTER)
    return Level.CHAPTER


def _are_questions(text: str, body: Sequence[Line], level: Level) -> bool:
    """Whether the numbers at that level stand before questions, most of them."""
    asked = [text[x.end - 1] in "?\uff1f" for x in body if x.marker and x.marker.level is level]
    return sum(asked) * 2 > len(asked)


def _is_label(text: str, line: Line) -> bool:
    return line.end - line.start <= 40 and text[line.end - 1] not in "。;:\uff1b\uff1a,\uff0c"


def _only_lists_items(text: str, body: Sequence[Line], first: Level, second: Level) -> bool:
    """Whether the second level lists items inside a few parts instead of dividing the text."""
    parts = divided = listed = seconds = 0
    last_divided = 0
    for line in body:
        if line.marker and line.marker.level is first:
            parts += 1
        elif line.marker and line.marker.level is second:
            seconds += 1
            listed += text[line.end - 1] in ";\uff1b"
            if parts != last_divided:
                divided, last_divided = divided + 1, parts
    return divided < parts * _LISTED_SHARE or listed * 2 > seconds
