"""Vectors on disk: near enough to what was written, and the same when they are taken over."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.embeddings import Embedded
from index.vectors import UnitVectors, VectorWriter


def some(tokens: int, seed: int) -> Embedded:
    drawn = np.random.default_rng(seed).standard_normal((tokens + 1, 128)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return Embedded(drawn[0], drawn[1:])


def written(folder: Path, units: list[Embedded]) -> UnitVectors:
    folder.mkdir()
    with VectorWriter(folder, len(units), 128) as writer:
        for row in reversed(range(len(units))):
            writer.put(row, units[row])
    return UnitVectors(folder)


def test_eight_bits_keep_the_cosines(tmp_path: Path) -> None:
    units = [some(tokens, tokens) for tokens in (5, 1, 40)]
    stored = written(tmp_path / "one", units)
    matrix, begins = stored.tokens([2, 0])
    assert begins.tolist() == [0, 40]
    expected = np.concatenate([units[2].tokens, units[0].tokens])
    np.testing.assert_allclose((matrix * expected).sum(axis=1), 1.0, atol=3e-3)
    np.testing.assert_allclose(stored.dense([1])[0], units[1].dense, atol=1e-3)


def test_what_is_taken_over_does_not_wear_out(tmp_path: Path) -> None:
    first = written(tmp_path / "one", [some(tokens, tokens) for tokens in (3, 17)])
    again = written(tmp_path / "two", [first.of(row) for row in range(2)])
    for row in range(2):
        np.testing.assert_array_equal(again.of(row).tokens, first.of(row).tokens)
        np.testing.assert_array_equal(again.of(row).dense, first.of(row).dense)


def test_an_encoder_without_token_vectors(tmp_path: Path) -> None:
    dense = some(1, 1).dense
    stored = written(tmp_path / "one", [Embedded(dense, np.zeros((0, 0), dtype=np.float32))])
    assert len(stored) == 1 and stored.of(0).tokens.size == 0
