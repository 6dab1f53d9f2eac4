"""Traditional characters for display, by OpenCC. What is searched and quoted stays as it is."""

from __future__ import annotations

from functools import cache
from typing import Any


def to_traditional(text: str) -> str:
    """`text` in traditional characters, in the forms that readers of today know."""
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2tw")
