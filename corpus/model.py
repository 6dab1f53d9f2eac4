"""What a policy document is made of: Document > Section > Measure > Sentence, each with its offsets.

Offsets count Unicode code points of `Document.text` (line ends read as LF): `text[start:end]` is the
node, verbatim. `Document.leaves` cuts the whole text into consecutive pieces, so that joining them in
order gives the text back, character for character.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a piece of the text is."""

    NOISE = "noise"
    """Page furniture: arrows, captions, share buttons. Never cited."""
    GAP = "gap"
    """Where an excerpt leaves something out (「[缺:第二条]」), with the words that it cuts off."""
    BLANK = "blank"
    """White space and line ends between other pieces."""
    MARKER = "marker"
    """A number: 一、 (三) 第五条."""
    TITLE = "title"
    NOTICE = "notice"
    """The notice by which the document was issued: its title, addressees, text, date."""
    SECTION_TITLE = "section_title"
    HEADING = "heading"
    BODY = "body"
    RESPONSIBILITY = "responsibility"
    """The closing parenthesis that names the responsible units."""
    PREAMBLE = "preamble"
    CLOSING = "closing"


CITABLE = frozenset(
    {Role.NOTICE, Role.TITLE, Role.SECTION_TITLE, Role.HEADING, Role.BODY}
    | {Role.RESPONSIBILITY, Role.PREAMBLE, Role.CLOSING}
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One piece of the text that is not cut further."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading, item or table row that stands for one.

    `context`: ranges of the text, outermost first, without which the sentence does not say what it
    means: the stem of a list item, the header and group of a table row. They are quoted with it.
    `items`: of a stem, the ranges of the items that it announces. `citable` is False for what is
    shown in its place and never found as an answer: signatures, lists of attachments, addressees.
    """

    text: str
    start: int
    end: int
    role: Role
    context: tuple[tuple[int, int], ...] = ()
    items: tuple[tuple[int, int], ...] = ()
    citable: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位) as the text names it.

    `role` is what the text says of it: 牵头, 配合 or 负责. `inherited_from` is the number of the measure
    whose clause adds the unit to all later ones; None where the measure names it itself.
    """

    name: str
    role: str = "负责"
    inherited_from: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of citation: (三), 第五条, or a paragraph of a text without structure."""

    key: str
    """Anchor inside the document, unique there: m3, or s2m3 where numbers restart in each section."""
    number: int | None
    section: int | None
    marker: str
    label: str
    heading: Sentence | None
    sentences: tuple[Sentence, ...]
    responsibility: Sentence | None
    units: tuple[Unit, ...]
    start: int
    end: int

    @property
    def title(self) -> str:
        """The heading without its full stop; empty where the measure has none."""
        return self.heading.text.rstrip("。.: \uff1a") if self.heading else ""

    @property
    def name(self) -> str:
        """Number and heading, as running text names the measure: (三)加大养育照护经济支持."""
        return f"{self.marker}{self.title}"

    def all_sentences(self) -> Iterator[Sentence]:
        """Heading, body and responsibility clause in the order of the text."""
        if self.heading:
            yield self.heading
        yield from self.sentences
        if self.responsibility:
            yield self.responsibility


@dataclass(frozen=True, slots=True)
class Section:
    """A part or chapter: 一、……, 第二章 ……."""

    number: int
    marker: str
    title: str
    start: int
    end: int
    title_sentence: Sentence
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix (附件1, 附录) or a table after the text; its measures carry no numbers of their own."""

    name: str
    title: str
    start: int
    end: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that this one names: title, issuer and 发文字号 as far as they are given."""

    title: str
    issuer: str = ""
    number: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document besides its text. Dates are None where nothing says them.

    `issued`: when this text was issued; of a law that was re-enacted (修订), the last time. `revised`:
    its last revision (修订 or 修正). `short_titles`: what people call it. `excerpt`: only a part of it is
    here; `missing` names what is not.
    """

    title: str = ""
    short_titles: tuple[str, ...] = ()
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    revised: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: str = "现行有效"
    region: str = ""
    url: str = ""
    excerpt: bool = False
    missing: tuple[str, ...] = ()
    implements: tuple[Reference, ...] = ()
    supersedes: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A parsed policy document. `measures` lists all measures, those in sections and appendices included."""

    id: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    notice: tuple[Sentence, ...]
    title: Sentence | None
    preamble: tuple[Sentence, ...]
    closing: tuple[Sentence, ...]
    leaves: tuple[Leaf, ...] = field(repr=False)
    appendices: tuple[Appendix, ...] = ()

    def sentences(self) -> Iterator[tuple[Sentence, Measure | None]]:
        """Every citable sentence with its measure (None in notice, preamble and closing part)."""
        for sentence in (*self.notice, *((self.title,) if self.title else ()), *self.preamble):
            if sentence.citable:
                yield sentence, None
        for measure in self.measures:
            for sentence in measure.all_sentences():
                if sentence.citable:
                    yield sentence, measure
        for sentence in self.closing:
            if sentence.citable:
                yield sentence, None

    @property
    def count(self) -> int:
        """How many articles or measures the text numbers; its paragraphs where it numbers none.

        Appendices, tables and the text before a section's first measure are none.
        """
        return sum(m.number is not None for m in self.measures) or len(self.measures)

    def by_key(self, key: str) -> Measure | None:
        """The measure with that anchor; None for "" (outside all measures) and for unknown ones."""
        return next((measure for measure in self.measures if measure.key == key), None)

    def measure_at(self, position: int) -> Measure | None:
        """The measure that the character at `position` stands in."""
        return next((m for m in self.measures if m.start <= position < m.end), None)

    def measure(self, number: int, section: int | None = None) -> Measure | None:
        """The measure with that number (in that section, where numbers restart)."""
        for measure in self.measures:
            if measure.number == number and section in (None, measure.section):
                return measure
        return None
