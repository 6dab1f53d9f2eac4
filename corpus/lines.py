"""The lines of a document: where each lies, its number, and whether it is page furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.noise import is_noise
from corpus.outline import Level, Marker, find_marker

_CONTENTS = re.compile(r"[#*\s]*目\s*[录次]\**")
_PAGE_NUMBER = re.compile(r"[.\u2026\u00b7\-\u2014]*\d*$")

ANSWER_MARK = re.compile(r"答\s*[:\uff1a]\s*")
"""What an answer in a text of questions and answers begins with; no part of it."""


@dataclass
class Line:
    """A line that has something in it, without surrounding white space."""

    start: int
    end: int
    marker: Marker | None = None
    noise: bool = False


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
    _drop_contents(text, lines)
    return lines


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
