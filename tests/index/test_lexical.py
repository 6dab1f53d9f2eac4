"""Lexical search: quiet, and its best rows found without sorting all."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from index.lexical import LexicalIndex, highest


def test_nothing_is_logged() -> None:
    LexicalIndex.build(["育儿补贴", "托育服务"])
    assert not logging.getLogger("bm25s").isEnabledFor(logging.INFO)


@pytest.mark.parametrize("limit", [1, 7, 60, 300])
@pytest.mark.parametrize("values", [2, 40, 10_000])
def test_the_highest_scores_are_those_of_a_stable_sort(limit: int, values: int) -> None:
    numbers = np.random.default_rng(values)
    scores = numbers.integers(-values, values, 200).astype(np.float32) / 3
    expected = np.argsort(-scores, kind="stable")[:limit]
    assert highest(scores, limit).tolist() == expected.tolist()


def test_there_is_nothing_highest_among_no_scores() -> None:
    assert highest(np.zeros(0, dtype=np.float32), 5).size == 0
