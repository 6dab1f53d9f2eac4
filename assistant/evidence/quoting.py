"""The quote of a sentence: with all that must be read with it, and nothing beside."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.verification.making import joined
from assistant.verification.statement import Quote, QuoteRole
from corpus.model import Document, Measure, Sentence


def quote_of(
    document: Document,
    measure: Measure | None,
    *sentences: Sentence,
    role: QuoteRole = QuoteRole.ANSWER,
) -> Quote:
    """Sentences as they are quoted: a list item with its stem, a stem with its items, a table's row with
    its header."""
    spans = {span for s in sentences for span in (*s.context, (s.start, s.end), *s.items)}
    return Quote(document, measure, joined(document.text, spans), role)


def sentence_at(document: Document, measure: Measure | None, start: int) -> Sentence | None:
    """The citable sentence that begins at an offset, in the measure or, None, outside all measures."""
    sentences: Iterable[Sentence] = (
        (s for s in measure.all_sentences() if s.citable)
        if measure
        else (s for s, inside in document.sentences() if inside is None)
    )
    return next((sentence for sentence in sentences if sentence.start == start), None)
