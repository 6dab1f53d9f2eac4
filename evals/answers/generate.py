"""Answers to all single questions: even a refusal must not state a figure."""

from __future__ import annotations

from evals.cases import CaseSet
from evals.generation import answers
from evals.outputs import Output
from evals.systems import System

FILES = ("single", "multi", "structure", "uncovered", "calculation", "robustness", "attacks")


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to every question outside dialogues."""
    return answers(cases.of(FILES), system)
