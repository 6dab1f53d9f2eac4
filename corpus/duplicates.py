"""Recognising a document that is in the corpus already, word for word or nearly so.

Texts are compared by their strings of eight characters, and once more with every figure masked, so that
two editions of a short text that differ in one amount are seen too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.library import text_of

SIMILAR = 0.8
"""From this similarity on two documents are shown to the operator as alike."""
_SHINGLE = 8
_MULTIPLIER = np.uint64(0x100000001B3)
_FIGURE = re.compile(r"\d+|[〇零一二三四五六七八九十百千万两]+")


@dataclass(frozen=True, slots=True)
class Similar:
    """A document of the corpus and how alike it is: 1.0 is the same words."""

    document: str
    similarity: float


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of a text: its characters, and the hashes of its strings, figures kept or masked."""

    plain: str
    shingles: np.ndarray
    masked: np.ndarray


class Fingerprints:
    """Fingerprints of files, each taken once and again only when the file has changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, Fingerprint]] = {}

    def of(self, source: Path) -> Fingerprint:
        """The fingerprint of the text in `source`, a path that `source_of` gives."""
        changed = source.stat().st_mtime_ns
        known = self._known.get(source)
        if known is None or known[0] != changed:
            known = (changed, fingerprint(text_of(source)))
            self._known[source] = known
        return known[1]


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text: white space, punctuation and the width of characters do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    return Fingerprint(plain, _shingles(plain), _shingles(_FIGURE.sub("0", plain)))


def find_similar(text: Fingerprint, others: Iterable[tuple[str, Fingerprint]]) -> list[Similar]:
    """The documents among `others` (id, fingerprint) that are at least `SIMILAR`, the most alike first.

    The similarity is that of the sets of strings: shared ones over all (Jaccard), or over those of the
    shorter text where one holds the other almost whole.
    """
    found: list[Similar] = []
    for document, other in others:
        if text.plain == other.plain:
            found.append(Similar(document, 1.0))
            continue
        similarity = max(
            _similarity(text.shingles, other.shingles), _similarity(text.masked, other.masked)
        )
        if similarity >= SIMILAR:
            found.append(Similar(document, round(similarity, 3)))
    return sorted(found, key=lambda similar: -similar.similarity)


def _similarity(first: np.ndarray, second: np.ndarray) -> float:
    """Below 1.0 always: only the same words are the same."""
    shared = len(np.intersect1d(first, second, assume_unique=True))
    shorter = min(len(first), len(second))
    if not shared:
        return 0.0
    held = shared / shorter
    either = len(first) + len(second) - shared
    return min(max(shared / either, held if held >= 0.95 else 0.0), 0.999)


def _shingles(plain: str) -> np.ndarray:
    """Sorted hashes (polynomial, modulo 2^64) of all strings of eight characters."""
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _SHINGLE:
        codes = np.concatenate([codes, np.zeros(_SHINGLE - len(codes), dtype=np.uint64)])
    hashes = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for offset in range(_SHINGLE):
        hashes = hashes * _MULTIPLIER + codes[offset : offset + len(hashes)]
    return np.unique(hashes)
