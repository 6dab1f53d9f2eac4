"""The sentences of the corpus on which a calculation rests: whichever document in force states them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.context import Quote
from corpus.library import CorpusError, Library
from corpus.model import Document, Sentence
from corpus.validity import Register

_UNITS = ("元", "天")
_AMOUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<tens>万)?(?P<unit>元|天)")
_PENALTY = re.compile(r"罚|处以|骗取|套取|追回|追缴|不超过|不高于|以内")
"""Amounts that are not what a family gets."""


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
        for one in (named, *named.get("others", ())):
            document = _stating(one["quote"], one["document"], library, valid)
            if document is not None:
                start = document.text.find(one["quote"])
                quote = _quote(document, start, start + len(one["quote"]))
                quotes[document.id, start] = quote
                break
    quoted = {quote.document.id for quote in quotes.values()}
    for source in calculation["sources"]:
        for document in valid:
            if document.id not in quoted and register.is_called(document, source["title"]):
                sentence = _states(document, source["states"])
                if sentence:
                    key = document.id, sentence.start
                    quotes.setdefault(key, _quote(document, sentence.start, sentence.end))
    return tuple(quotes.values())


def higher_amounts(
    calculation: Mapping[str, Any], documents: Sequence[Document], quoted: Collection[str]
) -> tuple[Quote, ...]:
    """Sentences of further documents that state more of the benefit than the calculation goes by.

    One of each document outside `quoted` (ids): the first that names the benefit and a figure in the
    result's unit above both the result's parameters and, where days are counted, the result itself.
    Only to be quoted: whether it adds to the rule or takes its place, the sentence alone tells.
    """
    unit = str(calculation["result"].get("unit") or "")
    known = {name for name in re.split(r"[()（）和、]", calculation["title"]) if name}
    stated = [value for source in calculation["sources"] for value in source["states"]]
    limits = [*_amounts("、".join(stated), unit)]
    if unit == "天":
        limits += _amounts(f"{calculation['result'].get('days', 0)}天", unit)
    if unit not in _UNITS or not limits:
        return ()
    found = []
    for document in documents:
        if document.id not in quoted:
            sentence = next(
                (
                    sentence
                    for sentence, _ in document.sentences()
                    if any(name in sentence.text for name in known)
                    and not _PENALTY.search(sentence.text)
                    and max(_amounts(sentence.text, unit), default=0.0) > max(limits)
                ),
                None,
            )
            if sentence:
                found.append(_quote(document, sentence.start, sentence.end))
    return tuple(found)


def _amounts(text: str, unit: str) -> list[float]:
    """The figures of a text in the unit (元, 天)."""
    return [
        float(match["number"].replace(",", "")) * (10_000 if match["tens"] else 1)
        for match in _AMOUNT.finditer(text)
        if match["unit"] == unit
    ]


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
