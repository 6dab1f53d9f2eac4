"""The lower half's states of all texts, kept in a file from one run to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.training.body import Body, States, lower_states

_STATES, _SPANS = "states.npy", "states.json"


def kept_states(
    body: Body,
    rows: Sequence[Sequence[int]],
    folder: Path,
    advance: Callable[[int], None] = lambda done: None,
) -> list[States]:
    """The states of these rows of token ids; taken from `folder` where they were kept there before."""
    mark = hashlib.sha256(json.dumps([list(row) for row in rows]).encode())
    mark.update(np.stack([p.detach().numpy().mean() for p in body.bert.parameters()]).tobytes())
    lengths = [len(row) for row in rows]
    described = folder / _SPANS
    if not described.is_file() or described.read_text(encoding="utf-8") != mark.hexdigest():
        folder.mkdir(parents=True, exist_ok=True)
        described.unlink(missing_ok=True)
        np.save(folder / _STATES, np.concatenate(lower_states(body, rows, advance)))
        described.write_text(mark.hexdigest(), encoding="utf-8")
    everything = np.load(folder / _STATES, mmap_mode="r")
    ends = np.cumsum(lengths)
    return [np.asarray(everything[end - n : end]) for end, n in zip(ends, lengths, strict=True)]
