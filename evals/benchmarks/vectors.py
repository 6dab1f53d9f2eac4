"""Passage vectors with a cache on disk, so that a second run does not embed the same texts again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.encoder import Encoder

_SHARD = 2048


class VectorCache:
    """Vectors of one encoder in a folder: shards of keys and float32 rows, only ever added."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder / encoder.fingerprint.replace(":", "-").replace("/", "-")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path) as shard:
                self._known.update(zip(shard["keys"].tolist(), shard["rows"], strict=True))

    def passages(
        self, texts: Sequence[str], progress: Callable[[str], None] = lambda message: None
    ) -> np.ndarray:
        """The vectors of `texts` as passages, shape (len(texts), dimension)."""
        keys = [_key(text) for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        wanted = list(missing.items())
        for begin in range(0, len(wanted), _SHARD):
            part = wanted[begin : begin + _SHARD]
            rows = self._encoder.encode_passages([text for _, text in part])
            self._save([key for key, _ in part], rows)
            progress(f"已编码 {begin + len(part)}/{len(wanted)}")
        return np.stack([self._known[key] for key in keys])

    def _save(self, keys: list[str], rows: np.ndarray) -> None:
        path = self._folder / f"{keys[0]}.npz"
        temporary = path.with_suffix(".part")
        with temporary.open("wb") as file:
            np.savez(file, keys=np.array(keys), rows=rows)
        temporary.replace(path)
        self._known.update(zip(keys, rows, strict=True))


def passages_per_second(encoder: Encoder, texts: Sequence[str], count: int = 128) -> float:
    """How many of `texts` the encoder embeds a second, on an even sample of `count`."""
    sample = list(texts[:: max(1, len(texts) // count)][:count])
    encoder.encode_passages(sample[:4])
    started = time.perf_counter()
    encoder.encode_passages(sample)
    return len(sample) / (time.perf_counter() - started)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
