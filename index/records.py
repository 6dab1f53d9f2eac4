"""What is indexed: a record for each citable sentence, whole measure, sample and uncovered question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Document, Role

SENTENCE = "sentence"
MEASURE = "measure"
QUESTION = "question"
UNCOVERED = "uncovered"
KINDS = (SENTENCE, MEASURE, QUESTION, UNCOVERED)
PASSAGES = frozenset({SENTENCE, MEASURE})
"""Kinds that are embedded as passages; the others are questions."""

_SEARCHED = frozenset({Role.HEADING, Role.BODY, Role.PREAMBLE, Role.CLOSING})
_SAMPLED = 0.5
"""Where fewer of a document's measures than this have sample questions, whole measures are searched."""


@dataclass(frozen=True, slots=True)
class Record:
    """A text to search and the sentence or measure it stands for.

    `text` is what is embedded: the sentence with its measure's heading in front; or the whole measure
    with the titles of its document and section in front; or the sample question; or a question that
    the document is known not to answer. `measure` is the measure's key in its document, "" outside all
    measures. `start` and `end` are offsets in the document's text; both 0 for an uncovered question.
    """

    id: str
    kind: str
    document: str
    measure: str
    start: int
    end: int
    text: str


def records_of(library: Library) -> Iterator[Record]:
    """The records of all documents, in the order of the corpus; what is said twice, once."""
    seen: set[str] = set()
    for document in library:
        for record in _records_of(document, library):
            if record.id not in seen:
                seen.add(record.id)
                yield record


def _records_of(document: Document, library: Library) -> Iterator[Record]:
    yield from _sentence_records(document)
    questions = library.sample_questions(document.id)
    asked = {question.measure.key for question in questions if question.measure}
    if len(asked) < _SAMPLED * len(document.measures):
        yield from _measure_records(document)
    for question in questions:
        sentence, key = question.sentence, question.measure.key if question.measure else ""
        yield _record(QUESTION, document, key, sentence.start, sentence.end, question.text)
    for text in library.uncovered_questions(document.id):
        yield _record(UNCOVERED, document, "", 0, 0, text)


def digest(records: Iterable[Record]) -> str:
    """A hash of the records' ids, which hold their content: equal for equal indexes."""
    hashed = hashlib.sha256()
    for record in records:
        hashed.update(record.id.encode())
    return hashed.hexdigest()


def _sentence_records(document: Document) -> Iterator[Record]:
    for sentence, measure in document.sentences():
        if sentence.role not in _SEARCHED:
            continue
        heading = measure.heading if measure else None
        in_front = heading is not None and sentence.role is not Role.HEADING
        text = f"{heading.text}{sentence.text}" if heading and in_front else sentence.text
        key = measure.key if measure else ""
        yield _record(SENTENCE, document, key, sentence.start, sentence.end, text)


def _measure_records(document: Document) -> Iterator[Record]:
    sections = {section.number: section.title for section in document.sections}
    for measure in document.measures:
        section = sections.get(measure.section, "") if measure.section is not None else ""
        searched = (s.text for s in measure.all_sentences() if s.role in _SEARCHED)
        text = " ".join(filter(None, (document.metadata.title, section, "".join(searched))))
        yield _record(MEASURE, document, measure.key, measure.start, measure.end, text)


def _record(kind: str, document: Document, key: str, start: int, end: int, text: str) -> Record:
    content = "\0".join((kind, document.id, key, str(start), str(end), text))
    return Record(
        id=hashlib.sha256(content.encode()).hexdigest()[:32],
        kind=kind,
        document=document.id,
        measure=key,
        start=start,
        end=end,
        text=text,
    )
