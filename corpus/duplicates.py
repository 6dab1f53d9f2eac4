"""Recognising a document that is in the corpus already, word for word or nearly so."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

SIMILAR = 0.8
"""From this similarity on two documents are shown to the operator as alike."""
_SHINGLE = 8


@dataclass(frozen=True, slots=True)
class Similar:
    """A document of the corpus and how alike it is: 1.0 is the same words."""

    document: str
    similarity: float


def find_similar(text: str, others: Iterable[tuple[str, str]]) -> list[Similar]:
    """The documents among `others` (id, text) that are at least `SIMILAR`, the most alike first.

    White space, punctuation and the width of characters do not count. The similarity is that of
    the sets of eight-character strings: shared ones over all (Jaccard), or over those of the shorter
    text where one holds the other almost whole.
    """
    plain = _plain(text)
    shingles = _shingles(plain)
    found: list[Similar] = []
    for document, other_text in others:
        other_plain = _plain(other_text)
        similarity = 1.0 if plain == other_plain else _similarity(shingles, _shingles(other_plain))
        if similarity >= SIMILAR:
            found.append(Similar(document, round(similarity, 3)))
    return sorted(found, key=lambda similar: -similar.similarity)


def _similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """Below 1.0 always: only the same words are the same."""
    shared = len(first & second)
    either = len(first | second)
    shorter = min(len(first), len(second))
    if not shared:
        return 0.0
    held = shared / shorter
    return min(max(shared / either, held if held >= 0.95 else 0.0), 0.999)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _shingles(plain: str) -> frozenset[int]:
    return frozenset(
        zlib.crc32(plain[i : i + _SHINGLE].encode())
        for i in range(max(1, len(plain) - _SHINGLE + 1))
    )
