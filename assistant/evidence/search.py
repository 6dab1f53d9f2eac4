"""Ranked measures with their best sentences, no composing: `policy search`, `GET /api/search`."""

from __future__ import annotations

import re
from typing import Any

from assistant.language.cleaning import clean
from assistant.services import Services

_SENTENCES = 3
_WORD = re.compile(r"\w")


def has_words(query: str) -> bool:
    """Whether there is anything to search for: a letter, a character or a digit."""
    return bool(_WORD.search(clean(query)))


def search(services: Services, query: str, limit: int = 5) -> dict[str, Any]:
    """The measures nearest to `query`, best first, each with its best sentences and its units."""
    text = clean(query)
    results: list[dict[str, Any]] = []
    ranked = services.search.search(text).measures if has_words(text) else ()
    for found in ranked[:limit]:
        document = services.library.get(found.document)
        measure = document.by_key(found.measure)
        results.append(
            {
                "document": document.id,
                "title": document.metadata.title,
                "section": measure.section if measure else None,
                "measure": measure.number if measure else None,
                "label": measure.label if measure else "正文前后部分",
                "anchor": found.measure,
                "score": round(found.score, 4),
                "units": [unit.name for unit in measure.units] if measure else [],
                "sentences": [
                    {
                        "quote": document.text[hit.start : hit.end],
                        "start": hit.start,
                        "end": hit.end,
                        "score": round(hit.score, 4),
                    }
                    for hit in found.sentences[:_SENTENCES]
                ],
            }
        )
    return {"query": query, "results": results}
