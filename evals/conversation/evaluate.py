"""A turn is right when status, first citation, gold measures and facts are; a dialogue when all turns are."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.library import Library
from evals.checks import forbidden_found, marker_faults, missing_facts, quote_faults
from evals.metrics import mean_rate
from evals.outputs import (
    Evaluation,
    Output,
    Verdict,
    cited,
    describe,
    first_is_right,
    groups_of,
    summarise,
)

METRICS = {
    "dialogues_right": "整段对话全对",
    "turns_right": "单轮正确",
    "later_turns_right": "第二轮起正确",
    "status_right": "状态符合预期",
    "first_right": "首条引用正确",
    "all_gold": "金标措施全部引到",
    "facts_present": "应有的事实都在",
}
MAIN = "dialogues_right"


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge every turn, and every dialogue as a whole."""
    verdicts = [judge(output, library) for output in outputs]
    whole: dict[str, bool] = {}
    for verdict in verdicts:
        name = verdict.case.id.rpartition("/")[0]
        whole[name] = whole.get(name, True) and verdict.passed
    extra = (
        {"dialogues_right": mean_rate([float(right) for right in whole.values()])} if whole else {}
    )
    return summarise(verdicts, extra)


def judge(output: Output, library: Library) -> Verdict:
    """One turn."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    missing = missing_facts(case.facts, answer.answer)
    faults = [
        *quote_faults(answer, library),
        *marker_faults(answer),
        *(f"缺少「{fact}」" for fact in missing),
        *(f"出现「{found}」" for found in forbidden_found(case.forbidden, answer.answer)),
    ]
    checks = {"status_right": float(answer.status in case.status)}
    if not checks["status_right"]:
        faults.append(f"状态是 {answer.status}")
    if case.measures and answer.status not in ("not_covered", "blocked", "error"):
        checks["first_right"] = float(first_is_right(case, answer))
        checks["all_gold"] = float(set(case.measures) <= set(cited(answer, case.document)))
        if not checks["first_right"]:
            faults.append("首条引用不对")
        if not checks["all_gold"]:
            faults.append("金标措施没有引全")
    if case.facts:
        checks["facts_present"] = float(not missing)
    checks["turns_right"] = float(not faults)
    turn = case.id.rpartition("/")[2]
    if turn != "1":
        checks["later_turns_right"] = checks["turns_right"]
    return Verdict(
        case,
        not faults,
        checks,
        (*groups_of(case), f"turn:{turn}"),
        f"〔{answer.standalone_question}〕{describe(answer, case.document)}",
        tuple(faults),
    )
