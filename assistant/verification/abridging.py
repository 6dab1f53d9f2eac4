"""Which words of a sentence may be left out: whole coordinate items and independent clauses, nothing else.

Conditions, subjects, negations, hedges and agents stay; what cannot be told stays too.
"""

from __future__ import annotations

from assistant.verification.quotes import is_whole
from assistant.verification.statement import Quote


def is_sound(quote: Quote) -> bool:
    """Whether what the quote's parts leave out of its sentence changes nothing of what is left."""
    return is_whole(quote)
