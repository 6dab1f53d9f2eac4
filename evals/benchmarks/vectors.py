"""An encoder with a cache on disk, so that a second run does not embed the same texts again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embeddings import Embedded, Encoder

_SHARD = 512


def cached(
    encoder: Encoder, folder: Path, progress: Callable[[str], None] = lambda message: None
) -> Encoder:
    """The same encoder; the vectors of passages are kept in `folder`, apart by encoder."""
    base = folder / encoder.fingerprint.replace(":", "-").replace("/", "-")
    return _Cached(encoder, base, progress)


def passages_per_second(encoder: Encoder, texts: Sequence[str], count: int = 128) -> float:
    """How many of `texts` the encoder embeds a second, on an even sample of `count`."""
    sample = list(texts[:: max(1, len(texts) // count)][:count])
    list(encoder.passages(sample[:4]))
    started = time.perf_counter()
    list(encoder.passages(sample))
    return len(sample) / (time.perf_counter() - started)


class _Cached(Encoder):
    """Vectors in a folder: shards of keys, dense rows and token rows (float16), only ever added."""

    def __init__(self, encoder: Encoder, folder: Path, progress: Callable[[str], None]) -> None:
        super().__init__(
            encoder.name,
            encoder.fingerprint,
            encoder.dimension,
            encoder.token_dimension,
            encoder._embed,
        )
        self._encoder, self._folder, self._progress = encoder, folder, progress
        self._places: dict[str, tuple[Path, int]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.npz")):
            self._know(path)

    def passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Embedded]]:
        """As the encoder gives them; new ones are kept."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._places}
        wanted = list(missing.items())
        for begin in range(0, len(wanted), _SHARD):
            part = wanted[begin : begin + _SHARD]
            self._save(part)
            self._progress(f"已编码 {begin + len(part)}/{len(wanted)}")
        rows: dict[Path, list[tuple[int, int]]] = {}
        for row, key in enumerate(keys):
            path, place = self._places[key]
            rows.setdefault(path, []).append((row, place))
        for path, places in rows.items():
            with np.load(path) as shard:
                dense, tokens, lengths = shard["dense"], shard["tokens"], shard["lengths"]
            begins = np.cumsum(lengths) - lengths
            for row, place in places:
                many = tokens[begins[place] : begins[place] + lengths[place]]
                yield row, Embedded(dense[place], many.astype(np.float32))

    def _save(self, part: Sequence[tuple[str, str]]) -> None:
        embedded = dict(self._encoder.passages([text for _, text in part]))
        vectors = [embedded[row] for row in range(len(part))]
        path = self._folder / f"{part[0][0]}.npz"
        temporary = path.with_suffix(".part")
        with temporary.open("wb") as file:
            np.savez(
                file,
                keys=np.array([key for key, _ in part]),
                dense=np.stack([one.dense for one in vectors]),
                tokens=np.concatenate([one.tokens for one in vectors]).astype(np.float16),
                lengths=np.array([len(one.tokens) for one in vectors]),
            )
        temporary.replace(path)
        self._know(path)

    def _know(self, path: Path) -> None:
        with np.load(path) as shard:
            for place, key in enumerate(shard["keys"].tolist()):
                self._places[key] = path, place
