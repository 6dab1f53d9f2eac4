"""A document as plain data, for JSON: its metadata and its structure with offsets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.model import Document, Measure, Section, Sentence


def summary(document: Document) -> dict[str, Any]:
    """Id, metadata, and how many sections and measures there are; dates in ISO 8601."""
    metadata = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in asdict(document.metadata).items()
    }
    metadata["implements"] = [
        {name: reference[name] for name in ("title", "issuer", "number")}
        for reference in metadata["implements"]
    ]
    return {
        "id": document.id,
        **metadata,
        "sections": len(document.sections),
        "measures": document.count,
        "characters": len(document.text),
    }


def describe(document: Document) -> dict[str, Any]:
    """All nodes with their text and offsets. `sections` names its measures by their keys."""
    return {
        **summary(document),
        "sections": [describe_section(section) for section in document.sections],
        "measures": [describe_measure(measure) for measure in document.measures],
        "appendices": [
            {
                "name": appendix.name,
                "title": appendix.title,
                "start": appendix.start,
                "end": appendix.end,
                "measures": [measure.key for measure in appendix.measures],
            }
            for appendix in document.appendices
        ],
        "notice": [describe_sentence(sentence) for sentence in document.notice],
        "preamble": [describe_sentence(sentence) for sentence in document.preamble],
        "closing": [describe_sentence(sentence) for sentence in document.closing],
    }


def describe_section(section: Section) -> dict[str, Any]:
    """A section with the keys of its measures."""
    return {
        "number": section.number,
        "marker": section.marker,
        "title": section.title,
        "start": section.start,
        "end": section.end,
        "measures": [measure.key for measure in section.measures],
    }


def describe_measure(measure: Measure) -> dict[str, Any]:
    """A measure with its sentences and responsible units."""
    return {
        "key": measure.key,
        "number": measure.number,
        "section": measure.section,
        "label": measure.label,
        "title": measure.title,
        "start": measure.start,
        "end": measure.end,
        "sentences": [describe_sentence(sentence) for sentence in measure.all_sentences()],
        "units": [asdict(unit) for unit in measure.units],
    }


def describe_sentence(sentence: Sentence) -> dict[str, Any]:
    """A sentence with its offsets and role."""
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "role": sentence.role.value,
        "context": [list(span) for span in sentence.context],
        "items": [list(span) for span in sentence.items],
        "citable": sentence.citable,
    }
