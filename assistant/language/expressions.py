"""The expressions of a text that may tell a fact: its dates, quantities and school stages, each at its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.language.dates import DateExpression, find_dates
from assistant.language.numerals import DIGITS
from assistant.language.quantities import Quantity, find_quantities
from assistant.language.school import Stage, find_stages

_PAIRS = frozenset("两俩仨")
"""Numerals that count by themselves (俩娃); any other single character without a unit is no number."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date, a quantity, a school stage, or figures that may be read as date or quantity; `text == source[start:end]`."""

    text: str
    start: int
    end: int
    date: DateExpression | None = None
    quantity: Quantity | None = None
    stage: Stage | None = None


def find_expressions(text: str, on: date) -> list[Expression]:
    """All expressions of cleaned `text`, read on the day `on`, in their order."""
    dates = find_dates(text, on)
    found = []
    for said in dates:
        other = None
        if not said.sure:
            alike = (q for q in find_quantities(text) if (q.start, q.end) == (said.start, said.end))
            other = next(alike, None)
        found.append(Expression(said.text, said.start, said.end, said, other))
    taken = {i for said in dates for i in range(said.start, said.end)}
    for stage in find_stages(text):
        if taken.isdisjoint(range(stage.start, stage.end)):
            found.append(Expression(stage.text, stage.start, stage.end, stage=stage))
            taken |= set(range(stage.start, stage.end))
    for start, piece in _pieces(text, taken):
        for quantity in find_quantities(piece):
            if _counts(quantity):
                begin, end = start + quantity.start, start + quantity.end
                found.append(Expression(quantity.text, begin, end, quantity=quantity))
    return sorted(found, key=lambda expression: expression.start)


def _pieces(text: str, taken: set[int]) -> list[tuple[int, str]]:
    """What stands between what is taken."""
    pieces, begin = [], 0
    for index in range(len(text) + 1):
        if index == len(text) or index in taken:
            if index > begin:
                pieces.append((begin, text[begin:index]))
            begin = index + 1
    return pieces


def _counts(quantity: Quantity) -> bool:
    bare = quantity.text in DIGITS and quantity.text not in _PAIRS
    return not (bare and not quantity.unit)
