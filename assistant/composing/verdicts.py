"""The point first: what the leading quote decides of a yes-or-no question."""

from __future__ import annotations

from assistant.turn import Request
from assistant.understanding.model import Part
from assistant.verification.making import verdict_by_quote
from assistant.verification.slots import SlotError
from assistant.verification.statement import Quote, Statement


def decides_by_text(part: Part, quote: Quote, request: Request) -> bool:
    """Whether a quote of one sentence decides the question of a part."""
    try:
        return len(quote.parts) == 1 and bool(verdict_by_text(part, quote, quote, request))
    except SlotError:
        return False


def verdict_by_text(part: Part, quote: Quote, shown: Quote, request: Request) -> Statement:
    """可以, 不可以 or 看情况 by the sentence of a quote; `shown` is how the answer quotes it.

    Raises SlotError where it does not decide.
    """
    return verdict_by_quote(request.services.library, part.standalone, quote.parts[0], shown)
