"""What is indexed of a document, whatever its kind: each measure as a whole, and each of its sentences.

A whole is searched with the titles of its document and section in front; where it is longer than the
encoder reads well, in several windows. A sentence is searched with its measure's heading in front, a
list item with its stem as well, a table row with its header.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from sys import intern
from typing import Any

from corpus.library import Library
from corpus.model import Document, Measure, Role, Sentence

WHOLE = "whole"
SENTENCE = "sentence"
KINDS = (WHOLE, SENTENCE)

MeasureKey = tuple[str, str]
"""A document's id and the key of one of its measures, "" for its text outside all measures."""

_FILE = "units.jsonl"
_SEARCHED = frozenset({Role.HEADING, Role.BODY, Role.PREAMBLE, Role.CLOSING})
_WINDOW = 400
"""Characters of a measure's body in one window. The encoder was taught on passages up to some 300."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text to search and the piece of a document that it stands for.

    `text` is what is embedded. `start` and `end` are offsets of the piece in the document's text.
    """

    id: str
    kind: str
    document: str
    measure: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> MeasureKey:
        """The measure that it belongs to."""
        return self.document, self.measure


def units_of(library: Library) -> Iterator[Unit]:
    """The units of all documents in the order of the corpus, those of a measure side by side."""
    for document in library:
        sections = {section.number: section.title for section in document.sections}
        for measure in document.measures:
            section = sections.get(measure.section, "") if measure.section is not None else ""
            yield from _measure_units(document, measure, section)
        for around in (document.preamble, document.closing):
            yield from _units(document, "", "", [s for s in around if _is_searched(s)])


def digest(units: Iterable[Unit]) -> str:
    """A hash of the units' ids, which hold their content: equal for equal indexes."""
    hashed = hashlib.sha256()
    for unit in units:
        hashed.update(unit.id.encode())
    return hashed.hexdigest()


def write_units(folder: Path, units: Iterable[Unit]) -> None:
    """Keep the units of a generation in its folder."""
    with (folder / _FILE).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(u), ensure_ascii=False) + "\n" for u in units)


def read_units(folder: Path) -> list[Unit]:
    """What `write_units` wrote."""
    with (folder / _FILE).open(encoding="utf-8") as file:
        return [_read(json.loads(line)) for line in file]


def _read(data: dict[str, Any]) -> Unit:
    for name in ("kind", "document", "measure"):
        data[name] = intern(data[name])
    return Unit(**data)


def _measure_units(document: Document, measure: Measure, section: str) -> Iterator[Unit]:
    heading = measure.heading
    body = [s for s in measure.sentences if _is_searched(s)] or ([heading] if heading else [])
    in_front = heading.text if heading and heading not in body else ""
    yield from _units(document, measure.key, section, body, in_front)


def _units(
    document: Document, key: str, section: str, body: Sequence[Sentence], heading: str = ""
) -> Iterator[Unit]:
    """The units of one measure: its windows, then its sentences."""
    if not body:
        return
    for window in _windows(body):
        said = heading + "".join(sentence.text for sentence in window)
        text = " ".join(filter(None, (document.metadata.title, section, said)))
        yield _unit(WHOLE, document, key, window[0].start, window[-1].end, text)
    for sentence in body:
        text = heading + _context(document, sentence) + sentence.text
        yield _unit(SENTENCE, document, key, sentence.start, sentence.end, text)


def _is_searched(sentence: Sentence) -> bool:
    return sentence.citable and sentence.role in _SEARCHED


def _context(document: Document, sentence: Sentence) -> str:
    """What must be read before the sentence, as far as it stands before it."""
    return "".join(document.text[s:e] for s, e in sentence.context if e <= sentence.start)


def _windows(body: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Consecutive sentences, as many as are embedded together."""
    begin = length = 0
    for number, sentence in enumerate(body):
        if number > begin and length + len(sentence.text) > _WINDOW:
            yield body[begin:number]
            begin, length = number, 0
        length += len(sentence.text)
    yield body[begin:]


def _unit(kind: str, document: Document, key: str, start: int, end: int, text: str) -> Unit:
    content = "\0".join((kind, document.id, key, str(start), str(end), text))
    identity = hashlib.sha256(content.encode()).hexdigest()[:32]
    return Unit(identity, kind, document.id, key, start, end, text)
