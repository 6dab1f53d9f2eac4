"""Metrics as plain functions over numbers and lists; none knows what a question is."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
_RESAMPLES = 2000
_SEED = 20250710


@dataclass(frozen=True, slots=True)
class Rate:
    """A value with its 95 % bootstrap interval and the number of observations behind it."""

    value: float
    low: float
    high: float
    count: int


def hit_at(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """1.0 where one of the first `k` ranked items is relevant, else 0.0 (ir-measures' Success)."""
    return _measured(Success @ k, ranked, relevant)


def recall_at(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """The share of the relevant items (at least one) among the first `k` ranked ones."""
    return _measured(R @ k, ranked, relevant)


def reciprocal_rank(
    ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int | None = None
) -> float:
    """1 / the rank of the first relevant item among the first `k`; 0.0 where there is none."""
    return _measured(RR, ranked[:k], relevant)


def ndcg_at(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """nDCG@k where each relevant item is worth the same; 0.0 where nothing is relevant."""
    return _measured(nDCG @ k, ranked, relevant)


def _measured(measure: Any, ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """A measure of ir-measures over one query; an item counts at its first place."""
    places = {item: place for place, item in reversed(list(enumerate(ranked)))}
    names = {item: str(number) for number, item in enumerate({*places, *relevant})}
    if not (places and relevant):
        return 0.0
    qrels = {"q": {names[item]: 1 for item in relevant}}
    run = {"q": {names[item]: float(-place) for item, place in places.items()}}
    return float(ir_measures.calc_aggregate([measure], qrels, run)[measure])


def precision_recall(
    found: Collection[object], gold: Collection[object], allowed: Collection[object] = ()
) -> tuple[float, float]:
    """Precision over `found` (the `allowed` count as right) and recall of `gold`.

    Precision of nothing found is 1.0 where nothing is gold, else 0.0; recall of no gold is 1.0.
    """
    right = set(found) & (set(gold) | set(allowed))
    precision = len(right) / len(set(found)) if found else float(not gold)
    recall = len(set(found) & set(gold)) / len(set(gold)) if gold else 1.0
    return precision, recall


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0.0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean_rate(values: Sequence[float]) -> Rate:
    """The mean of at least one value with its bootstrap interval."""
    column = np.asarray(values, dtype=np.float64)[:, None]
    return bootstrap(column, lambda rows: rows[..., 0].mean(axis=-1))


def bootstrap(rows: Floats, statistic: Callable[[Floats], Floats]) -> Rate:
    """`statistic` over `rows` (observations by columns) with its 95 % percentile interval.

    `statistic` maps an array (…, observations, columns) to (…). The seed is fixed: the same
    observations give the same interval.
    """
    value = float(statistic(rows))
    if len(rows) == 1:
        return Rate(value, value, value, 1)
    columns = tuple(rows.T)

    def over(*drawn: Floats, axis: int = -1) -> Floats:
        return statistic(np.stack(drawn, axis=-1))

    found = stats.bootstrap(
        columns,
        over,
        n_resamples=_RESAMPLES,
        batch=200,
        paired=True,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Rate(value, float(found.low), float(found.high), len(rows))


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, risk) when only the most confident answers are given, from few to all.

    Risk is the share of wrong ones among those given. Equal confidences enter together.
    """
    order = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    wrong = 0
    for given, (score, good) in enumerate(order, 1):
        wrong += not good
        if given == len(order) or order[given][0] != score:
            points.append((given / len(order), wrong / given))
    return points


def area_under(points: Sequence[tuple[float, float]]) -> float:
    """The area under a risk-coverage curve (trapezoids from coverage 0, where risk is the first's)."""
    if not points:
        return 0.0
    whole = [(0.0, points[0][1]), *points]
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(whole))


def risk_coverage_area(confidence: Sequence[float], right: Sequence[bool]) -> Rate:
    """The area under the risk-coverage curve with its bootstrap interval."""

    def area(rows: Floats) -> Floats:
        if rows.ndim > 2:
            return np.array([area(one) for one in rows])
        curve = risk_coverage(rows[:, 0].tolist(), (rows[:, 1] > 0).tolist())
        return np.asarray(area_under(curve))

    return bootstrap(np.column_stack([confidence, np.asarray(right, dtype=np.float64)]), area)


def percentile(values: Sequence[float], share_below: float) -> float:
    """The value below which that share (0 to 1) of `values` lies, interpolated; NaN for none."""
    return float(np.quantile(np.asarray(values), share_below)) if values else math.nan
