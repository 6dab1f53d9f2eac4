"""From the text of a policy document to its legal structure.

The parser knows the forms of Chinese policy documents in general: laws (第N章, 第N条), outlines
(一、 (一) 1. (1), with half- or full-width brackets), notices that carry a document, and plain
paragraphs. What counts as a measure (the unit of citation) follows from the forms that occur:

- articles, where there are any; chapters are then the sections;
- otherwise the second level of the outline, inside the first as sections, unless it only lists
  items here and there (「符合下列条件:(一)……;(二)……」), which then belong to the first level;
- otherwise the only level there is; otherwise each paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from corpus import front_matter
from corpus.departments import is_responsibility, read_later_units, read_units
from corpus.levels import Levels, measure_levels
from corpus.lines import ANSWER_MARK, Line, read_lines
from corpus.lists import Lists, bind
from corpus.metadata import merge, metadata_of
from corpus.model import Document, Leaf, Measure, Metadata, Role, Section, Sentence, Unit
from corpus.outline import Level, Marker
from corpus.sentences import split_sentences

_HEADING_LIMIT = 45
_CLOSING = re.compile(
    r"(?:各地|各市|各县|各级|各有关|各部门|各单位|附件|附[:\uff1a]|抄送|"
    r"本(?:意见|措施|办法|通知|方案|细则|规定)自|此件)"
)
_GAP = re.compile(r"\[缺[^\]\n]*\]")
_RESPONSIBILITY_LINE = re.compile(r"[(\uff08]?(?:牵头|责任|配合)(?:单位|部门)[:\uff1a]")


@dataclass
class _Block:
    """A run of lines under one marker; the unit from which a section or a measure is built."""

    marker: Marker | None
    lines: list[Line]


def parse(document_id: str, text: str, metadata: Metadata | None = None) -> Document:
    """Parse `text` (line ends as LF). What `metadata` gives overrides what the text says.

    Never fails on odd input: a text without structure becomes paragraphs, an empty one a document
    without measures.
    """
    lines = read_lines(text)
    front = front_matter.read(text, [(line.start, line.end) for line in lines if not line.noise])
    builder = _Builder(text)
    body: list[Line] = []
    for line in lines:
        role = Role.NOISE if line.noise else front.role_of(line.start)
        if role is None:
            body.append(line)
        else:
            builder.add_line(line, role)
    levels = measure_levels(text, body)
    body, closing = _split_closing(text, body, levels)
    preamble, blocks = _blocks(body, levels)
    for line in preamble:
        builder.add_line(line, Role.PREAMBLE)
    _build_measures(builder, blocks, levels)
    for line in closing:
        builder.add_line(line, Role.CLOSING)
    _number_uniquely(builder.measures, builder.sections)
    found = metadata_of(text, front, builder.by_role(Role.PREAMBLE))
    return Document(
        id=document_id,
        text=text,
        metadata=merge(found, metadata),
        sections=tuple(builder.sections),
        measures=tuple(builder.measures),
        notice=tuple(builder.by_role(Role.NOTICE)),
        title=next(iter(builder.by_role(Role.TITLE)), None),
        preamble=tuple(builder.by_role(Role.PREAMBLE)),
        closing=tuple(builder.by_role(Role.CLOSING)),
        leaves=builder.leaves(),
    )


def _split_closing(text: str, body: list[Line], levels: Levels) -> tuple[list[Line], list[Line]]:
    """Cut off the closing part: unnumbered lines after the last measure that speak of the whole.

    Articles have none: what follows the last article belongs to it.
    """
    if levels[1] is None or levels[1] is Level.ARTICLE:
        return body, []
    last = max(index for index, line in enumerate(body) if line.marker)
    for index in range(last + 1, len(body)):
        before = text[body[index - 1].start : body[index - 1].end]
        line = text[body[index].start : body[index].end]
        if _RESPONSIBILITY_LINE.match(line):
            continue
        if _CLOSING.match(line) or _trailing_responsibility(before) is not None:
            return body[:index], body[index:]
    return body, []


def _blocks(body: list[Line], levels: Levels) -> tuple[list[Line], list[_Block]]:
    """The lines before the first number, and the runs of lines under each section or measure."""
    if levels[1] is None:
        return [], [_Block(None, [line]) for line in body]
    preamble: list[Line] = []
    blocks: list[_Block] = []
    for line in body:
        if line.marker and (line.marker.level in levels or _is_subchapter(line.marker, levels)):
            blocks.append(_Block(line.marker, [line]))
        elif blocks:
            blocks[-1].lines.append(line)
        else:
            preamble.append(line)
    return preamble, blocks


def _is_subchapter(marker: Marker, levels: Levels) -> bool:
    return marker.level is Level.SUBCHAPTER and levels[0] is Level.CHAPTER


@dataclass
class _Builder:
    """Collects leaves, sentences, sections and measures while the text is walked in order."""

    text: str
    pieces: list[Leaf] = field(default_factory=list)
    found: list[Sentence] = field(default_factory=list)
    bound: Lists = field(default_factory=Lists)
    sections: list[Section] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def add_line(self, line: Line, role: Role) -> None:
        """A line outside all measures, cut into sentences where its role is citable."""
        if role is Role.NOISE:
            self.pieces.append(Leaf(role, line.start, line.end))
        elif role is Role.TITLE and self.found and self.found[-1].role is Role.TITLE:
            first = self.found.pop()
            self.pieces.pop()
            self._sentence(first.start, line.end, role)
        elif role is Role.TITLE:
            self._sentence(line.start, line.end, role)
        else:
            for start, end in split_sentences(self.text, line.start, line.end):
                self._sentence(start, end, role)

    def marker(self, marker: Marker) -> str:
        """Record a number; returns it as written, without space around it."""
        written = self.text[marker.start : marker.end].rstrip()
        self.pieces.append(Leaf(Role.MARKER, marker.start, marker.start + len(written)))
        return written

    def sentences(self, spans: list[tuple[int, int]], role: Role = Role.BODY) -> list[Sentence]:
        """Record sentences of a section or measure."""
        made: list[Sentence] = []
        for start, end in spans:
            if _GAP.search(self.text, start, end):
                self.pieces.append(Leaf(Role.GAP, start, end))
                continue
            start = self._after_answer_mark(start, end)
            if start < end:
                made.append(self._sentence(start, end, role))
        return made

    def _after_answer_mark(self, start: int, end: int) -> int:
        """Set 「答:」 aside as a marker, so that the answer is quoted without it."""
        mark = ANSWER_MARK.match(self.text, start, end)
        if not mark:
            return start
        self.pieces.append(Leaf(Role.MARKER, start, start + len(mark[0].rstrip())))
        return mark.end()

    def by_role(self, role: Role) -> list[Sentence]:
        """What was recorded under that role, in order."""
        return [sentence for sentence in self.found if sentence.role is role]

    def leaves(self) -> tuple[Leaf, ...]:
        """All pieces with what lies between them, so that they cover the text."""
        leaves: list[Leaf] = []
        position = 0
        for piece in sorted(self.pieces, key=lambda leaf: leaf.start):
            if piece.start > position:
                leaves.append(Leaf(Role.BLANK, position, piece.start))
            leaves.append(piece)
            position = piece.end
        if position < len(self.text):
            leaves.append(Leaf(Role.BLANK, position, len(self.text)))
        return tuple(leaves)

    def _sentence(self, start: int, end: int, role: Role) -> Sentence:
        line_start = self.text.rfind("\n", 0, start) + 1
        line_start += len(self.text[line_start:start]) - len(self.text[line_start:start].lstrip())
        sentence = Sentence(
            self.text[start:end],
            start,
            end,
            role,
            context=tuple(
                span for span in self.bound.context.get(line_start, ()) if span[0] < start
            ),
            items=self.bound.items.get(start, ()),
        )
        self.pieces.append(Leaf(role, start, end))
        self.found.append(sentence)
        return sentence


def _build_measures(builder: _Builder, blocks: list[_Block], levels: Levels) -> None:
    section_level = levels[0]
    pending: tuple[Marker, str, Sentence] | None = None

    def close_section(end: int) -> None:
        if pending is None:
            return
        marker, written, title = pending
        builder.sections.append(
            Section(
                marker.number,
                written,
                title.text,
                marker.start,
                end,
                title,
                (),
            )
        )

    inherited: list[Unit] = []
    for ordinal, block in enumerate(blocks, start=1):
        marker = block.marker
        if marker and _is_subchapter(marker, levels):
            builder.marker(marker)
            spans = split_sentences(builder.text, marker.end, block.lines[0].end)
            builder.sentences(spans, Role.SECTION_TITLE)
            if rest := _spans(builder.text, block.lines[1:]):
                _add_measure(builder, block, rest, pending, None, inherited)
            continue
        if marker and marker.level is section_level:
            close_section(blocks[ordinal - 2].lines[-1].end if ordinal > 1 else marker.start)
            written = builder.marker(marker)
            first = block.lines[0]
            spans = split_sentences(builder.text, marker.end, first.end) or [(first.end, first.end)]
            title = builder.sentences(spans[:1], Role.SECTION_TITLE)[0]
            pending = (marker, written, title)
            rest = spans[1:] + _spans(builder.text, block.lines[1:])
            if rest:
                _add_measure(builder, block, rest, pending, None, inherited)
            continue
        spans = _spans(builder.text, block.lines, skip=marker)
        _add_measure(builder, block, spans, pending, ordinal, inherited)
    if blocks:
        close_section(blocks[-1].lines[-1].end)


def _spans(text: str, lines: list[Line], skip: Marker | None = None) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        start = skip.end if skip and index == 0 else line.start
        spans.extend(split_sentences(text, start, line.end))
    return spans


def _add_measure(
    builder: _Builder,
    block: _Block,
    spans: list[tuple[int, int]],
    section: tuple[Marker, str, Sentence] | None,
    ordinal: int | None,
    inherited: list[Unit],
) -> None:
    """Build one measure from its sentence spans; `ordinal` numbers a paragraph without a marker."""
    text, marker = builder.text, block.marker
    builder.bound = bind(text, block.lines)
    numbered = marker if ordinal is not None else None
    written = builder.marker(numbered) if numbered else ""
    heading: Sentence | None = None
    first_line_end = block.lines[0].end
    if (
        numbered
        and numbered.level is not Level.ARTICLE
        and _has_heading(text, spans, first_line_end)
    ):
        count = _heading_length(text, spans, first_line_end)
        heading = builder.sentences([(spans[0][0], spans[count - 1][1])], Role.HEADING)[0]
        spans = spans[count:]
    responsibility_span: tuple[int, int] | None = None
    if spans:
        start, end = spans[-1]
        cut = _trailing_responsibility(text[start:end])
        if cut is not None:
            responsibility_span = (start + cut, end)
            spans = spans[:-1] + ([(start, start + cut)] if cut else [])
            while not cut and spans and _RESPONSIBILITY_LINE.match(text[slice(*spans[-1])]):
                responsibility_span = (spans.pop()[0], end)
    sentences = builder.sentences(spans)
    responsibility = (
        builder.sentences([responsibility_span], Role.RESPONSIBILITY)[0]
        if responsibility_span
        else None
    )
    own = read_units(responsibility.text) if responsibility else ()
    names = {unit.name for unit in own}
    units = own + tuple(unit for unit in inherited if own and unit.name not in names)
    number = numbered.number if numbered else (ordinal if section is None else None)
    if responsibility and number is not None:
        inherited.extend(
            Unit(name, inherited_from=number) for name in read_later_units(responsibility.text)
        )
    title = heading.text.rstrip("。.:\uff1a") if heading else ""
    prefix = section[1] if section else ""
    label = f"{prefix}{written}{title}" if numbered else _label_without_number(section, ordinal)
    builder.measures.append(
        Measure(
            key="",
            number=number,
            section=section[0].number if section else None,
            marker=written,
            label=label,
            heading=heading,
            sentences=tuple(sentences),
            responsibility=responsibility,
            units=units,
            start=numbered.start if numbered else (spans or [(block.lines[0].start, 0)])[0][0],
            end=block.lines[-1].end,
        )
    )


def _label_without_number(section: tuple[Marker, str, Sentence] | None, ordinal: int | None) -> str:
    if section is None:
        return f"第{ordinal}段"
    return f"{section[1]}{section[2].text.rstrip('。')}"


def _heading_length(text: str, spans: list[tuple[int, int]], first_line_end: int) -> int:
    """How many sentences make the heading: all of a line of questions, else one."""
    in_line = [span for span in spans if span[1] <= first_line_end]
    questions = all(text[end - 1] in "?\uff1f" for _, end in in_line)
    return len(in_line) if questions and in_line and len(in_line) < len(spans) else 1


def _has_heading(text: str, spans: list[tuple[int, int]], first_line_end: int) -> bool:
    """Whether the first sentence stands as a heading: short, and followed by more."""
    if len(spans) < 2:
        return False
    start, end = spans[0]
    alone_on_line = spans[1][0] > first_line_end
    if text[end - 1] in "?\uff1f" and spans[-1][0] > first_line_end:
        return True
    if end - start > _HEADING_LIMIT:
        return False
    return alone_on_line or text[end - 1] in "。:\uff1a"


def _trailing_responsibility(sentence: str) -> int | None:
    """Where in a measure's last sentence its responsibility clause begins; None where it has none."""
    if _RESPONSIBILITY_LINE.match(sentence):
        return 0
    stripped = sentence.rstrip("。")
    if not stripped.endswith((")", "\uff09")):
        return None
    depth = 0
    for index in range(len(stripped) - 1, -1, -1):
        if stripped[index] in ")\uff09":
            depth += 1
        elif stripped[index] in "(\uff08":
            depth -= 1
            if depth == 0:
                return index if is_responsibility(stripped[index:]) else None
    return None


def _number_uniquely(measures: list[Measure], sections: list[Section]) -> None:
    """Give each measure its key, in both lists: by number alone where numbers run through."""
    numbers = Counter(measure.number for measure in measures if measure.number is not None)
    run_through = all(count == 1 for count in numbers.values())
    taken: Counter[str] = Counter()
    for index, measure in enumerate(measures):
        section = "" if measure.section is None else f"s{measure.section}"
        number = "" if measure.number is None else f"m{measure.number}"
        key = (number if run_through and number else section + number) or f"p{index + 1}"
        taken[key] += 1
        key += f"-{taken[key]}" if taken[key] > 1 else ""
        measures[index] = replace(measure, key=key)
    for index, section_ in enumerate(sections):
        members = tuple(m for m in measures if section_.start <= m.start < section_.end)
        sections[index] = replace(section_, measures=members)
