"""Collecting what a text is cut into: leaves that cover it, and its sentences with what binds them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.formalities import is_addressees, is_formality
from corpus.lines import ANSWER_MARK, Line
from corpus.lists import Lists
from corpus.model import Leaf, Role, Sentence
from corpus.outline import Marker
from corpus.sentences import split_sentences
from corpus.tables import BETWEEN

Span = tuple[int, int]

_GAP = re.compile(r"\[缺[^\]\n]*\]")
_LONGEST_ROW = 240
"""A row of more characters than this is cut into the sentences of its cells."""
_LONGEST_ROW_LABEL = 30
"""The first cell of such a row names the others, and is no answer by itself."""


@dataclass
class Pieces:
    """The pieces of a text, in any order.

    `bound` is what lists and tables of the present measure bind; `above` what stands over all of its
    sentences, as a part's title does in an appendix.
    """

    text: str
    bound: Lists = field(default_factory=Lists)
    above: tuple[Span, ...] = ()
    _leaves: list[Leaf] = field(default_factory=list)
    _found: list[Sentence] = field(default_factory=list)
    _line_starts: list[int] = field(default_factory=list)
    _row_labels: dict[int, Span] = field(default_factory=dict)
    _only_labels: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        position = 0
        for raw in self.text.split("\n"):
            self._line_starts.append(position + len(raw) - len(raw.lstrip()))
            position += len(raw) + 1

    def add_line(self, line: Line, role: Role, *, formal: bool = False) -> None:
        """A line outside all measures, cut into sentences; furniture and gaps are none.

        `formal`: it is known for a formality, as its own words do not tell.
        """
        if role is Role.NOISE:
            self._leaves.append(Leaf(role, line.start, line.end))
            return
        if role is Role.TITLE and self._found and self._found[-1].role is Role.TITLE:
            first = self._found.pop()
            self._leaves.pop()
            self.sentence((first.start, line.end), role)
            return
        text = self.text[line.start : line.end]
        formal = formal or is_formality(text) or (role is Role.NOTICE and is_addressees(text))
        spans = [(line.start, line.end)] if role is Role.TITLE else self.spans([line])
        for span in spans:
            if _GAP.search(self.text, *span):
                self._leaves.append(Leaf(Role.GAP, *span))
            else:
                self.sentence(span, role, citable=not formal)

    def marker(self, marker: Marker) -> str:
        """Record a number; returns it as written, without space around it."""
        written = self.text[marker.start : marker.end].rstrip()
        self._leaves.append(Leaf(Role.MARKER, marker.start, marker.start + len(written)))
        return written

    def spans(self, lines: Sequence[Line], skip: Marker | None = None) -> list[Span]:
        """Where the sentences of these lines lie; the first line begins after the number `skip`."""
        spans: list[Span] = []
        for index, line in enumerate(lines):
            start = skip.end if skip and index == 0 else line.start
            if line.row and line.end - start <= _LONGEST_ROW:
                spans.append((start, line.end))
            elif line.row:
                first, *cells = self._cells(start, line.end)
                spans.extend(split_sentences(self.text, *first))
                if first[1] - first[0] <= _LONGEST_ROW_LABEL:
                    self._only_labels.add(first[0])
                for cell in cells:
                    inside = split_sentences(self.text, *cell)
                    self._row_labels.update((begin, first) for begin, _ in inside)
                    spans.extend(inside)
            else:
                spans.extend(split_sentences(self.text, start, line.end))
        return spans

    def sentences(self, spans: Sequence[Span], role: Role = Role.BODY) -> list[Sentence]:
        """Record sentences of a measure; 「答:」 and what a gap cuts off are set aside."""
        made: list[Sentence] = []
        for start, end in spans:
            if self.is_gap((start, end)):
                self._leaves.append(Leaf(Role.GAP, start, end))
                continue
            if mark := ANSWER_MARK.match(self.text, start, end):
                self._leaves.append(Leaf(Role.MARKER, start, start + len(mark[0].rstrip())))
                start = mark.end()
            if start < end:
                made.append(self.sentence((start, end), role))
        return made

    def sentence(self, span: Span, role: Role, *, citable: bool = True) -> Sentence:
        """Record one sentence with its context and items."""
        start, end = span
        line_start = self._line_starts[bisect_right(self._line_starts, start) - 1]
        bound = self.bound.context.get(line_start, ())
        context = (*self.above, *(other for other in bound if other[0] < start))
        if start in self._row_labels:
            context = (*context, self._row_labels[start])
        sentence = Sentence(
            self.text[start:end],
            start,
            end,
            role,
            context=context,
            items=self.bound.items.get(start, ()),
            citable=citable
            and line_start not in self.bound.headers
            and start not in self._only_labels,
        )
        self._leaves.append(Leaf(role, start, end))
        self._found.append(sentence)
        return sentence

    def is_gap(self, span: Span) -> bool:
        """Whether an excerpt leaves something out there."""
        return _GAP.search(self.text, *span) is not None

    def by_role(self, role: Role) -> tuple[Sentence, ...]:
        """The sentences recorded under that role, in the order of the text."""
        return tuple(
            sorted((s for s in self._found if s.role is role), key=lambda sentence: sentence.start)
        )

    def leaves(self) -> tuple[Leaf, ...]:
        """All pieces with what lies between them, so that they cover the text."""
        leaves: list[Leaf] = []
        position = 0
        for piece in sorted(self._leaves, key=lambda leaf: leaf.start):
            if piece.start > position:
                leaves.append(Leaf(Role.BLANK, position, piece.start))
            leaves.append(piece)
            position = piece.end
        if position < len(self.text):
            leaves.append(Leaf(Role.BLANK, position, len(self.text)))
        return tuple(leaves)

    def _cells(self, start: int, end: int) -> list[Span]:
        """The spans of a row's cells, white space around them left out."""
        cells: list[Span] = []
        for raw in self.text[start:end].split(BETWEEN):
            begin = start + len(raw) - len(raw.lstrip())
            stop = start + len(raw.rstrip())
            if begin < stop:
                cells.append((begin, stop))
            start += len(raw) + len(BETWEEN)
        return cells
