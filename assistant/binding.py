"""The sentences of the corpus on which a calculation rests: whichever document in force states them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.context import Quote
from corpus.library import CorpusError, Library
from corpus.model import Document, Sentence
from corpus.validity import Register


def bound_quotes(
    calculation: Mapping[str, Any], library: Library, register: Register, on: date
) -> tuple[Quote, ...]:
    """The quotes that back a calculation on the day `on`.

    First the sentences to which its parameters are bound, from the document named, or from another
    that states the same words where the one named is no longer in force. Then, of each other source
    that the corpus has, the sentence that states the parameter's value.
    """
    valid = register.in_force(on)
    quotes: dict[tuple[str, int], Quote] = {}
    for named in calculation["quotes"]:
        document = _stating(named["quote"], named["document"], library, valid)
        if document is not None:
            start = document.text.find(named["quote"])
            quote = _quote(document, start, start + len(named["quote"]))
            quotes[document.id, start] = quote
    quoted = {quote.document.id for quote in quotes.values()}
    for source in calculation["sources"]:
        for document in valid:
            if document.id not in quoted and register.is_called(document, source["title"]):
                sentence = _states(document, source["states"])
                if sentence:
                    key = document.id, sentence.start
                    quotes.setdefault(key, _quote(document, sentence.start, sentence.end))
    return tuple(quotes.values())


def _stating(
    words: str, document_id: str, library: Library, valid: Sequence[Document]
) -> Document | None:
    """The document that states `words`: the one named while in force, another in force, the one named."""
    stating = sorted(
        (document for document in valid if words in document.text),
        key=lambda document: document.id != document_id,
    )
    if stating:
        return stating[0]
    try:
        document = library.get(document_id)
    except CorpusError:
        return None
    return document if words in document.text else None


def _states(document: Document, values: Sequence[str]) -> Sentence | None:
    """The first sentence that states one of the values (「3600元」), numbers being whole."""
    if not values:
        return None
    stated = re.compile("|".join(rf"(?<![\d.,]){re.escape(value)}" for value in values))
    return next((s for s, _ in document.sentences() if stated.search(s.text)), None)


def _quote(document: Document, start: int, end: int) -> Quote:
    return Quote(document, document.measure_at(start), start, end)
