"""Asking a system the cases of some files: the half of generation that abilities share."""

from __future__ import annotations

from collections.abc import Iterable

from evals.cases import Case
from evals.outputs import Output
from evals.systems import System


def answers(cases: Iterable[Case], system: System) -> list[Output]:
    """The system's answers. Nothing where it was asked none of the cases; one not asked is missing."""
    wanted = list(cases)
    if not any(system.has(case) for case in wanted):
        return []
    return [Output(case, answer=system.answer(case)) for case in wanted]
