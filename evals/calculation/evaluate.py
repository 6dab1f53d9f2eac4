"""Exact equality of rule, outcome, result, steps and sources.

Steps are equal when the figures that they arrive at (value and unit; steps without a value are not
counted) are those of the case, all of them and in its order. Sources are equal when title, number, clause
and the date from which it holds are those of the case, all of them, in any order. A case may leave steps
or sources out; then there must at least be some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from corpus.library import Library
from evals.cases import Case, Figure, Source
from evals.checks import missing_facts
from evals.outputs import Evaluation, Output, Verdict, describe, groups_of, summarise

METRICS = {
    "exact": "计算题全对",
    "status_right": "状态符合预期",
    "rule_right": "用对规则",
    "outcome_right": "结论一致",
    "result_right": "结果数值一致",
    "figures_right": "答案里的数字齐全、准确",
    "facts_present": "应有的事实都在",
    "steps_right": "步骤的数值一致",
    "sources_right": "依据一致",
    "traced": "有步骤和依据",
}
MAIN = "exact"
_UNTRACED = ("needs_information",)


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge the calculation of every answer."""
    return summarise([judge(output) for output in outputs])


def judge(output: Output) -> Verdict:
    """One answer's calculation. A case that names no outcome judges the rule only where one ran; one
    that names no rule judges the status and the figures alone."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    calculation = answer.calculation or {}
    missing = missing_facts(case.facts, answer.answer)
    checks = {"status_right": float(answer.status in case.status)}
    if case.facts:
        checks["facts_present"] = float(not missing)
    if case.rule and (calculation or case.outcome):
        checks["rule_right"] = float(calculation.get("rule") == case.rule)
    if case.outcome:
        checks["outcome_right"] = float(calculation.get("outcome") == case.outcome)
    if case.result:
        checks["result_right"] = float(result_is_right(case, calculation.get("result") or {}))
    if calculation and calculation.get("outcome") not in _UNTRACED:
        checks["traced"] = float(is_traced(calculation))
    figures_found, sources_found = figures(calculation), sources(calculation)
    if case.steps is not None:
        checks["steps_right"] = float(same_figures(figures_found, case.steps))
    if case.sources is not None:
        checks["sources_right"] = float(sources_found == set(case.sources))
    stated = [fact for fact in case.facts if is_figure(fact)]
    if stated or case.result:
        absent = missing_facts(stated, answer.answer)
        checks["figures_right"] = float(checks.get("result_right", 1.0) and not absent)
    faults = [METRICS[name] + ":否" for name, value in checks.items() if not value]
    faults += [f"缺少「{fact}」" for fact in missing]
    if checks.get("steps_right") == 0.0:
        faults.append(f"步骤应为 {_listed(case.steps or ())},得到 {_listed(figures_found)}")
    if checks.get("sources_right") == 0.0:
        expected = set(case.sources or ())
        faults += [f"缺少依据 {' '.join(source)}" for source in sorted(expected - sources_found)]
        faults += [f"多出依据 {' '.join(source)}" for source in sorted(sources_found - expected)]
    checks["exact"] = float(all(checks.values()))
    got = describe(answer, case.document)
    if calculation:
        got = f"{got};结果 {calculation.get('result')}"
    return Verdict(
        case,
        checks["exact"] == 1.0,
        checks,
        (*groups_of(case), f"rule:{case.rule or '未写明'}"),
        got,
        tuple(faults),
    )


def result_is_right(case: Case, result: Mapping[str, Any]) -> bool:
    """Whether the result holds every value that the case names, exactly."""
    return all(same(result.get(key), value) for key, value in case.result)


def is_figure(fact: str) -> bool:
    """Whether a required fact is a bare number."""
    return fact.replace(",", "").replace(".", "", 1).isdigit()


def is_traced(calculation: Mapping[str, Any]) -> bool:
    """Whether there are steps with words and sources with titles."""
    steps, named = _entries(calculation, "steps"), _entries(calculation, "sources")
    return (
        bool(steps)
        and all(step.get("text") for step in steps)
        and bool(named)
        and all(source.get("title") for source in named)
    )


def figures(calculation: Mapping[str, Any]) -> list[Figure]:
    """What the steps arrive at, in order."""
    return [
        Figure(str(step["value"]), str(step.get("unit") or ""))
        for step in _entries(calculation, "steps")
        if step.get("value") is not None
    ]


def same_figures(found: Sequence[Figure], expected: Sequence[Figure]) -> bool:
    """Equality of values and units in order; numbers by value."""
    return len(found) == len(expected) and all(
        one.unit == other.unit and _normal(one.value) == _normal(other.value)
        for one, other in zip(found, expected, strict=True)
    )


def sources(calculation: Mapping[str, Any]) -> set[Source]:
    """What the calculation rests on."""
    return {
        Source(*(str(source.get(key) or "") for key in Source._fields))
        for source in _entries(calculation, "sources")
    }


def _entries(calculation: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [entry for entry in calculation.get(key) or [] if isinstance(entry, Mapping)]


def _normal(value: str) -> Decimal | str:
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _listed(found: Sequence[Figure]) -> str:
    return "[" + ", ".join(one.value + one.unit for one in found) + "]"


def same(found: Any, expected: Any) -> bool:
    """Equality; numbers by value, so that 8700 equals 8700.00 and "8700"."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, int | float):
        try:
            return Decimal(str(found)) == Decimal(str(expected))
        except InvalidOperation:
            return False
    return bool(found == expected)
