"""Exact equality of rule, outcome and result; steps and sources present, or equal where a case names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from corpus.library import Library
from evals.cases import Case
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
    "traced": "有步骤和依据",
}
MAIN = "exact"
_UNTRACED = ("needs_information",)


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge the calculation of every answer."""
    return summarise([judge(output) for output in outputs])


def judge(output: Output) -> Verdict:
    """One answer's calculation. A case that names no outcome judges the rule only where one ran."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    calculation = answer.calculation or {}
    missing = missing_facts(case.facts, answer.answer)
    checks = {"status_right": float(answer.status in case.status)}
    if case.facts:
        checks["facts_present"] = float(not missing)
    if calculation or case.outcome:
        checks["rule_right"] = float(calculation.get("rule") == case.rule)
    if case.outcome:
        checks["outcome_right"] = float(calculation.get("outcome") == case.outcome)
    if case.result:
        checks["result_right"] = float(result_is_right(case, calculation.get("result") or {}))
    if calculation and calculation.get("outcome") not in _UNTRACED:
        checks["traced"] = float(is_traced(case, calculation))
    figures = [fact for fact in case.facts if is_figure(fact)]
    if figures or case.result:
        absent = missing_facts(figures, answer.answer)
        checks["figures_right"] = float(checks.get("result_right", 1.0) and not absent)
    faults = [METRICS[name] + ":否" for name, value in checks.items() if not value]
    faults += [f"缺少「{fact}」" for fact in missing]
    checks["exact"] = float(all(checks.values()))
    got = describe(answer, case.document)
    if calculation:
        got = f"{got};结果 {calculation.get('result')}"
    return Verdict(
        case,
        checks["exact"] == 1.0,
        checks,
        (*groups_of(case), f"rule:{case.rule}"),
        got,
        tuple(faults),
    )


def result_is_right(case: Case, result: Mapping[str, Any]) -> bool:
    """Whether the result holds every value that the case names, exactly."""
    return all(same(result.get(key), value) for key, value in case.result)


def is_figure(fact: str) -> bool:
    """Whether a required fact is a bare number."""
    return fact.replace(",", "").replace(".", "", 1).isdigit()


def is_traced(case: Case, calculation: Mapping[str, Any]) -> bool:
    """Whether there are steps and titled sources, and those that the case names among them."""
    steps = [step for step in calculation.get("steps") or [] if isinstance(step, Mapping)]
    sources = [source for source in calculation.get("sources") or [] if isinstance(source, Mapping)]
    titles = "\n".join(str(source.get("title") or "") for source in sources)
    return (
        bool(steps)
        and all(step.get("text") for step in steps)
        and bool(sources)
        and all(source.get("title") for source in sources)
        and all(any(same(step.get("value"), value) for step in steps) for value in case.steps)
        and all(title in titles for title in case.sources)
    )


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
