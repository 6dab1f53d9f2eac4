"""What is indexed: a record for each citable sentence, sample question and uncovered question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Document, Role

SENTENCE = "sentence"
QUESTION = "question"
UNCOVERED = "uncovered"
KINDS = (SENTENCE, QUESTION, UNCOVERED)

_SEARCHED = frozenset({Role.HEADING, Role.BODY, Role.PREAMBLE, Role.CLOSING})


@dataclass(frozen=True, slots=True)
class Record:
    """A text to search and the sentence it stands for.

    `text` is what is embedded: the sentence with its measure's heading in front, or the sample
    question, or a question that the document is known not to answer. `measure` is the measure's key in its document, "" outside all measures. `start` and
    `end` are the sentence's offsets in the document's text; both 0 for an uncovered question.
    """

    id: str
    kind: str
    document: str
    measure: str
    start: int
    end: int
    text: str


def records_of(library: Library) -> Iterator[Record]:
    """The records of all documents, in the order of the corpus."""
    for document in library:
        yield from _sentence_records(document)
        for question in library.sample_questions(document.id):
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
