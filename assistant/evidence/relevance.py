"""Which measures answer a question, and whether any does: decisions calibrated on the dev cases.

Both are logistic models over a few named signals; their weights stand in `data/relevance.json`,
written by `python -m evals.calibrate`.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.lexical import content_words
from index.retriever import Neighbour, RankedMeasure, SearchResult, SentenceHit

_WEIGHTS = Path(__file__).parent.parent / "data" / "relevance.json"
_SENTENCES = 3
_LEAST = 1e-4
_VOTES = ((3, 10.0), (8, 20.0), (20, 15.0))
"""How many of the nearest known questions vote, and how much more a nearer one counts."""


def measure_signals(
    measure: RankedMeasure, whole: SearchResult, by_topic: Sequence[SearchResult] = ()
) -> dict[str, float]:
    """The signals by which a measure is judged relevant, itself and against the best one.

    `whole` is what was found for the question, `by_topic` for each topic that it joins: one of several
    topics may lead to a measure that the whole question does not show.
    """
    best = whole.measures[0]
    values = _strongest(measure.sentences)
    tops = _strongest([hit for ranked in whole.measures for hit in ranked.sentences])
    found = [
        (same, result.measures[0])
        for result in by_topic or (whole,)
        for same in result.measures
        if (same.document, same.measure) == (measure.document, measure.measure)
    ] or [(measure, best)]
    likelihood = max(same.likelihood for same, _ in found)
    return {
        "dense": values["dense"],
        "question": values["question"],
        "dense_gap": tops["dense"] - values["dense"],
        "question_gap": tops["question"] - values["question"],
        "bigram": values["bigram"],
        "word": values["word"],
        "question_bigram": values["question_bigram"],
        "question_word": values["question_word"],
        "score_gap": best.score - measure.score,
        "vote_gap": best.vote - measure.vote,
        "likelihood": measure.likelihood,
        "log_likelihood": _log(measure.likelihood),
        "likelihood_share": measure.likelihood / (best.likelihood + measure.likelihood + 1e-9),
        "topic_likelihood": likelihood,
        "topic_log_likelihood": _log(likelihood),
        "topic_gap": min(top.score - same.score for same, top in found),
        "topic_vote": max(same.vote for same, _ in found),
        "topic_question": max(hit.question for same, _ in found for hit in same.sentences),
        "joined": float(bool(by_topic)),
    }


def coverage_signals(
    question: str, result: SearchResult, texts: str, by_topic: Sequence[SearchResult] = ()
) -> dict[str, float]:
    """The signals by which a question is judged covered; `texts` is what the best measure says.

    In a document with sample questions the nearest known questions vote, covered or not. Elsewhere
    the plain cosine of the nearest sentence decides alone: of all signals it carries over best from
    one document to another (docs/decisions/0004-calibrated-abstention.md).
    """
    best = result.measures[0]
    if not is_sampled(result):
        return {"closeness": max(hit.closeness for hit in best.sentences)}
    values = _strongest(best.sentences)
    second = _strongest(result.measures[1].sentences) if len(result.measures) > 1 else None
    asked = content_words(question)
    known = sum(len(word) for word in asked if word in texts)
    signals = {
        "dense": values["dense"],
        "dense_margin": values["dense"] - second["dense"] if second else 0.0,
        "coverage": known / (sum(len(word) for word in asked) or 1),
        "length": math.log1p(len(question)),
    }
    uncovered = max((n.cosine for n in result.neighbours if not n.covered), default=0.0)
    gaps = result.uncovered_bigram + result.question_bigram
    signals |= {f"vote_{k}": _vote(result.neighbours[:k], sharp) for k, sharp in _VOTES}
    return signals | {
        "question": values["question"],
        "uncovered": uncovered,
        "question_over_uncovered": values["question"] - uncovered,
        "bigram_share": result.question_bigram / gaps if gaps else 0.5,
        "bigram": values["bigram"],
        "vote": best.vote,
        "likelihood": best.likelihood,
        "none": _log_odds(result.uncovered_likelihood),
        "topic_none": min(_log_odds(r.uncovered_likelihood) for r in by_topic or (result,)),
        "agreement": _agreement([n for n in result.neighbours if n.covered][:8]),
    }


def is_sampled(result: SearchResult) -> bool:
    """Whether the best measure's document has sample questions."""
    return result.measures[0].whole is None


def relevance(
    measure: RankedMeasure, whole: SearchResult, by_topic: Sequence[SearchResult] = ()
) -> float:
    """The probability that a measure belongs to the answer."""
    return _logistic("measure", measure_signals(measure, whole, by_topic))


def coverage(
    question: str, result: SearchResult, texts: str, by_topic: Sequence[SearchResult] = ()
) -> float:
    """The probability that the best measure answers the question."""
    model = "coverage" if is_sampled(result) else "coverage_unsampled"
    return _logistic(model, coverage_signals(question, result, texts, by_topic))


def threshold(name: str) -> float:
    """A threshold of the calibration: `coverage`, `measure`, `sentence_gap`, `known_gap`."""
    return float(_calibration()["thresholds"][name])


def coverage_threshold(result: SearchResult) -> float:
    """From which probability a question counts as covered."""
    return threshold("coverage" if is_sampled(result) else "coverage_unsampled")


def answering(measure: RankedMeasure, heading: int | None) -> list[SentenceHit]:
    """The sentences of a measure that answer, best first: the best and those that come close.

    `heading` is where the measure's heading begins: a question that fits the heading best is general,
    and the measure's best sentences answer it; otherwise the heading is left out.
    """
    hits = [hit for hit in measure.sentences if hit.start != heading]
    if not hits:
        return list(measure.sentences[:1])
    general = measure.sentences[0].start == heading
    best = hits[0].score
    near = math.inf if general else threshold("sentence_gap")
    return [hit for hit in hits if best - hit.score <= near][:_SENTENCES]


def _vote(neighbours: Sequence[Neighbour], sharp: float) -> float:
    """The share of covered questions among the nearest known ones, the nearer counting more."""
    weights = [math.exp((n.cosine - 1.0) * sharp) for n in neighbours]
    covered = sum(w for w, n in zip(weights, neighbours, strict=True) if n.covered)
    return covered / (sum(weights) or 1.0)


def _agreement(neighbours: Sequence[Neighbour]) -> float:
    """The share of the nearest sample questions that belong to one measure."""
    if not neighbours:
        return 0.0
    counts = Counter((n.document, n.measure) for n in neighbours)
    return max(counts.values()) / len(neighbours)


def _strongest(hits: list[SentenceHit] | tuple[SentenceHit, ...]) -> dict[str, float]:
    names = ("dense", "question", "word", "bigram", "question_word", "question_bigram")
    return {name: max(getattr(hit, name) for hit in hits) for name in names}


def _log(likelihood: float) -> float:
    return math.log(max(likelihood, _LEAST))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _LEAST), 1.0 - _LEAST)
    return math.log(bounded / (1.0 - bounded))


def _logistic(model: str, signals: dict[str, float]) -> float:
    weights: dict[str, float] = _calibration()[model]
    total = weights["intercept"] + sum(weights[name] * value for name, value in signals.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))


@cache
def _calibration() -> dict[str, dict[str, float]]:
    data: dict[str, dict[str, float]] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return data
