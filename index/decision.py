"""Whether a measure answers: one probability from its scores, and one threshold for all documents.

The weights are those of a logistic model over the questions of many documents that the encoder was not
taught on (`python -m index.training calibrate`). Those of the embedded encoder ship; another encoder has
scores of its own and is calibrated when its first index is built.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.ranking import RankedMeasure

SHIPPED = Path(__file__).parent / "data" / "decision.json"


@dataclass(frozen=True)
class Decision:
    """A calibrated model: weights by signal, with `intercept`, and the threshold on its probability."""

    weights: Mapping[str, float]
    threshold: float

    def judge(self, ranked: Sequence[RankedMeasure]) -> list[RankedMeasure]:
        """The measures, in their order, each with its probability and whether that is enough."""
        return [self._judged(measure) for measure in ranked]

    def save(self, path: Path) -> None:
        """Write what `read_decision` reads."""
        data = {"weights": dict(self.weights), "threshold": self.threshold}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")

    def _judged(self, measure: RankedMeasure) -> RankedMeasure:
        total = self.weights["intercept"]
        total += sum(self.weights[name] * value for name, value in signals(measure).items())
        probability = 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))
        return replace(measure, probability=probability, answers=probability >= self.threshold)


UNDECIDED = Decision(
    {"intercept": 0.0, "dense": 0.0, "late": 0.0, "least": 0.0, "lexical": 0.0}, 0.0
)
"""Takes everything for an answer: to calibrate by."""


def signals(measure: RankedMeasure) -> dict[str, float]:
    """What a measure's probability is computed from."""
    return {
        "dense": measure.dense,
        "late": measure.late,
        "least": measure.least,
        "lexical": measure.lexical,
    }


def read_decision(path: Path = SHIPPED) -> Decision:
    """The calibrated model in a file. Raises OSError, ValueError or KeyError where it is broken."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Decision({**data["weights"]}, float(data["threshold"]))
