"""The quote of a sentence: with all that must be read with it, and nothing beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.verification.statement import Quote, QuoteRole
from corpus.model import Document, Measure, Sentence

Span = tuple[int, int]


def quote_of(
    document: Document,
    measure: Measure | None,
    sentence: Sentence,
    role: QuoteRole = QuoteRole.ANSWER,
) -> Quote:
    """A sentence as it is quoted: a list item with its stem, a stem with its items, a table's row with
    its header."""
    spans = [*sentence.context, (sentence.start, sentence.end), *sentence.items]
    return Quote(document, measure, tuple(_joined(document.text, spans)), role)


def sentence_at(document: Document, measure: Measure | None, start: int) -> Sentence | None:
    """The citable sentence that begins at an offset, in the measure or, None, outside all measures."""
    sentences: Iterable[Sentence] = (
        (s for s in measure.all_sentences() if s.citable)
        if measure
        else (s for s, inside in document.sentences() if inside is None)
    )
    return next((sentence for sentence in sentences if sentence.start == start), None)


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in the order of the text, those that touch or overlap as one."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current and (start <= current[1] or not text[current[1] : start].strip()):
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current
