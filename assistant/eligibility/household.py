"""A family as rules see it: its children and what is known of it. None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assistant.eligibility.fields import Field
from assistant.eligibility.partial_date import PartialDate, is_under_age

_SAME_BIRTH = timedelta(days=2)
"""Twins may be born on either side of midnight."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child born, or expected, on a day or in a month; `span` when only a range is known.

    `told`: what is known of this child alone, by field name (`applied_years`).
    """

    born: PartialDate
    expected: bool = False
    span: tuple[date, date] | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    def is_unborn(self, as_of: date) -> bool:
        """Whether the birth lies ahead."""
        return self.expected or self.born.earliest > as_of


@dataclass(frozen=True, slots=True)
class Family:
    """The shared facts as attributes, those that a rule declares itself by `told`.

    `given` holds the checked input in its JSON form.
    """

    given: Mapping[str, Any]
    children: tuple[Child, ...] = ()
    expected_date: PartialDate | None = None
    babies: int | None = None
    hukou_in_jiangxi: bool | None = None
    lawful_birth: bool | None = None
    leave_start: date | None = None
    difficult_birth: bool | None = None
    caesarean: bool | None = None
    miscarriage: bool | None = None
    pregnancy_months: Decimal | None = None
    minor_children: int | None = None
    renting_public_housing: bool | None = None
    renting: bool | None = None
    employed: bool | None = None
    insured_employee: bool | None = None
    flexible_employment: bool | None = None
    unemployment_benefit: bool | None = None
    pregnant: bool | None = None
    hardship: bool | None = None
    disabled_child: bool | None = None
    employer: bool | None = None
    nursery_operator: bool | None = None
    as_of: date | None = None
    own_wage: bool = False
    """The wage was named as the user's own, where the employer's average is asked for."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The values of the fields that rules declare, by name."""

    def told(self, asked: Field) -> Any:
        """The checked value of a field that a rule declares; None when it is not known."""
        return self.facts.get(asked.name)

    def is_overdue(self, as_of: date) -> bool:
        """Whether an expected date has passed: the child is born, on a day not told."""
        return any(child.expected and child.born.latest < as_of for child in self.children)

    def minors(self, as_of: date, adult_age: int) -> int | None:
        """Children under age on a day: as told, else counted; None when nothing is known."""
        if self.minor_children is not None:
            return self.minor_children
        born = [child.born for child in self.children if not child.is_unborn(as_of)]
        if not born:
            return None
        return sum(is_under_age(day, adult_age, as_of) is not False for day in born)

    def babies_of_birth(self) -> int:
        """Babies of the (last) birth: as told, else the children born with the youngest."""
        if self.babies is not None:
            return self.babies
        last = max((child.born.latest for child in self.children), default=None)
        if last is None:
            return 1
        return sum(last - child.born.latest <= _SAME_BIRTH for child in self.children)

    def with_children(self, children: tuple[Child, ...]) -> Family:
        """The same family with other children."""
        return replace(self, children=children)
