"""Hit@k, reciprocal rank and nDCG@5 by measure and by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.library import Library
from evals.cases import Case
from evals.metrics import hit_at, ndcg_at, recall_at, reciprocal_rank
from evals.outputs import Evaluation, Output, Span, Verdict, groups_of, summarise

METRICS = {
    "hit_1": "措施命中@1",
    "hit_3": "措施命中@3",
    "hit_5": "措施命中@5",
    "mrr": "措施 MRR",
    "ndcg_5": "措施 nDCG@5",
    "recall_5": "措施召回@5",
    "sentence_hit_1": "句子命中@1",
    "sentence_hit_3": "句子命中@3",
    "sentence_hit_5": "句子命中@5",
    "sentence_mrr": "句子 MRR",
    "sentence_ndcg_5": "句子 nDCG@5",
}
MAIN = "hit_1"
_DEPTH = 5
_HIT_DEPTHS = (1, 3, _DEPTH)


def evaluate(outputs: Sequence[Output], library: Library) -> Evaluation:
    """Judge the rankings against gold measures and, where the case names some, gold sentences."""
    return summarise([judge(output, library) for output in outputs])


def judge(output: Output, library: Library) -> Verdict:
    """One ranking."""
    case, found = output.case, output.found
    if found is None:
        raise ValueError(f"case {case.id} has no ranking")
    gold = {(case.document, number) for number in case.measures or ()}
    acceptable = {(case.document, number) for number in case.first}
    checks = {
        **{f"hit_{k}": hit_at(found.measures, acceptable, k) for k in _HIT_DEPTHS},
        "mrr": reciprocal_rank(found.measures, acceptable),
        "ndcg_5": ndcg_at(found.measures, gold, _DEPTH),
        "recall_5": recall_at(found.measures, gold, _DEPTH),
    }
    spans = gold_spans(case, library)
    if spans:
        relevant = [s for s in found.sentences if any(overlaps(s, gold) for gold in spans)]
        unfound = [gold for gold in spans if not any(overlaps(s, gold) for s in relevant)]
        checks |= {
            **{f"sentence_hit_{k}": hit_at(found.sentences, relevant, k) for k in _HIT_DEPTHS},
            "sentence_mrr": reciprocal_rank(found.sentences, relevant),
            "sentence_ndcg_5": ndcg_at(found.sentences, [*relevant, *unfound], _DEPTH),
        }
    numbers = [number for _, number in found.measures[:_DEPTH]]
    passed = checks["hit_1"] == 1.0
    return Verdict(case, passed, checks, groups_of(case), got=f"排名 {numbers}")


def gold_spans(case: Case, library: Library) -> list[Span]:
    """The sentences of the document that hold the case's fragments, each once."""
    if not case.sentences or case.document not in library.ids:
        return []
    sentences = [sentence for sentence, _ in library.get(case.document).sentences()]
    spans = {
        (case.document, sentence.start, sentence.end)
        for fragment in case.sentences
        for sentence in sentences
        if fragment in sentence.text
    }
    return sorted(spans)


def overlaps(span: Span, other: Span) -> bool:
    """Whether two spans share text."""
    return span[0] == other[0] and span[1] < other[2] and other[1] < span[2]
