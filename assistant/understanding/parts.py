"""Cutting a message into the parts that it asks; nothing of it is left out."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.understanding.encoding import Encoded
from assistant.understanding.features import of_tokens
from assistant.understanding.heads import Head

BEGINS = "begins"
_SURE = 0.5
_MOST = 5
_SENTENCE_END = re.compile(r"[?!。;]+(?=.)")
_SIGNS = " ,。!?;:、~.…"


def pieces(encoded: Encoded, cut: Head) -> list[str]:
    """The parts of a cleaned, encoded message, in order; what comes before the first goes with it."""
    if not len(encoded.states):
        return [encoded.text]
    column = cut.classes.index(BEGINS)
    begins = cut.probabilities(of_tokens(encoded))[:, column]
    learned = {encoded.spans[row][0] for row in range(1, len(begins)) if begins[row] >= _SURE}
    written = {match.end() for match in _SENTENCE_END.finditer(encoded.text)}
    edges = [0, *sorted(learned | written), len(encoded.text)]
    found = [encoded.text[a:b].strip(_SIGNS) for a, b in pairwise(edges)]
    joined: list[str] = []
    for piece in found:
        if joined and (len(piece) < 2 or len(joined) >= _MOST):
            joined[-1] = f"{joined[-1]},{piece}"
        elif piece:
            joined.append(piece)
    return joined if len(joined) > 1 else [encoded.text]
