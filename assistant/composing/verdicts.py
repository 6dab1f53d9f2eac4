"""The point first: what the leading quote decides of a yes-or-no question."""

from __future__ import annotations

from assistant.turn import Request
from assistant.understanding.model import Part
from assistant.verification.making import verdict_by_quote
from assistant.verification.slots import SlotError
from assistant.verification.statement import Quote, Statement


def verdict_by_text(part: Part, quote: Quote, request: Request) -> Statement | None:
    """可以, 不可以 or 看情况 by the quoted sentence; None where the text does not decide."""
    try:
        return verdict_by_quote(request.services.library, part.standalone, quote)
    except SlotError:
        return None
