"""Text that leaves the product: nothing in it that is not seen, nothing that a reader's program obeys.

Documents, users and models may hold lone surrogates, characters that turn the direction of writing, zero
width ones, Markdown and links. Plain text loses the unseen ones; for front ends that render Markdown its
signs are escaped too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_KEPT = frozenset("\n\t")
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u17b4\u17b5")
"""Letters by their category that draw nothing."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")
_TAGS = str.maketrans("<>", "\uff1c\uff1e")
_SIGNS = re.compile(r"([\\`*_{}#|~!]|(?<=\])\(|\[(?!\d{1,3}\])|(?<!\d)\])")
_ADDRESS = re.compile(
    r"(?i)(?:(?<=http)|(?<=https)|(?<=ftp)|(?<=script)|(?<=data)|(?<=file)):|(?<=www)\."
)


def visible(text: str) -> str:
    """`text` without what cannot be seen or encoded; line ends and tabs stay."""
    return _SELECTORS.sub("", "".join(char for char in text if char in _KEPT or _is_seen(char)))


Visible = Annotated[str, AfterValidator(visible)]
"""A field of a pydantic model that holds visible text only."""


def without_markup(text: str) -> str:
    """`text` for a front end that renders Markdown: signs shown as they are, no address a link.

    Markers of citations, [1], and lists stay as they are.
    """
    escaped = _SIGNS.sub(r"\\\1", visible(text).translate(_TAGS))
    return _ADDRESS.sub(lambda sign: f"\\{sign[0]}", escaped)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and char not in _FILLERS
