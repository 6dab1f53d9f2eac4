"""The markers that a model sets behind its sentences."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*[\[【]\s*(?:资料)?\s*(\d{1,3}(?:\s*[,、\uff0c]\s*\d{1,3})*)\s*[\]】]")
_BULLET = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.、)]\s*|(?:答|回答|答案)[:\uff1a]\s*)")


def read_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without bullets, bold type and markers, and what the markers cite, from 0."""
    numbers = [int(n) - 1 for m in _MARK.finditer(sentence) for n in re.findall(r"\d+", m[1])]
    text = _BULLET.sub("", _MARK.sub("", sentence).replace("**", "")).strip()
    return text, tuple(numbers)
