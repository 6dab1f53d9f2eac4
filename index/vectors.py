"""The vectors of a generation's units on disk, mapped into memory: what reranking reads, and what the
next generation takes over for units that have not changed. Chroma searches; it is slow at giving back.

    dense.npy      float16, a row a unit
    tokens.bin     int8, a row a token, the tokens of a unit side by side
    scales.bin     float16, what a token's row is multiplied by
    spans.npy      int64, of each unit: its first token's row and how many tokens it has
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index.embeddings import Embedded, FloatArray

_DENSE, _TOKENS, _SCALES, _SPANS = "dense.npy", "tokens.bin", "scales.bin", "spans.npy"
_LARGEST = 127


class UnitVectors:
    """Reads the vectors in a folder that `VectorWriter` wrote."""

    def __init__(self, folder: Path) -> None:
        self._dense = np.asarray(np.load(folder / _DENSE, mmap_mode="r"))
        self._spans: NDArray[np.int64] = np.load(folder / _SPANS)
        rows = int(self._spans[:, 1].sum())
        tokens = _mapped(folder / _TOKENS, np.int8)
        self._tokens = tokens.reshape(rows, -1) if rows else tokens.reshape(0, 0)
        self._scales = _mapped(folder / _SCALES, np.float16)

    def __len__(self) -> int:
        return len(self._dense)

    def dense(self, rows: Sequence[int] | slice) -> FloatArray:
        """The dense vectors of these units, shape (units, dimension)."""
        return self._dense[rows].astype(np.float32)

    def tokens(self, rows: Sequence[int]) -> tuple[FloatArray, NDArray[np.int64]]:
        """The token vectors of these units under one another, and where each unit's begin."""
        if not len(rows):
            empty = np.zeros((0, self._tokens.shape[1]), dtype=np.float32)
            return empty, np.zeros(0, dtype=np.int64)
        spans = self._spans[rows]
        pieces = [slice(begin, begin + length) for begin, length in spans.tolist()]
        matrix = np.concatenate([self._tokens[piece] for piece in pieces]).astype(np.float32)
        matrix *= np.concatenate([self._scales[piece] for piece in pieces]).astype(np.float32)[
            :, None
        ]
        return matrix, np.cumsum(spans[:, 1]) - spans[:, 1]

    def of(self, row: int) -> Embedded:
        """The vectors of one unit; written again, they are stored as they were."""
        return Embedded(self.dense([row])[0], self.tokens([row])[0])


class VectorWriter:
    """Writes the vectors of a new generation, unit by unit in any order, without holding them."""

    def __init__(self, folder: Path, units: int, dimension: int) -> None:
        self._folder = folder
        self._dense = np.lib.format.open_memmap(
            folder / _DENSE, mode="w+", dtype=np.float16, shape=(units, dimension)
        )
        self._spans = np.zeros((units, 2), dtype=np.int64)
        self._tokens = (folder / _TOKENS).open("wb")
        self._scales = (folder / _SCALES).open("wb")
        self._written = 0

    def put(self, row: int, embedded: Embedded) -> None:
        """Write the vectors of the unit in that row."""
        self._dense[row] = embedded.dense
        self._spans[row] = self._written, len(embedded.tokens)
        self._written += len(embedded.tokens)
        if len(embedded.tokens):
            scales = (np.abs(embedded.tokens).max(axis=1) / _LARGEST).astype(np.float16)
            scales = np.maximum(scales, np.finfo(np.float16).tiny)
            whole = np.rint(embedded.tokens / scales[:, None].astype(np.float32))
            self._tokens.write(np.clip(whole, -_LARGEST, _LARGEST).astype(np.int8).tobytes())
            self._scales.write(scales.tobytes())

    def __enter__(self) -> VectorWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dense.flush()
        self._tokens.close()
        self._scales.close()
        np.save(self._folder / _SPANS, self._spans)


def _mapped(path: Path, kind: type) -> NDArray[np.generic]:
    """A file of numbers, read as it is needed; an empty one cannot be mapped."""
    if not path.stat().st_size:
        return np.zeros(0, dtype=kind)
    return np.asarray(np.memmap(path, dtype=kind, mode="r"))
