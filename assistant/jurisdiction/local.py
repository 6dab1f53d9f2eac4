"""Whether a city's own documents answer, before the rules of its province and the nation do."""

from __future__ import annotations

from assistant.turn import Request, Selection
from assistant.understanding.model import Part


def answers_locally(part: Part, selection: Selection, request: Request) -> bool:
    """Whether the own documents of the city or county that the part names answer it: the part's
    first tier, searched alone."""
    if not selection.local:
        return False
    own = [document.id for document in selection.tiers[0]]
    found = request.services.search.search(part.standalone, own).measures
    return bool(found) and found[0].answers
