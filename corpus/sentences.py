"""Cutting Chinese policy text into sentences, by offsets."""

from __future__ import annotations

_ENDS = "。!?\uff01\uff1f"
_CLOSERS = "”’」』》)\uff09】\"'"
_OPENERS_TO_CLOSERS = {"(": ")", "\uff08": "\uff09", "“": "”", "「": "」", "『": "』", "《": "》"}
_ROUND_OPENERS, _ROUND_CLOSERS = "(\uff08", ")\uff09"


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, white space around them left out.

    A line end always ends a sentence. A full stop inside brackets or quotes that close on the same
    line does not.
    """
    spans: list[tuple[int, int]] = []
    line_start = start
    while line_start < end:
        line_end = text.find("\n", line_start, end)
        line_end = end if line_end < 0 else line_end
        spans.extend(_split_line(text, line_start, line_end))
        line_start = line_end + 1
    return spans


def _split_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin, position = start, start
    while position < end:
        char = text[position]
        closer = _OPENERS_TO_CLOSERS.get(char)
        if closer and (close := _matching(text, position, end, char, closer)) >= 0:
            position = close + 1
            continue
        position += 1
        if char in _ENDS:
            while position < end and text[position] in _ENDS + _CLOSERS:
                position += 1
            _append_trimmed(spans, text, begin, position)
            begin = position
    _append_trimmed(spans, text, begin, end)
    return spans


def _matching(text: str, position: int, end: int, opener: str, closer: str) -> int:
    """Where the bracket opened at `position` closes (half- and full-width may pair); -1 if nowhere."""
    openers = _ROUND_OPENERS if opener in _ROUND_OPENERS else opener
    closers = _ROUND_CLOSERS if opener in _ROUND_OPENERS else closer
    depth = 0
    for index in range(position, end):
        if text[index] in openers:
            depth += 1
        elif text[index] in closers:
            depth -= 1
            if depth == 0:
                return index
    return -1


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
