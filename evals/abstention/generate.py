"""Answers to covered and uncovered questions, with the confidence that each is covered."""

from __future__ import annotations

from dataclasses import replace

from evals.cases import CaseSet
from evals.generation import answers
from evals.outputs import Found, Output
from evals.systems import System

FILES = ("single", "multi", "structure", "calculation", "uncovered")
BY_EVIDENCE = ("single", "multi", "uncovered")
"""The files whose questions are decided by the evidence found, not by structure or rules."""


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to questions that clearly are, or clearly are not, covered."""
    clear = [case for case in cases.of(FILES) if case.is_answerable or case.is_uncovered]
    return [
        replace(output, found=_judged(output, system))
        if output.case.file in BY_EVIDENCE
        else output
        for output in answers(clear, system)
    ]


def _judged(output: Output, system: System) -> Found | None:
    """What was found, with no confidence where the question was refused without looking at it."""
    found, answer = system.found(output.case), output.answer
    if found and answer and answer.status != "answered" and "evidence" not in answer.timings_ms:
        return replace(found, confidence=0.0)
    return found
