"""What makes a quote a quote: verbatim at its offsets, citable, and whole in its sense."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.verification.statement import Quote
from corpus.library import CorpusError, Library
from corpus.model import CITABLE, Document, Role, Sentence

_BETWEEN = frozenset({Role.BLANK, Role.MARKER})


def is_verbatim(quote: Quote, library: Library) -> bool:
    """Whether each part lies in the library's text, in order, and touches nothing but citable words."""
    document = quote.document
    try:
        if library.get(document.id).text != document.text:
            return False
    except CorpusError:
        return False
    end = 0
    for start, stop in quote.parts:
        if not end <= start < stop <= len(document.text):
            return False
        end = stop
    if quote.measure is not None and not any(m == quote.measure for m in document.measures):
        return False
    return bool(quote.parts) and all(_is_citable(document, *part) for part in quote.parts)


def is_whole(quote: Quote) -> bool:
    """Whether each part is whole sentences (headings, items, rows), with the words that they must be
    quoted with (`Sentence.context`)."""
    document = quote.document
    sentences = [s for start, stop in quote.parts for s in _within(document, start, stop)]
    context = {part for sentence in sentences for part in sentence.context}
    return all(
        _is_cut_at_sentences(document, part) or part in context for part in quote.parts
    ) and all(any(a <= start and stop <= b for a, b in quote.parts) for start, stop in context)


def _is_citable(document: Document, start: int, stop: int) -> bool:
    touched = [leaf for leaf in document.leaves if leaf.start < stop and start < leaf.end]
    return any(leaf.role in CITABLE for leaf in touched) and all(
        leaf.role in CITABLE or leaf.role in _BETWEEN for leaf in touched
    )


def _within(document: Document, start: int, stop: int) -> Iterator[Sentence]:
    """The sentences that lie in a range."""
    return (s for s, _ in document.sentences() if start <= s.start and s.end <= stop)


def _is_cut_at_sentences(document: Document, part: tuple[int, int]) -> bool:
    """Whether a range cuts no sentence, and holds at least one."""
    start, stop = part
    touched = [s for s in _all(document) if s.start < stop and start < s.end]
    return bool(touched) and all(start <= s.start and s.end <= stop for s in touched)


def _all(document: Document) -> Iterator[Sentence]:
    yield from (sentence for sentence, _ in document.sentences())
    yield from (section.title_sentence for section in document.sections)
