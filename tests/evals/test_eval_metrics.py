"""The metrics on examples worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evals.metrics import (
    area_under,
    bootstrap,
    f1,
    hit_at,
    mean_rate,
    ndcg_at,
    percentile,
    precision_recall,
    recall_at,
    reciprocal_rank,
    risk_coverage,
    risk_coverage_area,
    share,
)


def test_ranks_of_a_ranking_with_the_second_item_relevant() -> None:
    ranked = ["a", "b", "c", "d"]
    assert hit_at(ranked, {"b"}, 1) == 0.0
    assert hit_at(ranked, {"b"}, 2) == 1.0
    assert reciprocal_rank(ranked, {"b", "d"}) == 0.5
    assert reciprocal_rank(ranked, {"d"}, 3) == 0.0
    assert reciprocal_rank(ranked, {"x"}) == 0.0
    assert recall_at(ranked, {"b", "x"}, 3) == 0.5


def test_ndcg_discounts_by_rank() -> None:
    # two relevant items, second and fourth: (1/log2 3 + 1/log2 5) / (1/log2 2 + 1/log2 3)
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert ndcg_at(["a", "b", "c", "d"], {"b", "d"}, 5) == pytest.approx(expected)
    assert ndcg_at(["b", "d", "a"], {"b", "d"}, 5) == 1.0
    assert ndcg_at(["a", "c", "b"], {"b"}, 2) == 0.0
    assert ndcg_at(["a", "c"], set(), 5) == 0.0


def test_precision_and_recall_count_allowed_items_as_right_but_not_as_gold() -> None:
    assert precision_recall([3, 8, 5], [3, 4], [8]) == (pytest.approx(2 / 3), 0.5)
    assert precision_recall([], [3]) == (0.0, 0.0)
    assert precision_recall([], []) == (1.0, 1.0)
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0


def test_bootstrap_interval_surrounds_the_mean_and_is_reproducible() -> None:
    values = [1.0] * 80 + [0.0] * 20
    rate = mean_rate(values)
    assert rate.value == pytest.approx(0.8)
    assert rate.count == 100
    # the normal approximation gives 0.8 ± 1.96 × 0.04
    assert rate.low == pytest.approx(0.722, abs=0.02)
    assert rate.high == pytest.approx(0.878, abs=0.02)
    assert mean_rate(values) == rate
    sure = mean_rate([1.0] * 10)
    assert (sure.value, sure.low, sure.high) == (1.0, 1.0, 1.0)


def test_bootstrap_takes_any_statistic_of_the_rows() -> None:
    rows = np.array([[1, 1], [1, 0], [0, 1], [0, 0]], dtype=np.float64)
    rate = bootstrap(rows, lambda r: share((r[..., 0] * r[..., 1]).sum(-1), r[..., 0].sum(-1)))
    assert rate.value == 0.5
    assert 0.0 <= rate.low <= 0.5 <= rate.high <= 1.0


def test_share_of_nothing_is_zero() -> None:
    assert share(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist() == [0.5, 0.0]


def test_risk_coverage_gives_the_most_confident_answers_first() -> None:
    curve = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, False, True, False])
    assert curve == [
        (0.25, 0.0),
        (0.5, 0.5),
        (0.75, pytest.approx(1 / 3)),
        (1.0, 0.5),
    ]


def test_equal_confidences_enter_the_curve_together() -> None:
    assert risk_coverage([0.9, 0.5, 0.5], [True, True, False]) == [
        (pytest.approx(1 / 3), 0.0),
        (1.0, pytest.approx(1 / 3)),
    ]


def test_area_under_a_curve() -> None:
    assert area_under([(0.5, 0.0), (1.0, 0.4)]) == pytest.approx(0.1)
    assert area_under([]) == 0.0


def test_the_area_has_an_interval_around_it() -> None:
    confidence = [1 - n / 100 for n in range(100)]
    area = risk_coverage_area(confidence, [n % 4 != 0 for n in range(100)])
    curve = risk_coverage(confidence, [n % 4 != 0 for n in range(100)])
    assert area.value == pytest.approx(area_under(curve))
    assert area.low < area.value < area.high
    assert area.count == 100


def test_percentiles() -> None:
    assert percentile([1, 2, 3, 4, 5], 0.5) == 3.0
    assert percentile([0, 10], 0.95) == 9.5
    assert math.isnan(percentile([], 0.5))
