"""How statements are made: each constructor renders the text from the source; none takes words.

Raises SlotError where a slot has nothing to say, KeyError for an unknown template or phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.verification.rendering import render
from assistant.verification.statement import Kind, Quote, QuoteRole, Slot, Source, Statement
from corpus.library import Library
from corpus.model import Document, Measure, Sentence

Range = tuple[int, int]


def quoted(
    document: Document,
    measure: Measure | None,
    *sentences: Sentence,
    role: QuoteRole = QuoteRole.ANSWER,
) -> Quote:
    """The quote of whole sentences with what they must be quoted with (`Sentence.context`)."""
    ranges = {found for s in sentences for found in (*s.context, (s.start, s.end))}
    return Quote(document, measure, joined(document.text, ranges), role)


def quoted_range(
    document: Document, start: int, end: int, role: QuoteRole = QuoteRole.ANSWER
) -> Quote:
    """The quote of one range of the text, for headings with their numbers and bound sentences."""
    return Quote(document, document.measure_at(start), ((start, end),), role)


def quote(
    document: Document,
    measure: Measure | None,
    *sentences: Sentence,
    role: QuoteRole = QuoteRole.ANSWER,
) -> Statement:
    """QUOTE: whole sentences of the text, a list item with its stem."""
    return whole(quoted(document, measure, *sentences, role=role))


def whole(*quotes: Quote) -> Statement:
    """QUOTE: the words of these quotes, whole sentences each."""
    return Statement(Kind.QUOTE, render(Kind.QUOTE, quotes, Source()), quotes)


def abridged(found: Quote, frame: str = "") -> Statement:
    """ABRIDGED: a quote whose parts leave whole clauses or list items of its sentence out."""
    source = Source(key=frame)
    return Statement(Kind.ABRIDGED, render(Kind.ABRIDGED, (found,), source), (found,), source)


def value(
    library: Library, key: str, slots: Mapping[str, Slot], quotes: Sequence[Quote] = ()
) -> Statement:
    """VALUE: the template `key` of `assistant/data/templates.yaml` with these slots."""
    source = Source(key=key, slots=dict(slots))
    return Statement(
        Kind.VALUE, render(Kind.VALUE, tuple(quotes), source, library), tuple(quotes), source
    )


def calculated(
    library: Library,
    calculation: Mapping[str, Any],
    name: str = "summary",
    quotes: Sequence[Quote] = (),
) -> Statement:
    """VALUE: what a rule's calculation says: `summary`, one of its `texts` by want, or `steps.N`."""
    slots = {"text": Slot("calculated_text", (*repeated(calculation), name))}
    return value(library, "calculation", slots, quotes)


def calculated_sources(library: Library, calculation: Mapping[str, Any]) -> Statement:
    """VALUE: 「依据:……。」, the titles and clauses that a calculation rests on."""
    slots = {"sources": Slot("calculated_sources", repeated(calculation))}
    return value(library, "calculation_sources", slots)


def calculated_question(library: Library, calculation: Mapping[str, Any], name: str) -> Statement:
    """VALUE: the question for an input that a calculation lacks."""
    slots = {"text": Slot("calculated_question", (*repeated(calculation), name))}
    return value(library, "calculation_question", slots)


def verdict(
    library: Library, calculation: Mapping[str, Any], quotes: Sequence[Quote] = ()
) -> Statement:
    """VERDICT: 可以, 不可以 or 看情况 by a rule's outcome."""
    source = Source(
        key="verdict", slots={"verdict": Slot("calculated_outcome", repeated(calculation))}
    )
    return Statement(
        Kind.VERDICT, render(Kind.VERDICT, tuple(quotes), source, library), tuple(quotes), source
    )


def verdict_by_quote(
    library: Library, question: str, sentence: tuple[int, int], shown: Quote
) -> Statement:
    """VERDICT: what a sentence (its range) decides of the user's yes-or-no question.

    `shown` is how the answer quotes it. Raises SlotError where it decides nothing.
    """
    slot = Slot("quoted_verdict", (shown.document.id, *sentence, question))
    source = Source(key="verdict", slots={"verdict": slot})
    text = render(Kind.VERDICT, (shown,), source, library)
    return Statement(Kind.VERDICT, text, (shown,), source)


def say(key: str, **values: str) -> Statement:
    """PHRASE: the phrase `key` of `assistant/data/phrases.yaml` with values of its kinds
    (`assistant.verification.values`)."""
    source = Source(key=key, values=values)
    return Statement(Kind.PHRASE, render(Kind.PHRASE, (), source), (), source)


def repeated(calculation: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], str]:
    """The arguments by which a slot repeats a calculation: rule, inputs, day."""
    return calculation["rule"], calculation["inputs"], calculation["as_of"]


def joined(text: str, ranges: set[Range]) -> tuple[Range, ...]:
    """Ranges in the order of the text, those made one between which only blanks stand."""
    parts: list[Range] = []
    for start, end in sorted(ranges):
        if parts and not text[parts[-1][1] : start].strip():
            parts[-1] = (parts[-1][0], max(parts[-1][1], end))
        else:
            parts.append((start, end))
    return tuple(parts)
