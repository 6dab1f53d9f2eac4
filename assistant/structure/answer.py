"""Questions about a document itself, answered exactly from how it is built and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.domain import domain
from assistant.jurisdiction.missing import say_missing
from assistant.structure import duties, facts, outline, texts, words
from assistant.structure.asked import Asked, read
from assistant.structure.making import say
from assistant.turn import PartAnswer, Request, Selection
from assistant.understanding.model import Part
from assistant.verification.making import say as phrase
from assistant.verification.slots import SlotError
from assistant.verification.statement import Statement

_ANSWERS: Mapping[str, Callable[[Asked], list[Statement] | None]] = {
    "count_measures": outline.counted,
    "count_sections": outline.sections_listed,
    "list_sections": outline.sections_listed,
    "list_measures": outline.measures_listed,
    "measure_text": texts.read,
    "measure_heading": outline.titles_of_measures,
    "measure_position": outline.places,
    "section_of": outline.places,
    "neighbours": texts.beside,
    "preamble": outline.preamble,
    "closing": outline.closing,
    "whole_summary": outline.summary,
    "units_of_measure": duties.units_of,
    "measures_of_unit": duties.measures_of,
    "lead_unit": duties.lead,
    "most_units": duties.extreme_in_units,
    "most_measures": duties.extreme_in_measures,
    "mentions": words.mentions,
    "by_force": words.by_force,
    "by_audience": words.by_audience,
    "issue_date": facts.with_others(facts.issued),
    "effective_date": facts.effective,
    "document_number": facts.with_others(facts.number),
    "basis": facts.basis,
    "addressees": facts.addressees,
    "issuer": facts.with_others(facts.issuer),
    "valid_until": facts.validity,
    "title": facts.title,
    "scope": facts.scope,
}
"""What answers each class of question (`Part.structure`)."""
_OF_ANY = frozenset({"measure_position", "measure_text"})
"""Classes about one measure, which may stand in any document where none is named."""
_SURE = 0.5
_STANDING = ("还", "现在", "作废", "废", "失效", "过期")
_ABOUT_MEASURES = frozenset(
    "count_measures count_sections list_measures list_sections mentions measure_position scope "
    "issuer document_number most_units".split()
)
"""Classes that are about a unit's measures, or a measure's units, where the question names a unit."""
_OF_THE_DOCUMENT = frozenset({"issuer", "document_number", "issue_date", "scope"})
"""Classes that are about a measure where the question names one by number."""


def answer(part: Part, selection: Selection, request: Request) -> PartAnswer | None:
    """The answer to a question of structure; None for other parts, and where what it names cannot be
    read or is not in the document: then its text is searched."""
    answering = _ANSWERS.get(part.structure)
    if answering is None:
        return None
    if not selection.tiers:
        missing = say_missing(selection, request)
        if not missing:
            return None
        return PartAnswer(part, Status.NOT_COVERED, (*missing, phrase("ask_12345")))
    asked = read(part, selection, request)
    if asked is None or not asked.document.measures:
        return None
    if asked.units and part.structure in _ABOUT_MEASURES:
        answering = duties.measures_of
    elif asked.numbers.measures and part.structure in _OF_THE_DOCUMENT:
        answering = texts.read
    try:
        if asked.lacking_measure is not None and not selection.named:
            asked = _elsewhere(asked, selection) or asked
        statements = answering(asked) or _by_number(asked)
        if not statements and part.structure in _OF_ANY and not selection.named:
            asked = _elsewhere(asked, selection) or asked
            statements = answering(asked)
    except SlotError:
        return None
    if not statements:
        return None
    if _asks_until_when(asked):
        said = tuple(replace(statement, quotes=()) for statement in statements)
        return PartAnswer(part, Status.NOT_COVERED, (*said, phrase("ask_12345")))
    return PartAnswer(
        part,
        Status.ANSWERED,
        (*_of_which_document(asked, statements), *statements),
        cited=_cited(statements),
    )


def _asks_until_when(asked: Asked) -> bool:
    """Whether a last day is asked for that the document does not name; no question of its standing."""
    return (
        asked.part.structure == "valid_until"
        and asked.document.metadata.effective_to is None
        and not any(word in asked.text for word in _STANDING)
    )


def _elsewhere(asked: Asked, selection: Selection) -> Asked | None:
    """The same question of the document in which a search finds its topic for sure."""
    likely = asked.likely([document.id for document in selection.documents], _SURE)
    if likely is None:
        return None
    number = asked.lacking_measure
    other = replace(asked, document=likely[0])
    return other if number is None or likely[0].measure(number) else None


def _by_number(asked: Asked) -> list[Statement] | None:
    """What stands under a number that is named, where the question is read no further."""
    named = asked.numbers.measures or asked.numbers.sections
    return texts.read(asked) if named else None


def _of_which_document(asked: Asked, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Which document the answer is from, where it is not the main one and does not say so."""
    title = asked.document.metadata.title
    if asked.document.id == domain().main_document or any(title in s.text for s in statements[:1]):
        return ()
    return (say(asked, "of_document", title="document_title"),)


def _cited(statements: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    """The measures that the answer cites, for the conversation."""
    return tuple(
        dict.fromkeys(
            (quote.document.id, quote.measure.key)
            for statement in statements
            for quote in statement.quotes
            if quote.measure
        )
    )
