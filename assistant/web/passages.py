"""The place of a quote: the measure (or other part) around it, cut so that the quote can be marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import CITABLE, Document, Measure, Role, Sentence

Ranges = tuple[tuple[int, int], ...]
"""Offsets in a document: from, to before."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters of one sentence (or between sentences), marked or not."""

    text: str
    start: int
    end: int
    role: str
    citable: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote's surroundings. `anchor` is the measure's in the reader, "" outside all measures."""

    label: str
    anchor: str
    pieces: tuple[Piece, ...]
    measure: Measure | None
    marked: Ranges

    @property
    def place(self) -> str:
        """The marked ranges as the reader's anchor names them: 733-825,830-840."""
        return ",".join(f"{start}-{end}" for start, end in self.marked)


def ranges(text: str) -> Ranges:
    """The ranges that `text` (733-825,830-840) names."""
    pairs = (part.split("-") for part in text.split(",") if part)
    return tuple((int(start), int(end)) for start, end in pairs)


def passage(document: Document, start: int, end: int, parts: Ranges = ()) -> Passage | None:
    """The part of the document around `text[start:end]`; None where the offsets lie outside it.

    `parts`: what is marked, where it is not all of the quote.
    """
    if not 0 <= start < end <= len(document.text):
        return None
    measure = next((m for m in document.measures if m.start <= start < m.end), None)
    if measure:
        label, begin, stop = measure.label, measure.start, measure.end
    else:
        label, begin, stop = _part(document, start, end)
    marked = parts or ((start, end),)
    cut = tuple(pieces(document, begin, max(stop, end), marked))
    return Passage(label, measure.key if measure else "", cut, measure, marked)


def pieces(document: Document, start: int, end: int, marked: Ranges = ()) -> Iterator[Piece]:
    """`text[start:end]` by sentences, without page noise, cut also where a mark begins or ends."""
    for leaf in document.leaves:
        begin, stop = max(leaf.start, start), min(leaf.end, end)
        if begin >= stop or leaf.role is Role.NOISE:
            continue
        edges = {cut for span in marked for cut in span if begin < cut < stop}
        cuts = sorted({begin, stop} | edges)
        for low, high in pairwise(cuts):
            yield Piece(
                document.text[low:high],
                leaf.start,
                leaf.end,
                leaf.role.value,
                leaf.role in CITABLE,
                any(span[0] <= low < span[1] for span in marked),
            )


def _part(document: Document, start: int, end: int) -> tuple[str, int, int]:
    """The section title, notice, preamble or closing part in which a quote stands."""
    for section in document.sections:
        if section.start <= start < section.end:
            stop = max(section.title_sentence.end, end)
            return f"{section.marker}{section.title}", section.start, stop
    groups: Sequence[tuple[str, Sequence[Sentence]]] = (
        ("印发通知", document.notice),
        ("标题", (document.title,) if document.title else ()),
        ("引言", document.preamble),
        ("结尾部分", document.closing),
    )
    for label, sentences in groups:
        if sentences and sentences[0].start <= start < sentences[-1].end:
            return label, sentences[0].start, max(sentences[-1].end, end)
    return "原文", start, end
