"""A generation's vectors: the same from the arrays beside the collections and from Chroma itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from index_helpers import DIMENSION

from index import store
from index.records import MEASURE, QUESTION, SENTENCE, Record
from index.store import Store, StoreWriter, open_store


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, list[Record], np.ndarray]:
    """60 sentences and 40 measures with random unit vectors, in a folder."""
    kinds = [SENTENCE] * 60 + [MEASURE] * 40
    records = [
        Record(f"{n:032x}", kind, "d", f"m{n}", 0, 1, str(n)) for n, kind in enumerate(kinds)
    ]
    vectors = np.random.default_rng(7).standard_normal((100, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    writer = StoreWriter(tmp_path / "chroma")
    writer.add(records, vectors)
    writer.close()
    return tmp_path / "chroma", records, vectors


def test_nearest_vectors_are_those_of_a_full_comparison(
    written: tuple[Path, list[Record], np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, records, vectors = written
    expected = [records[row].id for row in np.argsort(-(vectors[:60] @ vectors[70]))[:10]]
    for exact in (1000, 0):
        monkeypatch.setattr(store, "_EXACT", exact)
        opened = open_store(folder)
        ids, found = opened.nearest_vectors(vectors[70], SENTENCE, 10)
        opened.close()
        assert ids == expected
        np.testing.assert_allclose(found, vectors[[int(i, 16) for i in ids]], atol=1e-6)


def test_without_arrays_chroma_gives_the_same(
    written: tuple[Path, list[Record], np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, records, vectors = written
    wanted = [records[70].id, "unknown", records[65].id]
    with_arrays = _found(open_store(folder), vectors[3], wanted)
    for path in folder.glob("*.npy"):
        path.unlink()
    for exact in (1000, 0):
        monkeypatch.setattr(store, "_EXACT", exact)
        ids, found, by_id = _found(open_store(folder), vectors[3], wanted)
        assert ids == with_arrays[0]
        np.testing.assert_allclose(found, with_arrays[1], atol=1e-6)
        assert by_id.keys() == with_arrays[2].keys() == {records[70].id, records[65].id}
        for identity, vector in by_id.items():
            np.testing.assert_allclose(vector, with_arrays[2][identity], atol=1e-6)


def test_a_kind_without_records_is_found_nowhere(
    written: tuple[Path, list[Record], np.ndarray],
) -> None:
    folder, _, vectors = written
    opened = open_store(folder)
    ids, found = opened.nearest_vectors(vectors[0], QUESTION, 5)
    assert ids == [] and found.shape == (0, DIMENSION)
    assert opened.vectors(QUESTION, ["unknown"]) == {}
    opened.close()


def _found(
    opened: Store, vector: np.ndarray, wanted: list[str]
) -> tuple[list[str], np.ndarray, dict[str, np.ndarray]]:
    ids, found = opened.nearest_vectors(vector, MEASURE, 5)
    by_id = opened.vectors(MEASURE, wanted)
    opened.close()
    return ids, found, by_id
