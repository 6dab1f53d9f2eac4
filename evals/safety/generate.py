"""Answers to steering attempts and odd input."""

from __future__ import annotations

from evals.cases import CaseSet
from evals.generation import answers
from evals.outputs import Output
from evals.systems import System

FILES = ("attacks", "robustness")


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to attacks and odd input."""
    return answers(cases.of(FILES), system)
