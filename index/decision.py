"""Whether a measure answers: one probability from its scores, and one threshold for all documents.

The weights are those of a logistic model over the questions of many documents that the encoder was not
taught on (`python -m index.training calibrate` writes them).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.ranking import RankedMeasure

FILE = Path(__file__).parent / "data" / "decision.json"


@dataclass(frozen=True)
class Decision:
    """A calibrated model: weights by signal, with `intercept`, and the threshold on its probability."""

    weights: Mapping[str, float]
    threshold: float

    def probability(self, measure: RankedMeasure) -> float:
        """How likely the measure answers the question that it was ranked for."""
        total = self.weights["intercept"]
        total += sum(self.weights[name] * value for name, value in signals(measure).items())
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))

    def judge(self, ranked: Sequence[RankedMeasure]) -> list[RankedMeasure]:
        """The measures, in their order, each with its probability."""
        return [measure.judged(self.probability(measure)) for measure in ranked]


def signals(measure: RankedMeasure) -> dict[str, float]:
    """What a measure's probability is computed from."""
    return {
        "dense": measure.dense,
        "late": measure.late,
        "least": measure.least,
        "lexical": measure.lexical,
    }


@cache
def decision(path: Path = FILE) -> Decision:
    """The calibrated model in a file. Raises OSError, ValueError or KeyError where it is broken."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Decision({**data["weights"]}, float(data["threshold"]))


def threshold() -> float:
    """From which probability on a measure counts as an answer."""
    return decision().threshold
