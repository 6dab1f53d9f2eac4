"""Which yearly applications for 育儿补贴 a child has, for how much, and until which day each can be made.

《江西省“育儿补贴申领一件事”办事指南》 2 and 6, 《育儿补贴制度管理规范（试行）》 第十二条: born on or after
the start, first in the year of birth or the next, then in the two following years; born before, in each
calendar year from the start's until that of the third birthday, whole years first and the rest, by the
month, last. Not applied for in its year is given up; later years can still be applied for. A child that
has died has the year of its death (8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistant.eligibility.fields import EVERY_YEAR
from assistant.eligibility.household import Child
from assistant.eligibility.parameters import parameter
from assistant.eligibility.partial_date import (
    MONTHS_PER_YEAR,
    PartialDate,
    month_index,
    month_start,
    months_by_year,
)


class Status(StrEnum):
    """What has become of an application by the day of computing. The list is closed."""

    RECEIVED = "received"
    OPEN = "open"
    FUTURE = "future"
    LOST = "lost"
    PAST = "past"
    """Its year is over, and whether it was made is not known."""


CLAIMABLE = (Status.OPEN, Status.FUTURE)


@dataclass(frozen=True, slots=True)
class Application:
    """One yearly application: the year that it is made for, its money, its last day."""

    year: int
    months: int
    amount: Decimal
    deadline: date
    status: Status


@dataclass(frozen=True, slots=True)
class Plan:
    """The applications of one child. `by_month`: born before the start."""

    by_month: bool
    first_month: int
    last_month: int
    applications: tuple[Application, ...]
    missed_first: bool = False
    """The first application was not made in time."""
    undecided: bool = False
    """Which applications are left hangs on those made so far."""

    def amount(self, *statuses: Status) -> Decimal:
        """Yuan of the applications of these statuses; of all without any."""
        return sum((application.amount for application in self.of(*statuses)), Decimal(0))

    def of(self, *statuses: Status) -> tuple[Application, ...]:
        """The applications of these statuses; all without any."""
        return tuple(a for a in self.applications if not statuses or a.status in statuses)


@dataclass(frozen=True, slots=True)
class Part:
    """A child of a family with its plan; `before`: its plan if last year's first application was made,
    where that is not known."""

    child: Child
    plan: Plan
    before: Plan | None

    @property
    def claimable(self) -> tuple[Application, ...]:
        """The applications that can still be made."""
        return self.plan.of(*CLAIMABLE)


def by_year(parts: Sequence[Part], *statuses: Status) -> dict[int, tuple[int, Decimal]]:
    """Months and yuan of all children's applications by year, of these statuses (all without any)."""
    sums: dict[int, tuple[int, Decimal]] = {}
    for part in parts:
        for application in part.plan.of(*statuses):
            months, amount = sums.get(application.year, (0, Decimal(0)))
            sums[application.year] = (months + application.months, amount + application.amount)
    return dict(sorted(sums.items()))


def plan(
    born: PartialDate,
    as_of: date,
    applied: Sequence[int] | str | None,
    death: PartialDate | None = None,
) -> Plan:
    """The applications of a child born then. `applied`: the years in which they were made, `EVERY_YEAR`,
    or None when it is not known. Raises `NotInForceError` before the scheme."""
    start = parameter("childcare_subsidy_start", as_of).day
    until = parameter("childcare_subsidy_until_age", as_of).count
    first = max(born.month_index, month_index(start))
    last = born.month_index + until * MONTHS_PER_YEAR
    if born.month_index < month_index(start):
        found = _monthly(first, last, as_of, applied)
    else:
        found = _yearly(born, as_of, applied, _alive_in(death, born))
    return found if death is None else _until_death(found, born, death)


def _alive_in(death: PartialDate | None, born: PartialDate) -> bool:
    return death is None or death.year > born.year


def _status(year: int, deadline: date, as_of: date, applied: Sequence[int] | str | None) -> Status:
    made = year < as_of.year if applied == EVERY_YEAR else year in (applied or ())
    if made and year <= as_of.year:
        return Status.RECEIVED
    if as_of > deadline:
        return Status.PAST if applied is None else Status.LOST
    return Status.OPEN if year <= as_of.year else Status.FUTURE


def _monthly(first: int, last: int, as_of: date, applied: Sequence[int] | str | None) -> Plan:
    applications = []
    for year, months in months_by_year(first, last).items():
        day = date(year, 12, 31)
        whole = len(months) == MONTHS_PER_YEAR
        amount = (
            parameter("childcare_subsidy_per_year", month_start(months[0])).number
            if whole
            else sum(
                (
                    parameter("childcare_subsidy_per_month", month_start(month)).number
                    for month in months
                ),
                Decimal(0),
            )
        )
        status = _status(year, day, as_of, applied)
        applications.append(Application(year, len(months), amount, day, status))
    missed = bool(applications) and applications[0].status is Status.LOST
    return Plan(True, first, last, tuple(applications), missed_first=missed)


def _yearly(
    born: PartialDate, as_of: date, applied: Sequence[int] | str | None, alive: bool
) -> Plan:
    count = parameter("childcare_subsidy_applications", as_of).count
    latest = born.year + parameter("childcare_subsidy_first_within", as_of).count
    made = [] if applied is None or applied == EVERY_YEAR else _made(applied, born, as_of)
    if applied == EVERY_YEAR:
        first = born.year
    elif made and made[0] <= latest:
        first = made[0]
    elif applied is None and as_of.year > latest + count - 1:
        first = latest
    else:
        first = min(max(as_of.year, born.year), latest)
    missed = applied not in (None, EVERY_YEAR) and as_of.year > latest and first not in made
    applications = []
    for year in range(first, first + count):
        deadline = date(year, 12, 31)
        if year == first and not made and applied != EVERY_YEAR:
            deadline = date(latest, 12, 31)
        amount = parameter("childcare_subsidy_per_year", month_start(year * MONTHS_PER_YEAR)).number
        status = _status(year, deadline, as_of, made if made else applied)
        applications.append(Application(year, MONTHS_PER_YEAR, amount, deadline, status))
    return Plan(
        False,
        born.month_index,
        born.month_index + count * MONTHS_PER_YEAR - 1,
        tuple(applications),
        missed_first=missed,
        undecided=applied is None and alive and latest < as_of.year <= latest + count - 1,
    )


def _made(applied: Sequence[int] | str, born: PartialDate, as_of: date) -> list[int]:
    """The years told that can be: from the birth to the day of computing."""
    return [year for year in applied if isinstance(year, int) and born.year <= year <= as_of.year]


def _until_death(found: Plan, born: PartialDate, death: PartialDate) -> Plan:
    """The plan up to the year of the death; born and died in one year may apply in the next too."""
    if death.year == born.year and not found.by_month:
        return replace(found, applications=found.applications[:1])
    kept = tuple(a for a in found.applications if a.year <= death.year)
    return replace(found, applications=kept)
