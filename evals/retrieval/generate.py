"""Rankings for the questions with gold measures."""

from __future__ import annotations

from evals.cases import CaseSet
from evals.outputs import Output
from evals.systems import System

FILES = ("single", "multi")


def generate(cases: CaseSet, system: System) -> list[Output]:
    """What the system's retrieval ranks for each question; nothing for recorded answers."""
    outputs = [Output(case, found=system.found(case)) for case in cases.of(FILES) if case.measures]
    return [output for output in outputs if output.found is not None]
