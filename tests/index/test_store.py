"""A generation's collections: what a full comparison finds, in all documents and in one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from index_helpers import DIMENSION

from index import store
from index.embeddings import Embedded, FloatArray
from index.store import Store, open_store, write
from index.units import SENTENCE, WHOLE, Unit
from index.vectors import UnitVectors, VectorWriter

UNITS = [
    Unit(f"{n:032x}", SENTENCE if n % 3 else WHOLE, f"d{n // 30}", f"m{n}", 0, 1, str(n))
    for n in range(90)
]


@pytest.fixture
def vectors() -> FloatArray:
    found = np.random.default_rng(7).standard_normal((90, DIMENSION)).astype(np.float32)
    unit: FloatArray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


@pytest.fixture
def opened(tmp_path: Path, vectors: FloatArray) -> Iterator[Store]:
    with VectorWriter(tmp_path, len(UNITS), DIMENSION) as writer:
        for row, vector in enumerate(vectors):
            writer.put(row, Embedded(vector, vector[None, :]))
    write(tmp_path / "chroma", UNITS, UnitVectors(tmp_path))
    found = open_store(tmp_path / "chroma", ["d0", "d1", "d2"])
    yield found
    found.close()


def nearest(vectors: FloatArray, asked: FloatArray, rows: list[int], limit: int) -> list[int]:
    return sorted(rows, key=lambda row: -float(vectors[row] @ asked))[:limit]


def test_the_nearest_of_a_kind(opened: Store, vectors: FloatArray) -> None:
    rows = [row for row, unit in enumerate(UNITS) if unit.kind == SENTENCE]
    found = opened.nearest(vectors[70], SENTENCE, 10)
    assert list(found) == nearest(vectors, vectors[70], rows, 10)
    assert found[70] == pytest.approx(1.0, abs=1e-3)


def test_the_nearest_in_a_document(opened: Store, vectors: FloatArray) -> None:
    found = opened.nearest_in(vectors[70], "d0", 99)
    assert list(found) == nearest(vectors, vectors[70], list(range(30)), 30)


def test_a_read_only_folder_is_read_from_a_copy(
    opened: Store, vectors: FloatArray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened.nearest(vectors[3], WHOLE, 5)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(store, "_SCRATCH", (str(tmp_path),))
    copied = open_store(tmp_path / "chroma", ["d0", "d1", "d2"])
    [copy] = tmp_path.glob("policy-index-*")
    assert copied.nearest(vectors[3], WHOLE, 5) == before
    copied.close()
    assert not copy.exists()
