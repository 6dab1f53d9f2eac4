"""How statements about a document are made: its values and its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.structure.asked import Asked
from assistant.verification.making import quoted_range, value, whole
from assistant.verification.statement import Quote, Slot, Statement
from corpus.model import Document, Measure, Section, Sentence


def say(
    asked: Asked, key: str, quotes: Sequence[Quote] = (), **slots: str | tuple[Any, ...]
) -> Statement:
    """VALUE: the template `key`; a slot is its function's name, or that and arguments behind the
    document's id."""
    filled = {}
    for name, slot in slots.items():
        function, *arguments = (slot,) if isinstance(slot, str) else slot
        filled[name] = Slot(function, (asked.document.id, *arguments))
    return value(asked.library, key, filled, quotes)


def heading_quote(document: Document, measure: Measure) -> Quote:
    """The number and heading of a measure; its first sentence where it has no heading."""
    first = measure.heading or next(iter(measure.all_sentences()), None)
    end = first.end if first and not first.context else measure.end
    return quoted_range(document, measure.start, end)


def section_quote(document: Document, section: Section) -> Quote:
    """The number and title of a section."""
    return Quote(document, None, ((section.start, section.title_sentence.end),))


def title_quote(document: Document) -> tuple[Quote, ...]:
    """The document's title, where its text has it."""
    title = document.title
    return (Quote(document, None, ((title.start, title.end),)),) if title else ()


def responsibility_quote(document: Document, measure: Measure) -> tuple[Quote, ...]:
    """The clause that names a measure's units, where it has one."""
    clause = measure.responsibility
    return (quoted_range(document, clause.start, clause.end),) if clause else ()


def read_out(document: Document, measure: Measure) -> list[Statement]:
    """QUOTE: a measure whole, a paragraph each sentence; a list stays with its stem."""
    groups: list[tuple[int, int]] = []
    for sentence in measure.all_sentences():
        if not sentence.citable:
            continue
        start = min((start for start, _ in sentence.context), default=sentence.start)
        if groups and start < groups[-1][1]:
            groups[-1] = (min(start, groups[-1][0]), sentence.end)
        else:
            groups.append((start, sentence.end))
    if groups:
        groups[0] = (measure.start, groups[0][1])
    return [whole(quoted_range(document, start, end)) for start, end in groups]


def quote_sentences(
    asked: Asked, found: Iterable[tuple[Measure | None, Sentence]]
) -> list[Statement]:
    """QUOTE: sentences, each with what it must be quoted with, none twice."""
    statements: dict[tuple[tuple[int, int], ...], Statement] = {}
    for measure, sentence in found:
        parts = tuple(sorted({*sentence.context, (sentence.start, sentence.end)}))
        statements.setdefault(parts, whole(Quote(asked.document, measure, parts)))
    return list(statements.values())
