"""Answers to the questions that must be answered with citations."""

from __future__ import annotations

from evals.cases import CaseSet
from evals.generation import answers
from evals.outputs import Output
from evals.systems import System

FILES = ("single", "multi", "structure", "calculation", "robustness")


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to all questions whose citations are judged, or that may cite at all."""
    return answers(cases.of(FILES), system)
