"""Recognising the numbered lines of a policy document: 第一章, 第一条, 一、, (一), 1., (1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.numerals import NUMERAL, parse_numeral


class Level(IntEnum):
    """Levels of numbering, outermost first."""

    CHAPTER = 1
    SUBCHAPTER = 2
    ARTICLE = 3
    PART = 4
    """一、"""
    CLAUSE = 5
    """(一)"""
    ITEM = 6
    """1."""
    SUBITEM = 7
    """(1)"""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line. `end` is where its text begins; `loose`: no space follows."""

    level: Level
    number: int
    start: int
    end: int
    loose: bool = False


_NUM = rf"(?:{NUMERAL}|\d+)"
_PATTERNS = (
    (Level.CHAPTER, re.compile(rf"第\s*(?P<n>{_NUM})\s*[章编](?=[\s ]|[\u4e00-\u9fff]|$)[\s ]*")),
    (Level.SUBCHAPTER, re.compile(rf"第\s*(?P<n>{_NUM})\s*节(?=[\s ]|[\u4e00-\u9fff]|$)[\s ]*")),
    (
        Level.ARTICLE,
        re.compile(rf"[【\[]?第\s*(?P<n>{_NUM})\s*条(?:之{_NUM})?[】\]]?(?P<gap>[\s 、::]*)"),
    ),
    (Level.PART, re.compile(rf"(?P<n>{NUMERAL})[、.\uff0e][\s ]*")),
    (Level.CLAUSE, re.compile(rf"[(\uff08]\s*(?P<n>{NUMERAL})\s*[)\uff09][、.\uff0e]?[\s ]*")),
    (
        Level.ITEM,
        re.compile(
            r"(?P<n>[0-9\uff10-\uff19]{1,3})(?:[、\uff0e](?![0-9\uff10-\uff19])|\.(?!\d))[\s ]*"
        ),
    ),
    (
        Level.SUBITEM,
        re.compile(r"[(\uff08]\s*(?P<n>[0-9\uff10-\uff19]{1,2})\s*[)\uff09][、.\uff0e]?[\s ]*"),
    ),
)
_PREFIX = re.compile(r"[\s \ufeff]*(?:#{1,6}[ \t]+|\*\*|[-*][ \t]+)?")
_REFERENCE = re.compile(r"[第款项规所的之和至及或、]")


def find_marker(text: str, start: int, end: int) -> Marker | None:
    """The numbering marker that the line `text[start:end]` begins with, if any.

    Leading white space and Markdown marks (`## `, `- `, `**`) are skipped. A line that begins with a
    reference (「第五条第二款规定的……」) has no marker.
    """
    prefix = _PREFIX.match(text, start, end)
    begin = prefix.end() if prefix else start
    for level, pattern in _PATTERNS:
        found = pattern.match(text, begin, end)
        if not found:
            continue
        number = parse_numeral(found["n"])
        if number is None:
            return None
        loose = False
        if level is Level.ARTICLE:
            loose = not found["gap"] and found.end() < end and text[found.end() - 1] not in "】]"
            if loose and _REFERENCE.match(text, found.end()):
                return None
        return Marker(level, number, begin, found.end(), loose)
    return None
