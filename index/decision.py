"""Whether the best measure answers the question: one probability and one threshold for all documents."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from index.ranking import RankedMeasure

_FILE = Path(__file__).parent / "data" / "decision.json"


def signals(ranked: Sequence[RankedMeasure], measure: RankedMeasure) -> dict[str, float]:
    """What a measure's probability is computed from; `ranked` is what it was found among."""
    others = [other.score for other in ranked if other.key != measure.key]
    return {
        "dense": measure.dense,
        "late": measure.late,
        "lexical": measure.lexical,
        "margin": measure.score - max(others, default=measure.score),
    }


def judge(ranked: Sequence[RankedMeasure]) -> list[RankedMeasure]:
    """The measures, in their order, each with the probability that it answers."""
    return [measure.judged(_probability(signals(ranked, measure))) for measure in ranked]


def threshold() -> float:
    """From which probability a question counts as covered."""
    return float(_calibration()["threshold"])


def _probability(values: dict[str, float]) -> float:
    weights = _calibration()["weights"]
    total = weights["intercept"] + sum(weights[name] * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))


@cache
def _calibration() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data
