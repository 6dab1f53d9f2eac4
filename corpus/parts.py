"""The parts of a document's body: the text itself, its appendices and tables, and how it is signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.formalities import goes_on_listing, is_formality
from corpus.lines import Line

_APPENDIX = re.compile(
    r"附\s*(?:件|录|表|图)?\s*(?P<number>[\d\uff10-\uff19]{1,2}|[一二三四五六七八九十]{1,2})?\s*"
    r"(?P<colon>[:\uff1a.、])?\s*(?P<title>.*)"
)
_APPENDIX_WORD = re.compile(r"附\s*(?:件|录|表|图)")
_SENTENCE_END = re.compile(r"[。;:!?\uff01\uff1f\uff1b\uff1a][”’」』》)\uff09]*$")
_POINTS_TO_TABLE = re.compile(r"下表|如下|附表|见表|下列|以下|[:\uff1a]$")
_LONGEST_TITLE = 45
_TITLE_LINES = 3
_LOOK_AHEAD = 40
"""What a list of attachments and a signature take up at most."""


@dataclass
class Appendix:
    """An appendix, or a table after the text: the lines that name it, and what it holds.

    `name` is how the text calls it (附件1, 附录); "" for a table without a number.
    """

    name: str
    title: list[Line]
    lines: list[Line] = field(default_factory=list)


@dataclass
class Parts:
    """The lines of the body, taken apart; `signed` are formalities, in the order of the text."""

    main: list[Line]
    appendices: list[Appendix]
    signed: list[Line]


def divide(text: str, body: Sequence[Line]) -> Parts:
    """Take the lines after the head apart."""
    starts = [i for i in range(1, len(body)) if _begins_appendix(text, body, i)]
    ends = [*starts, len(body)][1:]
    main, signed = _without_formalities(text, list(body[: starts[0]] if starts else body))
    main, appendices = _without_last_tables(text, main)
    for start, end in zip(starts, ends, strict=True):
        lines, formal = _without_formalities(text, list(body[start:end]))
        signed += formal
        if lines:
            appendices.append(_appendix(text, lines))
    return Parts(main, appendices, signed)


def _line(text: str, line: Line) -> str:
    return text[line.start : line.end]


def _begins_appendix(text: str, body: Sequence[Line], index: int) -> bool:
    """Whether an appendix begins there: 「附件1」 alone, or 「附录:……」, and something of it follows."""
    line = _line(text, body[index])
    found = _APPENDIX.fullmatch(line)
    if not found or len(line) > _LONGEST_TITLE + 6 or body[index].row:
        return False
    title = found["title"]
    if _SENTENCE_END.search(title) or re.match(r"\d{1,2}\s*[.、\uff0e]|《", title):
        return False
    if not _APPENDIX_WORD.match(line) and (title or not found["colon"]):
        return False
    if title and not found["number"] and not found["colon"]:
        return False
    for place, follower in enumerate(body[index + 1 : index + _LOOK_AHEAD]):
        other = _line(text, follower)
        if _APPENDIX.fullmatch(other) and len(other) <= _LONGEST_TITLE + 6:
            return False if title else place > 1
        if is_formality(other) or goes_on_listing(other):
            if title:
                return False
            continue
        if follower.row or follower.marker or _SENTENCE_END.search(other) or place >= 3:
            return True
    return False


def _appendix(text: str, lines: list[Line]) -> Appendix:
    found = _APPENDIX.fullmatch(_line(text, lines[0]))
    name = _line(text, lines[0])
    if found:
        name = name[: found.start("title")].rstrip(" :\uff1a.、\u3000")
    count = 1
    while count < min(len(lines), _TITLE_LINES + 1) and _is_label(text, lines[count]):
        count += 1
    if count == len(lines):
        count = 1
    return Appendix(re.sub(r"\s", "", name), lines[:count], lines[count:])


def _is_label(text: str, line: Line) -> bool:
    return not (
        line.row
        or line.marker
        or line.end - line.start > _LONGEST_TITLE
        or _SENTENCE_END.search(_line(text, line))
    )


def _without_formalities(text: str, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines without the formalities that they end with."""
    end = len(lines)
    first = end
    while end > 1 and not lines[end - 1].row:
        line = _line(text, lines[end - 1])
        if is_formality(line):
            first = end - 1
        elif not goes_on_listing(line):
            break
        end -= 1
    return lines[:first], lines[first:]


def _without_last_tables(text: str, main: list[Line]) -> tuple[list[Line], list[Appendix]]:
    """Tables after the last article that no sentence of it points to are units of their own.

    Each goes with the lines that name it and the notes below it.
    """
    marked = [i for i, line in enumerate(main) if line.marker]
    if not marked:
        return main, []
    row = next((i for i in range(marked[-1] + 1, len(main)) if main[i].row), len(main))
    if row == len(main):
        return main, []
    first = _first_label(text, main, row, marked[-1])
    introduced = any(
        _POINTS_TO_TABLE.search(text, line.start, line.end) for line in main[marked[-1] : first]
    )
    if first == row or introduced:
        return main, []
    starts = [first]
    for index in range(row + 1, len(main)):
        if main[index].row and not (main[index - 1].row or main[index - 1].group):
            label = _first_label(text, main, index, starts[-1])
            if label < index:
                starts.append(label)
    units = []
    for start, end in zip(starts, [*starts, len(main)][1:], strict=True):
        rows = next(i for i in range(start, end) if main[i].row)
        units.append(Appendix("", main[start:rows], main[rows:end]))
    return main[:first], units


def _first_label(text: str, lines: Sequence[Line], row: int, after: int) -> int:
    """The first of the lines above a table that name it; `row` itself where there are none."""
    first = row
    while first - 1 > after and row - first < _TITLE_LINES and _is_label(text, lines[first - 1]):
        first -= 1
    return first
