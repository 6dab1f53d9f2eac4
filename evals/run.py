"""One evaluation run: generate, judge, check the gates; the result is one JSON-able object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from corpus.library import Library
from evals.abilities import ABILITIES, Ability
from evals.cases import CaseSet, digest
from evals.gates import GateResult, check, load_gates
from evals.metrics import Rate
from evals.outputs import Evaluation, Verdict, expectation
from evals.systems import System

FORMAT = 1
"""Version of the result's form."""


def run(
    cases: CaseSet,
    system: System,
    library: Library,
    abilities: Iterable[str] = tuple(ABILITIES),
    show: bool = True,
) -> dict[str, Any]:
    """Evaluate the abilities. Without `show` the result names cases by id only, no text of theirs."""
    found: dict[str, Any] = {}
    for name in abilities:
        ability = ABILITIES[name]
        outputs = ability.generate(cases, system)
        if outputs:
            evaluation = ability.evaluate(outputs, library)
            if show:
                _add_evidence(evaluation, outputs_by_id(outputs), system)
            found[name] = _as_dict(ability, evaluation, show)
    measured = {
        name: {metric: rate["value"] for metric, rate in ability["metrics"].items()}
        for name, ability in found.items()
    }
    return {
        "format": FORMAT,
        "system": system.name,
        "cases": {
            "folder": cases.folder.name,
            "digest": digest(cases.folder),
            "count": sum(1 for _ in cases.all()),
            "shown": show,
        },
        "gates": gates_as_dicts(check(load_gates(), measured)),
        "abilities": found,
    }


def is_passed(result: dict[str, Any]) -> bool:
    """Whether no gate that was measured is missed."""
    return all(gate["passed"] is not False for gate in result["gates"])


def outputs_by_id(outputs: Iterable[Any]) -> dict[str, Any]:
    """Outputs by their case's id."""
    return {output.case.id: output for output in outputs}


def _add_evidence(evaluation: Evaluation, outputs: dict[str, Any], system: System) -> None:
    for verdict in evaluation.verdicts:
        if not verdict.passed:
            answer = outputs[verdict.case.id].answer
            verdict.evidence = system.evidence(verdict.case, answer)


def _as_dict(ability: Ability, evaluation: Evaluation, show: bool) -> dict[str, Any]:
    return {
        "title": ability.title,
        "titles": dict(ability.metrics),
        "main": ability.main,
        "metrics": {
            name: _rate(evaluation.metrics[name])
            for name in ability.metrics
            if name in evaluation.metrics
        },
        "groups": {
            group: {name: _rate(rates[name]) for name in ability.metrics if name in rates}
            for group, rates in sorted(evaluation.groups.items())
        },
        "curves": evaluation.curves,
        "cases": {v.case.id: _verdict(v, show) for v in evaluation.verdicts},
    }


def _verdict(verdict: Verdict, show: bool) -> dict[str, Any]:
    judged: dict[str, Any] = {
        "passed": verdict.passed,
        "checks": {name: round(value, 4) for name, value in verdict.checks.items()},
    }
    if show and not verdict.passed:
        judged |= {
            "question": verdict.case.question,
            "expected": expectation(verdict.case),
            "got": verdict.got,
            "faults": list(verdict.faults),
            "evidence": verdict.evidence,
        }
    return judged


def _rate(rate: Rate) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(rate).items()}


def gates_as_dicts(results: Iterable[GateResult]) -> list[dict[str, Any]]:
    """Gates beside what was measured, JSON-able."""
    return [_gate_as_dict(result) for result in results]


def _gate_as_dict(result: GateResult) -> dict[str, Any]:
    gate = result.gate
    return {
        "ability": gate.ability,
        "metric": gate.metric,
        "bound": gate.bound,
        "reason": gate.reason,
        "value": result.value,
        "passed": result.passed,
    }
