"""Answers to the questions that need a rule."""

from __future__ import annotations

from evals.cases import CaseSet
from evals.generation import answers
from evals.outputs import Output
from evals.systems import System


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to every question outside dialogues that is for a rule."""
    return answers((c for c in cases.cases if c.rule or c.file == "calculation"), system)
