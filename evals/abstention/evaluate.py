"""Refusal rates, precision, recall and F1 of refusing, near misses, the risk-coverage curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.answer import Answer, Status
from corpus.library import Library
from evals.checks import states_figure
from evals.metrics import (
    Floats,
    bootstrap,
    risk_coverage,
    risk_coverage_area,
    share,
)
from evals.outputs import Evaluation, Output, Verdict, describe, groups_of, summarise
from index.lexical import content_words

METRICS = {
    "uncovered_refused": "未覆盖题被拒答",
    "covered_refused": "已覆盖题被误拒(越低越好)",
    "near_miss_refused": "近似题(与政策用词相同)被拒答",
    "refusal_precision": "拒答精确率",
    "refusal_recall": "拒答召回率",
    "refusal_f1": "拒答 F1",
    "refusal_clean": "拒答不带引文和数字,并指向 12345",
    "risk_coverage_area": "风险-覆盖曲线下面积(越低越好)",
}
MAIN = "uncovered_refused"
_REFUSALS = (Status.NOT_COVERED, Status.BLOCKED, Status.ERROR)


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge refusing over all outputs."""
    corpus = "".join(document.text for document in library)
    verdicts = [judge(output, corpus) for output in outputs]
    if not verdicts:
        return summarise(verdicts)
    rows = np.array(
        [
            [o.answer is not None and o.answer.status in _REFUSALS, o.case.is_uncovered]
            for o in outputs
        ],
        dtype=np.float64,
    )
    extra = {
        "refusal_precision": bootstrap(rows, _precision),
        "refusal_recall": bootstrap(rows, _recall),
        "refusal_f1": bootstrap(rows, _f1),
    }
    judged = [output for output in outputs if output.found is not None]
    curves = {}
    if judged:
        confidence = [output.found.confidence for output in judged if output.found]
        right = [_would_be_right(output) for output in judged]
        curves["risk_coverage"] = risk_coverage(confidence, right)
        extra["risk_coverage_area"] = risk_coverage_area(confidence, right)
    return summarise(verdicts, extra, curves)


def judge(output: Output, corpus: str) -> Verdict:
    """One answer: refused or not, and rightly."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    checks: dict[str, float] = {}
    faults: list[str] = []
    if case.is_uncovered:
        refused = answer.status is Status.NOT_COVERED
        checks["uncovered_refused"] = float(refused)
        if is_near_miss(case.question, case.kind, corpus):
            checks["near_miss_refused"] = float(refused)
        if not refused:
            faults.append("未覆盖却作答")
    else:
        checks["covered_refused"] = float(answer.status in _REFUSALS)
        if checks["covered_refused"]:
            faults.append("已覆盖却拒答")
    if answer.status is Status.NOT_COVERED:
        checks["refusal_clean"] = float(is_clean(answer))
        if not checks["refusal_clean"]:
            faults.append("拒答里有引文或数字,或没有指向 12345")
    return Verdict(
        case, not faults, checks, groups_of(case), describe(answer, case.document), tuple(faults)
    )


def is_clean(answer: Answer) -> bool:
    """Whether a refusal keeps the contract: no citation, no figure, and it points to 12345."""
    return not answer.citations and not states_figure(answer.answer) and "12345" in answer.answer


def is_near_miss(question: str, kind: str, corpus: str) -> bool:
    """Whether an uncovered question shares a content word with the corpus; its label decides, if any."""
    if kind:
        return kind == "near_miss"
    return any(len(word) > 1 and word in corpus for word in content_words(question))


def _would_be_right(output: Output) -> bool:
    """Whether the best measure found would have been the right first citation."""
    found = output.found.measures[:1] if output.found else ()
    gold = {(output.case.document, number) for number in output.case.first}
    return output.case.is_answerable and bool(set(found) & gold)


def _precision(rows: Floats) -> Floats:
    refused, uncovered = rows[..., 0], rows[..., 1]
    return share((refused * uncovered).sum(axis=-1), refused.sum(axis=-1))


def _recall(rows: Floats) -> Floats:
    refused, uncovered = rows[..., 0], rows[..., 1]
    return share((refused * uncovered).sum(axis=-1), uncovered.sum(axis=-1))


def _f1(rows: Floats) -> Floats:
    refused, uncovered = rows[..., 0], rows[..., 1]
    both = 2 * (refused * uncovered).sum(axis=-1)
    return share(both, refused.sum(axis=-1) + uncovered.sum(axis=-1))
