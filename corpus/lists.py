"""Lists and tables inside a measure: which items stand under which stem, however their numbers nest.

An item (「(一)有独立的出入口;」) says little without its stem (「应当符合下列条件:」), and a stem
little without its items. Here each line of a measure learns what must be quoted together with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.lines import ANSWER_MARK, Line
from corpus.outline import Marker
from corpus.sentences import split_sentences

Span = tuple[int, int]

_ANNOUNCES = re.compile(r"[:\uff1a]$|下列|以下|如下|下表|之一的?[,\uff0c。]")
_ENDS_SENTENCE = re.compile(r"[。!?;\uff01\uff1f\uff1b:\uff1a][”’」』》)\uff09]*$")
_DEEPEST = 2
"""So often a kind of number nests in itself: 1. inside a part that is 4. itself."""
_ENDS_ITEM = re.compile(r"[;\uff1b]$")


@dataclass
class Lists:
    """What lists and tables bind together: `context` of a line (by its start), `items` of a stem (by its

    start), and `headers`, the lines that only name what stands below them.
    """

    context: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    items: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    headers: set[int] = field(default_factory=set)


@dataclass
class _Table:
    """The header of the table that is being read, and the group that its rows belong to."""

    header: Span
    group: Span | None = None


@dataclass
class _Open:
    """A list that may go on: the kind and number of its last item, where that lies, and its context."""

    level: int
    number: int
    label: bool
    start: int
    end: int
    stem: int
    context: tuple[Span, ...]


def bind(text: str, lines: Sequence[Line], *, numbered: bool) -> Lists:
    """The contexts and items in a measure; `numbered`: its first line carries the measure's own number.

    A line that goes on after a list's items, unnumbered, is a paragraph of its own, unless the item
    before it is only a label (「一、婴幼儿有关材料」), whose text it then is.
    """
    bound = Lists()
    found: dict[int, list[Span]] = {}
    stack: list[_Open] = []
    loose: Span | None = None
    table: _Table | None = None
    for index, line in enumerate(lines):
        if index == 0 and (numbered or not (line.row or line.marker)):
            continue
        before = lines[index - 1] if index else None
        if line.row or line.group:
            table = _bind_row(text, lines, index, table, bound, found)
            continue
        table = None
        if line.marker is None:
            while stack and not stack[-1].label:
                _close(stack, found)
            assert before is not None
            loose = loose if loose and _ENDS_ITEM.search(text, before.start, before.end) else None
            if loose is None and not stack:
                loose = _unnumbered_stem(text, lines, index)
            context = (*stack[-1].context, _span(stack[-1], text)) if stack else ()
            if loose:
                context = (loose,)
                found.setdefault(loose[0], []).append((line.start, line.end))
            bound.context[line.start] = context
            if stack:
                stack[-1].end = line.end
            continue
        loose = None
        label = not _ENDS_SENTENCE.search(text, line.start, line.end)
        depth = _continued(stack, line.marker, label)
        if depth is None:
            bound_stem = _stem(text, before, first=numbered and index == 1)
            outer = stack[-1] if stack else None
            context = outer.context if outer else ()
            if outer and outer.label:
                context += (_span(outer, text),)
            if bound_stem and bound_stem not in context:
                context += (bound_stem,)
            stem = bound_stem[0] if bound_stem else -1
            opened = _Open(line.marker.level, 0, label, line.start, line.end, stem, context)
            stack.append(opened)
        else:
            while len(stack) > depth + 1:
                _close(stack, found)
            _record(stack[-1], found)
        current = stack[-1]
        current.number, current.label = line.marker.number, label
        current.start, current.end = line.start, line.end
        for outer in stack[:-1]:
            outer.end = line.end
        bound.context[line.start] = current.context
    while stack:
        _close(stack, found)
    bound.items = {start: tuple(spans) for start, spans in found.items()}
    return bound


def _bind_row(
    text: str,
    lines: Sequence[Line],
    index: int,
    table: _Table | None,
    bound: Lists,
    found: dict[int, list[Span]],
) -> _Table:
    """Bind a row to the header and group of its table; a stem before the table to the whole of it."""
    line = lines[index]
    span = (line.start, line.end)
    if table is not None and text[slice(*span)] == text[slice(*table.header)]:
        bound.headers.add(line.start)
    elif table is None:
        table = _Table(span)
        bound.headers.add(line.start)
        end = index
        while end + 1 < len(lines) and (lines[end + 1].row or lines[end + 1].group):
            end += 1
        stem = _stem(text, lines[index - 1], first=index == 1) if index else None
        if stem:
            found.setdefault(stem[0], []).append((line.start, lines[end].end))
    elif line.group:
        table.group = span
        bound.headers.add(line.start)
    else:
        group = (table.group,) if table.group else ()
        bound.context[line.start] = (table.header, *group)
    return table


def _close(stack: list[_Open], found: dict[int, list[Span]]) -> None:
    _record(stack.pop(), found)


def _record(item: _Open, found: dict[int, list[Span]]) -> None:
    """An item is complete: it belongs to its list's stem."""
    if item.stem >= 0:
        found.setdefault(item.stem, []).append((item.start, item.end))


def _continued(stack: list[_Open], marker: Marker, label: bool) -> int | None:
    """The depth of the open list that `marker` goes on with; None where it begins a list.

    Where two lists could go on (4. inside a part that is 4. itself), the one whose items look alike:
    labels or sentences.
    """
    following = [
        depth
        for depth, item in enumerate(stack)
        if item.level == marker.level and item.number + 1 == marker.number
    ]
    alike = [depth for depth in following if stack[depth].label == label]
    if alike or following:
        return (alike or following)[-1]
    same = [depth for depth, item in enumerate(stack) if item.level == marker.level]
    if marker.number == 1 and len(same) < _DEEPEST:
        return None
    return same[-1] if same else None


def _stem(text: str, before: Line | None, *, first: bool) -> Span | None:
    """The sentence that announces a list in the line before its first item."""
    if before is None:
        return None
    start = before.marker.end if first and before.marker else before.start
    if mark := ANSWER_MARK.match(text, start, before.end):
        start = mark.end()
    spans = split_sentences(text, start, before.end)
    if spans and _ANNOUNCES.search(text[slice(*spans[-1])]):
        return spans[-1]
    return None


def _unnumbered_stem(text: str, lines: Sequence[Line], index: int) -> Span | None:
    """The stem before unnumbered items: it ends with a colon, and they with semicolons."""
    before, line = lines[index - 1], lines[index]
    ends = text[before.end - 1] in ":\uff1a" and _ENDS_ITEM.search(text, line.start, line.end)
    return _stem(text, before, first=index == 1) if ends else None


def _span(item: _Open, text: str) -> Span:
    """The first line of an item."""
    end = text.find("\n", item.start)
    stop = len(text) if end < 0 else end
    return item.start, item.start + len(text[item.start : stop].rstrip())
