"""Which measures and sentences answer a question, and whether any does: calibrated decisions."""

from __future__ import annotations

from index.retriever import RankedMeasure, SentenceHit

_SENTENCES = 3
_CLOSE = 0.06


def choose(
    question: str, ranked: list[RankedMeasure]
) -> list[tuple[RankedMeasure, list[SentenceHit]]]:
    """The measures to cite, best first, each with its answering sentences, best first."""
    chosen = []
    for measure in ranked[:1]:
        best = measure.sentences[0].score
        hits = [h for h in measure.sentences if best - h.score <= _CLOSE][:_SENTENCES]
        chosen.append((measure, hits))
    return chosen


def covered(question: str, ranked: list[RankedMeasure]) -> bool:
    """Whether the best measure answers the question at all."""
    return bool(ranked) and ranked[0].score > 1.75
