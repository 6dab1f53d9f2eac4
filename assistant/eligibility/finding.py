"""What a rule finds: the outcome, the result, the steps that led to it and the values it used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from assistant.eligibility.parameters import Value

CENT = Decimal("0.01")


class Outcome(StrEnum):
    """How a rule ends. The list is closed."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    DEPENDS_ON_LOCAL_RULES = "depends_on_local_rules"
    NEEDS_INFORMATION = "needs_information"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reasoning, in Chinese, with the figure that it arrives at."""

    text: str
    value: int | float | str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's answer. `summary` is one Chinese line; `values` become sources and quotes (the one that
    shows the figure stands first), `beside` become sources only.

    `missing`: inputs to ask for; `question`: what to ask instead of the first one's usual question.
    """

    outcome: Outcome
    summary: str
    result: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    values: tuple[Value, ...] = ()
    missing: tuple[str, ...] = ()
    question: str = ""
    detail: str = ""
    """What the summary leaves out because it hangs on the very day: years, end of the payments."""
    beside: tuple[Value, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """A whole sentence for each result that a question may want (`rule.WANTS`)."""


def needs(name: str, summary: str, steps: tuple[Step, ...], *values: Value | None) -> Finding:
    """A finding that waits for one more input; the steps say what is known without it."""
    return Finding(
        Outcome.NEEDS_INFORMATION, summary, steps=steps, values=present(values), missing=(name,)
    )


def needs_day(summary: str, steps: tuple[Step, ...], *values: Value | None) -> Finding:
    """A finding that waits for the day of a birth whose month is known."""
    question = "孩子是哪天出生的？请说到年月日。"
    return replace(needs("birth_date", summary, steps, *values), question=question)


def refused(summary: str, steps: tuple[Step, ...], *values: Value | None) -> Finding:
    """A finding of not eligible, for the reason that `summary` gives."""
    return Finding(Outcome.NOT_ELIGIBLE, summary, steps=steps, values=present(values))


def present(values: tuple[Value | None, ...]) -> tuple[Value, ...]:
    """The values that are in force."""
    return tuple(value for value in values if value is not None)


def cents(amount: Decimal) -> Decimal:
    """Yuan rounded to the cent, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def as_number(amount: Decimal) -> int | float:
    """A JSON number with at most two decimals."""
    rounded = cents(amount)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def parameter_step(value: Value) -> Step:
    """「育儿补贴标准(每孩每年):3600元」 with the figure."""
    figure = as_number(value.number) if isinstance(value.value, Decimal) else str(value.value)
    return Step(f"{value.label}：{figure}{value.unit}", figure, value.unit or None)
