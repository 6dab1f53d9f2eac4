"""Where the quoted sentences of a calculation or a checklist stand in their documents."""

from __future__ import annotations

from typing import Any

from corpus.library import CorpusError, Library


def with_offsets(found: dict[str, Any], library: Library) -> dict[str, Any]:
    """`found` (of `run_rule` or `checklist`) with `start` and `end` beside each quote.

    `text[start:end] == quote` in the document's text. A quote of a document that the library lacks, or
    whose text no longer has the sentence, gives way to one of its `others`; both are None without any.
    """
    if "items" in found:
        return found | {"items": [_item(item, library) for item in found["items"]]}
    return found | {"quotes": [_nearest(quote, library) for quote in found["quotes"]]}


def _nearest(quote: dict[str, Any], library: Library) -> dict[str, Any]:
    spans = ({**one, **_span(one, library)} for one in (quote, *quote.get("others", ())))
    placed = next((one for one in spans if one["start"] is not None), None)
    return placed or quote | {"start": None, "end": None}


def _item(item: dict[str, Any], library: Library) -> dict[str, Any]:
    computed = item["calculation"]
    return (
        item
        | _span(item, library)
        | {"calculation": with_offsets(computed, library) if computed else None}
    )


def _span(quoted: dict[str, Any], library: Library) -> dict[str, int | None]:
    try:
        text = library.get(quoted["document"]).text
    except CorpusError:
        return {"start": None, "end": None}
    start = text.find(quoted["quote"])
    if start < 0:
        return {"start": None, "end": None}
    return {"start": start, "end": start + len(quoted["quote"])}
