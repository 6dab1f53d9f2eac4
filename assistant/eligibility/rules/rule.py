"""The form of a rule: what it is called, what it asks for, and the function that decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.family import Family
from assistant.eligibility.finding import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the registry.

    `answers`: what it answers, in Chinese. `required`: inputs without which it ends in
    `needs_information` (an age or an expected date may stand for a birth date); `optional`: inputs
    with a default that a step states. `key_results`: the fields of the result that must be the same
    over a range of birth dates for an age to be enough. `by_age`: the children's ages decide, where they
    are told, though no birth date is required.
    """

    name: str
    title: str
    answers: str
    measure: int
    required: tuple[str, ...]
    optional: tuple[str, ...]
    key_results: tuple[str, ...]
    decide: Callable[[Family, date], Finding]
    by_age: bool = False
