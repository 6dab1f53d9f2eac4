"""Checks a freshly written generation: all records there, and each of a sample finds itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.records import KINDS
from index.store import Store, open_store

_SAMPLE = 32


def check(folder: Path) -> str:
    """What is wrong with the generation in `folder`, in Chinese; "" where nothing is."""
    with (folder / "records.jsonl").open(encoding="utf-8") as file:
        expected: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for line in file:
            record = json.loads(line)
            expected[record["kind"]].add(record["id"])
    store = open_store(folder / "chroma")
    try:
        for kind, ids in expected.items():
            if set(store.ids(kind)) != ids:
                return f"{kind} 记录不完整"
            if not _finds_itself(store, kind, sorted(ids)):
                return f"{kind} 向量不可检索"
    finally:
        store.close()
    return ""


def _finds_itself(store: Store, kind: str, ids: Sequence[str]) -> bool:
    """Whether each of a sample's vectors is nearest to itself (or to an equal one)."""
    sample = ids[:: max(1, len(ids) // _SAMPLE)]
    vectors = store.vectors(kind, sample)
    if len(vectors) != len(sample) or not all(np.isfinite(v).all() for v in vectors.values()):
        return False
    return all(store.nearest(vector, kind, 1)[0][1] > 0.999 for vector in vectors.values())


if __name__ == "__main__":
    problem = check(Path(sys.argv[1]))
    if problem:
        sys.exit(problem)
