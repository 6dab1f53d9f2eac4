"""Documents as JSON: what is known of them, and their structure with offsets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus import description
from corpus.model import Document, Measure


def summarise_document(document: Document) -> dict[str, Any]:
    """A document without its text."""
    known = asdict(document.metadata)
    for name in ("issued", "effective_from", "effective_to"):
        known[name] = known[name].isoformat() if known[name] else None
    return {
        "id": document.id,
        **known,
        "title": document.metadata.title or document.id,
        "sections": len(document.sections),
        "measures": document.count,
    }


def describe_document(document: Document) -> dict[str, Any]:
    """A document with its text, sections and measures; `text[start:end]` is each node's text."""
    return summarise_document(document) | {
        "text": document.text,
        "sections": [description.describe_section(section) for section in document.sections],
        "measures": [describe_measure(measure) for measure in document.measures],
        "preamble": [description.describe_sentence(sentence) for sentence in document.preamble],
        "closing": [description.describe_sentence(sentence) for sentence in document.closing],
    }


def describe_measure(measure: Measure) -> dict[str, Any]:
    """A measure with its sentences and responsible units; its key goes by `anchor`."""
    described = description.describe_measure(measure)
    return {"anchor": described.pop("key"), **described}
