"""What is said of places and texts that a part names and of which nothing is there."""

from __future__ import annotations

import re

from assistant.turn import Request, Selection
from assistant.verification.making import say
from assistant.verification.statement import Statement
from assistant.verification.values import titles

_NAMED = re.compile(r"《[^《》]*》")
_FIGURE = re.compile(r"\d")


def say_missing(selection: Selection, request: Request) -> tuple[Statement, ...]:
    """That the texts and places are not in the library; () where nothing is missing.

    A refusal has no figure, so a text that only its number names is not named.
    """
    statements = []
    if selection.missing_texts:
        named = [m[0] for text in selection.missing_texts for m in _NAMED.finditer(text)]
        named = [name for name in named if not _FIGURE.search(name)]
        statements.append(
            say("not_in_library", texts="、".join(named))
            if len(named) == len(selection.missing_texts)
            else say("not_in_library_unnamed")
        )
    if selection.missing:
        library, places = request.services.library, "、".join(selection.missing)
        statements.append(say("not_covered_place", titles=titles(library), places=places))
    return tuple(statements)
