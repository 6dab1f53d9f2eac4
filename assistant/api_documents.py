"""Documents as JSON: what is known of them, and their structure with offsets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.model import Document, Measure, Sentence


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
        "measures": len(document.measures),
    }


def describe_document(document: Document) -> dict[str, Any]:
    """A document with its text, sections and measures; `text[start:end]` is each node's text."""
    return summarise_document(document) | {
        "text": document.text,
        "sections": [
            {
                "number": section.number,
                "marker": section.marker,
                "title": section.title,
                "start": section.start,
                "end": section.end,
                "measures": [measure.key for measure in section.measures],
            }
            for section in document.sections
        ],
        "measures": [describe_measure(measure) for measure in document.measures],
        "preamble": [_sentence(sentence) for sentence in document.preamble],
        "closing": [_sentence(sentence) for sentence in document.closing],
    }


def describe_measure(measure: Measure) -> dict[str, Any]:
    """A measure with its sentences and responsible units."""
    return {
        "anchor": measure.key,
        "number": measure.number,
        "section": measure.section,
        "label": measure.label,
        "title": measure.title,
        "start": measure.start,
        "end": measure.end,
        "sentences": [_sentence(sentence) for sentence in measure.all_sentences()],
        "units": [asdict(unit) for unit in measure.units],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "role": sentence.role.value,
    }
