"""Status, required and forbidden facts, figures with sources, no program error."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.library import Library
from evals.checks import forbidden_found, missing_facts, unsourced_figures
from evals.outputs import Evaluation, Output, Verdict, describe, groups_of, summarise

METRICS = {
    "status_right": "状态符合预期",
    "facts_present": "应有的事实都在",
    "forbidden_absent": "不该有的都没有",
    "figures_sourced": "数字都有出处",
    "no_exception": "没有程序异常",
}
MAIN = "status_right"


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge what every answer says."""
    return summarise([judge(output, library) for output in outputs])


def judge(output: Output, library: Library) -> Verdict:
    """One answer."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    missing = missing_facts(case.facts, answer.answer)
    forbidden = forbidden_found(case.forbidden, answer.answer)
    figures = unsourced_figures(answer, library)
    crashed = (answer.message or "").startswith("程序异常")
    checks = {
        "status_right": float(answer.status in case.status),
        "figures_sourced": float(not figures),
        "no_exception": float(not crashed),
    }
    if case.facts:
        checks["facts_present"] = float(not missing)
    if case.forbidden:
        checks["forbidden_absent"] = float(not forbidden)
    faults = [
        *([f"状态是 {answer.status}"] if not checks["status_right"] else []),
        *(f"缺少「{fact}」" for fact in missing),
        *(f"出现「{fragment}」" for fragment in forbidden),
        *(f"数字 {figure} 没有出处" for figure in figures),
        *([answer.message or ""] if crashed else []),
    ]
    return Verdict(
        case, not faults, checks, groups_of(case), describe(answer, case.document), tuple(faults)
    )
