"""The lines of a document: where each lies, its number, and whether it is page furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.decimals import decimal_markers
from corpus.noise import is_noise
from corpus.outline import Level, Marker, find_marker
from corpus.tables import BETWEEN, is_row

_CONTENTS = re.compile(r"[#*\s]*目\s*[录次]\**")
_PAGE_NUMBER = re.compile(r"[.\u2026\u00b7\-\u2014]*\d*$")

ANSWER_MARK = re.compile(r"答\s*[:\uff1a]\s*")
"""What an answer in a text of questions and answers begins with; no part of it."""


@dataclass
class Line:
    """A line that has something in it, without surrounding white space.

    `row`: it is a row of a table; `group`: it names the rows of a table below it.
    """

    start: int
    end: int
    marker: Marker | None = None
    noise: bool = False
    row: bool = False
    group: bool = False


def read_lines(text: str) -> list[Line]:
    """The lines that have something in them, without surrounding white space, markers found."""
    lines: list[Line] = []
    position = 0
    previous_article = 0
    for raw in text.split("\n"):
        start = position + len(raw) - len(raw.lstrip())
        end = position + len(raw.rstrip())
        position += len(raw) + 1
        if start >= end:
            continue
        line = Line(start, end, noise=is_noise(text[start:end]))
        if not line.noise:
            line.marker = find_marker(text, start, end)
        if line.marker and line.marker.level is Level.ARTICLE:
            step = line.marker.number - previous_article
            likely = 0 <= step <= 5 or line.marker.number == 1 or previous_article == 0
            if step == 1 or (not line.marker.loose and likely):
                previous_article = line.marker.number
            else:
                line.marker = None
        lines.append(line)
    decimal = decimal_markers(text, [(x.start, x.end) for x in lines if not x.noise])
    for line in lines:
        line.marker = decimal.get(line.start, line.marker)
    _drop_contents(text, lines)
    _find_tables(text, lines)
    return lines


def _find_tables(text: str, lines: list[Line]) -> None:
    """Mark the rows of tables: lines with tabs between cells, two or more together.

    A cell alone before a tab is the group of the rows below it. Numbers in cells number nothing.
    """
    rows = [_is_row(text, line) for line in lines]
    for index, line in enumerate(lines):
        if rows[index]:
            near = range(max(0, index - 2), min(len(lines), index + 3))
            line.row = any(rows[i] for i in near if i != index)
            if line.row:
                line.marker, line.noise = None, False
    for index, line in enumerate(lines):
        if not line.row and index and text.startswith(BETWEEN, line.end):
            line.group = lines[index - 1].row or lines[index - 1].group
            line.marker = None if line.group else line.marker


def _is_row(text: str, line: Line) -> bool:
    """Whether there is a tab between two cells, and not only after a number."""
    if not is_row(text[line.start : line.end]):
        return False
    start = line.marker.end if line.marker else line.start
    return is_row(text[start : line.end]) or BETWEEN not in text[line.start : start]


def _drop_contents(text: str, lines: list[Line]) -> None:
    """Mark a table of contents (chapter lines that come again later) as furniture.

    Parts (一、) count only where a line says 目录: two annexes may well share a part's title.
    """
    levels = {Level.CHAPTER, Level.SUBCHAPTER}
    if any(_CONTENTS.fullmatch(text, line.start, line.end) for line in lines):
        levels.add(Level.PART)
    titles = [
        (_PAGE_NUMBER.sub("", re.sub(r"[\s#*]", "", text[line.start : line.end])), line)
        for line in lines
        if line.marker and line.marker.level in levels
    ]
    repeated = Counter(title for title, _ in titles)
    seen: set[str] = set()
    for title, line in titles:
        if repeated[title] > 1 and title not in seen:
            line.noise = True
            seen.add(title)
