"""First citation, all gold measures, precision and recall, quotes and markers.

Precision and recall of citations follow ALCE (Gao et al. 2023, arXiv 2305.14627): recall is the share
of the answer's claims that their citations support; precision the share of citations that support
their claim alone or without which the others do not. ALCE asks an entailment model; here the
deterministic check `evals.checks.is_supported` stands in for it, and a claim is what stands before
its markers. Against the gold labels, precision and recall are those of sets.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Citation
from corpus.library import Library
from evals.checks import (
    Claim,
    calculation_text,
    claims,
    is_supported,
    marker_faults,
    quote_faults,
    states_figure,
)
from evals.metrics import precision_recall
from evals.outputs import (
    Evaluation,
    Output,
    Span,
    Verdict,
    cited,
    describe,
    first_is_right,
    groups_of,
    summarise,
)
from evals.retrieval.evaluate import gold_spans, overlaps

METRICS = {
    "first_right": "首条引用正确(应答题)",
    "all_gold_in_multi": "多措施题全部引到",
    "all_gold": "金标措施全部引到",
    "precision": "措施引用精确率",
    "recall": "措施引用召回率",
    "sentence_precision": "句子引用精确率",
    "sentence_recall": "句子引用召回率",
    "support_recall": "论断有引文支持(ALCE 召回)",
    "support_precision": "引文有用(ALCE 精确)",
    "quotes_verbatim": "引文逐字一致",
    "markers_whole": "编号与引文一一对应",
}
MAIN = "first_right"


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge the citations of every answer."""
    return summarise([judge(output, library) for output in outputs])


def judge(output: Output, library: Library) -> Verdict:
    """One answer's citations."""
    case, answer = output.case, output.answer
    if answer is None:
        raise ValueError(f"case {case.id} has no answer")
    quotes, markers = quote_faults(answer, library), marker_faults(answer)
    checks: dict[str, float] = {}
    faults = [*quotes, *markers]
    if answer.citations or quotes:
        checks["quotes_verbatim"] = float(not quotes)
    if answer.citations or markers:
        checks["markers_whole"] = float(not markers)
    if case.is_answerable:
        measures = cited(answer, case.document)
        gold = case.measures or ()
        checks["first_right"] = float(first_is_right(case, answer))
        checks["all_gold"] = float(set(gold) <= set(measures))
        if case.file == "multi":
            checks["all_gold_in_multi"] = checks["all_gold"]
        allowed = {*case.allow, *case.first}
        checks["precision"], checks["recall"] = precision_recall(measures, gold, allowed)
        checks |= _sentence_checks(answer, gold_spans(case, library))
        if not checks["first_right"]:
            faults.append("首条引用不对")
        if not checks["all_gold"]:
            faults.append("金标措施没有引全")
    checks |= support(answer)
    passed = not faults
    return Verdict(
        case, passed, checks, groups_of(case), describe(answer, case.document), tuple(faults)
    )


def support(answer: Answer) -> dict[str, float]:
    """ALCE's citation recall and precision of one answer, by the deterministic check."""
    calculation = calculation_text(answer)
    by_marker = {citation.marker: citation for citation in answer.citations}
    judged = [claim for claim in claims(answer) if claim.markers or states_figure(claim.text)]
    if not judged:
        return {}
    supported, needed, given = 0, 0, 0
    for claim in judged:
        citations = [by_marker[m] for m in claim.markers if m in by_marker]
        whole = is_supported(claim, citations, calculation)
        supported += whole
        given += len(claim.markers)
        needed += sum(whole and _is_needed(claim, one, citations, calculation) for one in citations)
    checks = {"support_recall": supported / len(judged)}
    if given:
        checks["support_precision"] = needed / given
    return checks


def _is_needed(
    claim: Claim, one: Citation, citations: Sequence[Citation], calculation: str
) -> bool:
    others = [citation for citation in citations if citation is not one]
    return is_supported(claim, [one], calculation) or not is_supported(claim, others, calculation)


def _sentence_checks(answer: Answer, gold: Sequence[Span]) -> dict[str, float]:
    if not gold:
        return {}
    spans = [(c.document, c.start, c.end) for c in answer.citations]
    right = [span for span in spans if any(overlaps(span, other) for other in gold)]
    reached = [other for other in gold if any(overlaps(span, other) for span in spans)]
    return {
        "sentence_precision": len(right) / len(spans) if spans else 0.0,
        "sentence_recall": len(reached) / len(gold),
    }
