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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from corpus import front_matter, parts
from corpus.departments import is_responsibility, read_later_units, read_units
from corpus.levels import Levels, measure_levels
from corpus.lines import Line, read_lines
from corpus.lists import bind
from corpus.metadata import merge, metadata_of
from corpus.model import Appendix, Document, Measure, Metadata, Role, Section, Sentence, Unit
from corpus.outline import Level, Marker
from corpus.pieces import Pieces, Span
from corpus.sentences import split_sentences
from corpus.tables import cells_of

_HEADING_LIMIT = 45
_CLOSING = re.compile(
    r"(?:各地|各市|各县|各级|各有关|各部门|各单位|附件|附[:\uff1a]|抄送|"
    r"本(?:意见|措施|办法|通知|方案|细则|规定)自|此件)"
)
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
    expected = metadata.title if metadata else ""
    front = front_matter.read(
        text, [(line.start, line.end) for line in lines if not line.noise], expected
    )
    building = _Building(Pieces(text))
    pieces = building.pieces
    body: list[Line] = []
    for line in lines:
        role = Role.NOISE if line.noise else front.role_of(line.start)
        if role is None:
            body.append(line)
        else:
            pieces.add_line(line, role)
    divided = parts.divide(text, body)
    levels = measure_levels(text, divided.main)
    main, closing = _split_closing(text, divided.main, levels)
    preamble, blocks = _blocks(main, levels)
    for line in preamble:
        pieces.add_line(line, Role.PREAMBLE)
    _build_measures(building, blocks, levels)
    own_articles = levels[1] is Level.ARTICLE
    with_articles = [a for a in divided.appendices if _has_articles(a.lines)]
    for appendix in divided.appendices:
        only = not own_articles and len(with_articles) == 1 and appendix is with_articles[0]
        _build_appendix(building, appendix, only)
    for line in closing:
        pieces.add_line(line, Role.CLOSING)
    for line in divided.signed:
        pieces.add_line(line, Role.CLOSING, formal=True)
    _number_uniquely(building)
    head = [text[x.start : x.end] for x in lines if front.role_of(x.start) is Role.NOTICE]
    tail = [text[x.start : x.end] for x in divided.signed or body[-6:]]
    found = metadata_of(front, head, pieces.by_role(Role.PREAMBLE), tail, text)
    return Document(
        id=document_id,
        text=text,
        metadata=merge(found, metadata),
        sections=tuple(building.sections),
        measures=tuple(building.measures),
        notice=pieces.by_role(Role.NOTICE),
        title=next(iter(pieces.by_role(Role.TITLE)), None),
        preamble=pieces.by_role(Role.PREAMBLE),
        closing=pieces.by_role(Role.CLOSING),
        leaves=pieces.leaves(),
        appendices=tuple(building.appendices),
    )


def _has_articles(lines: Sequence[Line]) -> bool:
    return any(line.marker and line.marker.level is Level.ARTICLE for line in lines)


def _split_closing(text: str, body: list[Line], levels: Levels) -> tuple[list[Line], list[Line]]:
    """Cut off the closing part: unnumbered lines after the last measure that speak of the whole.

    Articles have none: what follows the last article, but for signatures, belongs to it.
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
        paragraphs: list[_Block] = []
        for index, line in enumerate(body):
            if (
                (line.row or line.group)
                and index
                and (body[index - 1].row or body[index - 1].group)
            ):
                paragraphs[-1].lines.append(line)
            else:
                paragraphs.append(_Block(None, [line]))
        return [], paragraphs
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
class _Building:
    """What is being built: the pieces of the text, and its sections and measures so far."""

    pieces: Pieces
    sections: list[Section] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    inherited: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where a measure stands: under a section, or in an appendix, or neither.

    `numbered`: its number is the document's own, as it is not in most appendices.
    """

    section: int | None = None
    prefix: str = ""
    title: str = ""
    numbered: bool = True

    @property
    def label(self) -> str:
        """How the place itself is called."""
        return f"{self.prefix}{self.title.rstrip('。')}".strip()


def _build_measures(building: _Building, blocks: list[_Block], levels: Levels) -> None:
    """Sections and measures of the text itself."""
    pieces = building.pieces
    place = _Place()
    opened: Callable[[int], Section] | None = None
    for ordinal, block in enumerate(blocks, start=1):
        marker = block.marker
        if marker and _is_subchapter(marker, levels):
            pieces.marker(marker)
            spans = split_sentences(pieces.text, marker.end, block.lines[0].end)
            pieces.sentences(spans, Role.SECTION_TITLE)
            if len(block.lines) > 1:
                rest = _Block(None, block.lines[1:])
                _add_measure(building, rest, place, None)
            continue
        if marker and marker.level is levels[0]:
            if opened:
                building.sections.append(opened(blocks[ordinal - 2].lines[-1].end))
            written = pieces.marker(marker)
            first = block.lines[0]
            spans = split_sentences(pieces.text, marker.end, first.end) or [(first.end, first.end)]
            title = pieces.sentence(spans[0], Role.SECTION_TITLE)
            opened = partial(_section, marker, written, title)
            place = _Place(marker.number, written, title.text)
            rest_spans = spans[1:]
            if rest_spans or len(block.lines) > 1:
                _add_measure(building, _Block(None, block.lines[1:]), place, None, rest_spans)
            continue
        _add_measure(building, block, place, ordinal)
    if opened:
        building.sections.append(opened(blocks[-1].lines[-1].end))


def _section(marker: Marker, written: str, title: Sentence, end: int) -> Section:
    return Section(marker.number, written, title.text, marker.start, end, title, ())


def _build_appendix(building: _Building, appendix: parts.Appendix, numbered: bool) -> None:
    """The measures of an appendix, or of a table after the text.

    They stand under the appendix's name; their numbers are not the document's, unless it has no other
    articles than those of its appendix (`numbered`).
    """
    pieces = building.pieces
    title = "".join(pieces.text[x.start : x.end] for x in appendix.title[bool(appendix.name) :])
    levels = measure_levels(pieces.text, appendix.lines)
    whole = levels[1] is None and bool(appendix.lines) and len(appendix.title) > bool(appendix.name)
    heading: Sentence | None = None
    for index, line in enumerate(appendix.title):
        role = Role.HEADING if whole and index == len(appendix.title) - 1 else Role.SECTION_TITLE
        sentence = pieces.sentence((line.start, line.end), role)
        heading = sentence if role is Role.HEADING else None
    if levels[1] is None:
        preface: list[Line] = []
        blocks = [_Block(None, appendix.lines)] if appendix.lines else []
    else:
        preface, blocks = _blocks(appendix.lines, levels)
    count = len(building.measures)
    name = f"{appendix.name} " if appendix.name else ""
    place = _Place(None, name, title.rstrip(":\uff1a"), numbered)
    if preface:
        blocks.insert(0, _Block(None, preface))
    for block in blocks:
        if block.marker and (
            block.marker.level is levels[0] or _is_subchapter(block.marker, levels)
        ):
            written = pieces.marker(block.marker)
            first = block.lines[0]
            spans = split_sentences(pieces.text, block.marker.end, first.end)
            part = pieces.sentences(spans[:1], Role.SECTION_TITLE)
            place = replace(
                place, prefix=f"{name}{written}{part[0].text if part else ''} ", title=""
            )
            pieces.above = tuple((sentence.start, sentence.end) for sentence in part)
            if spans[1:] or block.lines[1:]:
                rest = _Block(None, block.lines[1:])
                _add_measure(building, rest, place, None, spans[1:])
        else:
            _add_measure(building, block, place, None, heading=heading)
    pieces.above = ()
    building.appendices.append(
        Appendix(
            appendix.name,
            title,
            (appendix.title or appendix.lines)[0].start,
            (appendix.lines or appendix.title)[-1].end,
            tuple(building.measures[count:]),
        )
    )


def _add_measure(
    building: _Building,
    block: _Block,
    place: _Place,
    ordinal: int | None,
    before: Sequence[Span] = (),
    heading: Sentence | None = None,
) -> None:
    """Build one measure; `ordinal` numbers a paragraph without a marker.

    `before` are sentences that stand in the line of the section's title, `heading` is one that is
    recorded already.
    """
    pieces, text, marker = building.pieces, building.pieces.text, block.marker
    pieces.bound = bind(text, block.lines, numbered=marker is not None)
    written = pieces.marker(marker) if marker else ""
    spans = [*before, *pieces.spans(block.lines, skip=marker)]
    if marker and marker.level is not Level.ARTICLE and _has_heading(pieces, spans, block):
        count = _heading_length(text, spans, block.lines[0].end)
        heading = pieces.sentence((spans[0][0], spans[count - 1][1]), Role.HEADING)
        spans = spans[count:]
    spans, clause = _without_responsibility(text, spans)
    sentences = pieces.sentences(spans)
    responsibility = pieces.sentence(clause, Role.RESPONSIBILITY) if clause else None
    number: int | None = None
    if place.numbered:
        number = marker.number if marker else ordinal if place.section is None else None
    if any(line.row for line in block.lines) and not marker:
        number = None
    label = place.label
    if marker:
        title = heading.text.rstrip("。.:\uff1a") if heading else ""
        prefix = "" if written.startswith(f"{place.prefix}.") else place.prefix
        label = f"{prefix}{written}{title}"
    elif not label:
        label = f"第{ordinal}段" if number is not None else _table_label(text, block)
    starts = [*(span[0] for span in spans[:1]), *(line.start for line in block.lines[:1])]
    building.measures.append(
        Measure(
            key="",
            number=number,
            section=place.section,
            marker=written,
            label=label,
            heading=heading,
            sentences=tuple(sentences),
            responsibility=responsibility,
            units=_units(building, responsibility, number),
            start=marker.start if marker else min([*starts, *([heading.start] if heading else [])]),
            end=max([*(line.end for line in block.lines), *(span[1] for span in before)]),
        )
    )


def _units(
    building: _Building, responsibility: Sentence | None, number: int | None
) -> tuple[Unit, ...]:
    """The responsible units, with those that an earlier measure adds to all later ones."""
    if responsibility is None:
        return ()
    own = read_units(responsibility.text)
    names = {unit.name for unit in own}
    units = own + tuple(unit for unit in building.inherited if own and unit.name not in names)
    if number is not None:
        building.inherited.extend(
            Unit(name, inherited_from=number) for name in read_later_units(responsibility.text)
        )
    return units


def _without_responsibility(text: str, spans: list[Span]) -> tuple[list[Span], Span | None]:
    """A measure's sentences without the clause at its end that names the responsible units."""
    if not spans:
        return spans, None
    start, end = spans[-1]
    cut = _trailing_responsibility(text[start:end])
    if cut is None:
        return spans, None
    clause = (start + cut, end)
    spans = spans[:-1] + ([(start, start + cut)] if cut else [])
    while not cut and spans and _RESPONSIBILITY_LINE.match(text[slice(*spans[-1])]):
        clause = (spans.pop()[0], end)
    return spans, clause


def _table_label(text: str, block: _Block) -> str:
    """A table outside all measures is called by the row that heads it."""
    cells = cells_of(text[block.lines[0].start : block.lines[0].end])
    return "表：" + "、".join(filter(None, cells))[:40]


def _heading_length(text: str, spans: list[Span], first_line_end: int) -> int:
    """How many sentences make the heading: all of a line of questions, else one."""
    in_line = [span for span in spans if span[1] <= first_line_end]
    questions = all(text[end - 1] in "?\uff1f" for _, end in in_line)
    return len(in_line) if questions and in_line and len(in_line) < len(spans) else 1


def _has_heading(pieces: Pieces, spans: list[Span], block: _Block) -> bool:
    """Whether the first sentence stands as a heading: short, and followed by more."""
    if len(spans) < 2 or pieces.is_gap(spans[0]):
        return False
    text, first_line_end = pieces.text, block.lines[0].end
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


def _number_uniquely(building: _Building) -> None:
    """Give each measure its key, wherever it is listed: by number alone where numbers run through."""
    measures = building.measures
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
    for index, section_ in enumerate(building.sections):
        members = tuple(m for m in measures if section_.start <= m.start < section_.end)
        building.sections[index] = replace(section_, measures=members)
    for index, appendix in enumerate(building.appendices):
        members = tuple(m for m in measures if appendix.start <= m.start < appendix.end)
        building.appendices[index] = replace(appendix, measures=members)
