"""How long the pipeline's steps took during a run, and how much memory the process holds."""

from __future__ import annotations

import resource
from collections.abc import Iterable
from typing import Any

from assistant.answer import Answer
from evals.metrics import percentile

_PER_MB = 1024.0
"""Linux gives the resident set in KiB."""


def summarise(answers: Iterable[Answer]) -> dict[str, Any]:
    """p50 and p95 in ms of whole answers and of each step, and the peak resident memory in MB."""
    given = list(answers)
    steps: dict[str, list[float]] = {}
    for answer in given:
        for step, spent in answer.timings_ms.items():
            steps.setdefault(step, []).append(spent)
    return {
        "answers": len(given),
        "total_ms": _percentiles([answer.elapsed_ms for answer in given]),
        "steps_ms": {step: _percentiles(values) for step, values in steps.items()},
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MB, 1),
    }


def _percentiles(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    return {"p50": round(percentile(values, 0.5), 2), "p95": round(percentile(values, 0.95), 2)}
