"""Checks a freshly written generation: all units there, and each of a sample finds itself.

Run in a process of its own, as a later reader will open it: `python -m index.verify FOLDER`.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from index.store import documents_of, open_store
from index.units import KINDS, Unit, read_units
from index.vectors import UnitVectors

_SAMPLE = 32
_SAME = 0.999


def check(folder: Path) -> str:
    """What is wrong with the generation in `folder`, in Chinese; "" where nothing is."""
    units, vectors = read_units(folder), UnitVectors(folder)
    if len(vectors) != len(units):
        return "向量数与记录数不一致"
    store = open_store(folder / "chroma", documents_of(units))
    try:
        counts = Counter(unit.kind for unit in units)
        for kind in KINDS:
            if store.count(kind) != counts[kind]:
                return f"{kind} 记录不完整"
        for row in range(0, len(units), max(1, len(units) // _SAMPLE)):
            vector = vectors.dense([row])[0]
            found = (
                store.nearest(vector, units[row].kind, 1),
                store.nearest_in(vector, units[row].document, 1),
            )
            if not np.isfinite(vector).all() or any(_misses(hits) for hits in found):
                return f"{_name(units[row])} 的向量不可检索"
    finally:
        store.close()
    return ""


def _misses(hits: dict[int, float]) -> bool:
    """Whether the nearest is not the vector itself, or an equal one."""
    return not hits or max(hits.values()) < _SAME


def _name(unit: Unit) -> str:
    return f"{unit.document}#{unit.measure}"


if __name__ == "__main__":
    problem = check(Path(sys.argv[1]))
    if problem:
        sys.exit(problem)
