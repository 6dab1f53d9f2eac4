"""From examples to labels: of the expressions that the grammar finds, and of the encoder's tokens."""

from __future__ import annotations

from datetime import date

from assistant.language.expressions import Expression, find_expressions
from assistant.understanding.encoding import Encoded
from assistant.understanding.training.examples import Compound, Told

OTHER = "other"
"""Of an expression or a token that tells nothing for a rule."""
BEGINS, GOES_ON = "begins", "goes_on"
_READ_ON = date(2026, 11, 28)
"""The day on which the examples were written."""


def expressions_with_roles(message: Told) -> list[tuple[Expression, str]]:
    """Each expression of the message with the role of the span that covers most of it."""
    found = []
    for expression in find_expressions(message.text, _READ_ON):
        shares = [
            (min(end, expression.end) - max(start, expression.start), role)
            for start, end, role in message.spans
            if start < expression.end and expression.start < end
        ]
        found.append((expression, max(shares)[1] if shares else OTHER))
    return found


def token_marks(message: Told, encoded: Encoded) -> list[str]:
    """Of each token, the role of the span in which it stands; that of expressions is left to them."""
    taken = find_expressions(message.text, _READ_ON)
    marks = []
    for first, last in encoded.spans:
        inside = [role for start, end, role in message.spans if start < last and first < end]
        grammar = any(e.start < last and first < e.end for e in taken)
        marks.append(inside[0] if inside and not grammar and last > first else OTHER)
    return marks


def token_cuts(message: Compound, encoded: Encoded) -> list[str]:
    """Of each token, whether a part begins at it."""
    return [
        BEGINS if any(first <= begin < last for begin in message.begins) else GOES_ON
        for first, last in encoded.spans
    ]
