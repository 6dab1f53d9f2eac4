"""Cutting Chinese policy text into sentences, by offsets."""

from __future__ import annotations

_ENDS = "。!?\uff01\uff1f"
_CLOSERS = "”’」』》)\uff09】\"'"
_KINDS = {
    c: kind
    for kind, pair in enumerate(("(\uff08)\uff09", "“”", "「」", "『』", "《》"))
    for c in pair
}
"""Which brackets pair: round ones of either width with each other, the others by their kind."""
_OPENERS = "(\uff08“「『《"


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
    closing = _pairs(text, start, end)
    begin, position = start, start
    while position < end:
        if position in closing:
            position = closing[position] + 1
            continue
        char = text[position]
        position += 1
        if char in _ENDS:
            while position < end and text[position] in _ENDS + _CLOSERS:
                position += 1
            _append_trimmed(spans, text, begin, position)
            begin = position
    _append_trimmed(spans, text, begin, end)
    return spans


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Where each bracket or quote that is opened in a line closes; those that do not are left out."""
    opened: dict[int, list[int]] = {}
    closing: dict[int, int] = {}
    for position in range(start, end):
        char = text[position]
        kind = _KINDS.get(char)
        if kind is None:
            continue
        if char in _OPENERS:
            opened.setdefault(kind, []).append(position)
        elif opened.get(kind):
            closing[opened[kind].pop()] = position
    return closing


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
