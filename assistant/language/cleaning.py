"""Cleaning what users type: simplified Chinese, half-width signs, nothing invisible, no tags.

All offsets of the understanding count in the cleaned text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[a-zA-Z][^<>]{0,200}>", re.S)
_LINK = re.compile(r"!?\[([^\]\n]{0,100})\]\([^)\n]{0,300}\)")
_SPACE = re.compile(r"\s+")
_BREAKS = frozenset("\n\r\t\x0b\x0c")


def clean(text: str) -> str:
    """`text` in simplified characters, NFKC-normalised, without tags and invisible characters.

    Lone surrogates, directional marks and zero-width characters go; line breaks become spaces.
    """
    text = _LINK.sub(r"\1", _TAG.sub(" ", text))
    text = unicodedata.normalize("NFKC", text)
    kept = (c if unicodedata.category(c)[0] != "C" else (" " if c in _BREAKS else "") for c in text)
    text = _SPACE.sub(" ", "".join(kept)).strip()
    return str(_simplifier().convert(text))


def has_markup(text: str) -> bool:
    """Whether `text` holds an HTML tag."""
    return bool(_TAG.search(text))


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
