"""An encoder with a cache on disk, so that a second run does not embed the same texts again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.encoder import Encode, Encoder, FloatArray

_SHARD = 512


def cached(
    encoder: Encoder, folder: Path, progress: Callable[[str], None] = lambda message: None
) -> Encoder:
    """The same encoder; its vectors are kept in `folder`, apart by encoder and by prompt."""
    base = folder / encoder.fingerprint.replace(":", "-").replace("/", "-")
    return replace(
        encoder,
        encode_queries=_Cache(base / "queries", encoder.encode_queries, progress),
        encode_passages=_Cache(base / "passages", encoder.encode_passages, progress),
    )


def passages_per_second(encoder: Encoder, texts: Sequence[str], count: int = 128) -> float:
    """How many of `texts` the encoder embeds a second, on an even sample of `count`."""
    sample = list(texts[:: max(1, len(texts) // count)][:count])
    encoder.encode_passages(sample[:4])
    started = time.perf_counter()
    encoder.encode_passages(sample)
    return len(sample) / (time.perf_counter() - started)


class _Cache:
    """Vectors in a folder: shards of keys and float32 rows, only ever added."""

    def __init__(self, folder: Path, encode: Encode, progress: Callable[[str], None]) -> None:
        self._folder, self._encode, self._progress = folder, encode, progress
        self._known: dict[str, np.ndarray] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.npz")):
            with np.load(path) as shard:
                self._known.update(zip(shard["keys"].tolist(), shard["rows"], strict=True))

    def __call__(self, texts: list[str]) -> FloatArray:
        """The vectors of `texts`, shape (len(texts), dimension)."""
        if not texts:
            return self._encode(texts)
        keys = [_key(text) for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        wanted = list(missing.items())
        for begin in range(0, len(wanted), _SHARD):
            part = wanted[begin : begin + _SHARD]
            self._save([key for key, _ in part], self._encode([text for _, text in part]))
            self._progress(f"已编码 {begin + len(part)}/{len(wanted)}")
        return np.stack([self._known[key] for key in keys])

    def _save(self, keys: list[str], rows: FloatArray) -> None:
        temporary = self._folder / f"{keys[0]}.part"
        with temporary.open("wb") as file:
            np.savez(file, keys=np.array(keys), rows=rows)
        temporary.replace(self._folder / f"{keys[0]}.npz")
        self._known.update(zip(keys, rows, strict=True))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
