"""What the desk finds while the caller speaks: measures under filters, each with a script to read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.evidence.search import search
from assistant.services import Services
from assistant.web.copy_text import place_line
from corpus.library import Library
from corpus.model import Document, Measure

_SHOWN = 12
_SEARCHED = 50
_QUOTES = 2


@dataclass(frozen=True, slots=True)
class Filters:
    """What to leave out; empty values leave out nothing."""

    document: str = ""
    section: int | None = None
    unit: str = ""

    def keep(self, document: str, measure: Measure) -> bool:
        """Whether a measure is wanted."""
        return (
            self.document in ("", document)
            and self.section in (None, measure.section)
            and (not self.unit or any(unit.name == self.unit for unit in measure.units))
        )


def find(services: Services, query: str, filters: Filters) -> list[dict[str, Any]]:
    """Measures for `query`, best first; all that pass the filters where it is empty."""
    if not query.strip():
        everything = (
            (document, measure)
            for document in services.library
            for measure in document.measures
            if filters.keep(document.id, measure)
        )
        return [_result(document, measure, []) for document, measure in everything][:_SEARCHED]
    results = []
    for hit in search(services, query, _SEARCHED)["results"]:
        document = services.library.get(hit["document"])
        measure = document.by_key(hit["anchor"])
        if measure and filters.keep(document.id, measure):
            results.append(_result(document, measure, hit["sentences"]))
    return results[:_SHOWN]


def options(library: Library) -> dict[str, Any]:
    """What can be filtered by: documents, their sections, responsible units."""
    documents = list(library)
    units = {u.name: None for d in documents for m in d.measures for u in m.units}
    return {
        "documents": [(d.id, d.metadata.title or d.id) for d in documents],
        "sections": [
            (d.id, s.number, f"{s.marker}{s.title}") for d in documents for s in d.sections
        ],
        "units": list(units),
    }


def _result(document: Document, measure: Measure, hits: list[dict[str, Any]]) -> dict[str, Any]:
    body = [(sentence.start, sentence.end) for sentence in measure.sentences]
    found = [(hit["start"], hit["end"]) for hit in hits]
    spans = [span for span in found if span in body] or body[:1]
    start, end = spans[0] if spans else (measure.start, measure.end)
    title = document.metadata.title or document.id
    line = place_line(title, measure.label)
    quotes = [document.text[low:high] for low, high in sorted(spans[:_QUOTES])]
    return {
        "document": document.id,
        "title": title,
        "anchor": measure.key,
        "section": measure.section,
        "label": measure.label,
        "start": start,
        "end": end,
        "quote": document.text[start:end],
        "units": [unit.name for unit in measure.units],
        "citation": line,
        "script": "您好。" + "".join(quotes),
    }
