"""The text of a statement from its source: the one place where words of an answer come from.

The constructors (`making`) call it once, the verifier calls it once more and compares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from assistant.language.visible import visible
from assistant.phrases import phrase
from assistant.verification.slots import SLOTS, SlotError
from assistant.verification.statement import OMITTED, Kind, Quote, Source
from corpus.library import Library
from corpus.model import Sentence
from corpus.tables import is_row

_TEMPLATES = Path(__file__).parent.parent / "data" / "templates.yaml"
_LINE_BREAK = re.compile(r"\s*\n\s*")
_LATIN_SIDES = re.compile(r"(?<=[0-9A-Za-z])\s*\n\s*(?=[0-9A-Za-z])")
_ROW = re.compile(r"^([^\n]*\t[^\n]*)$", re.MULTILINE)
"""A line that is a table's row, as `corpus.tables.is_row` knows it."""
_CLAUSE_ENDS = ",;、\uff0c\uff1b"
_SENTENCE_ENDS = "。!?;:\uff01\uff1f\uff1b\uff1a"


def render(
    kind: Kind, quotes: tuple[Quote, ...], source: Source, library: Library | None = None
) -> str:
    """The text that a statement of that kind has by its quotes and source; slots need the library.

    Raises SlotError where a slot cannot be computed, KeyError for an unknown template or phrase.
    """
    if kind is Kind.QUOTE:
        return "".join(_shown_parts(quote) for quote in quotes)
    if kind is Kind.ABRIDGED:
        return framed(source.key, "".join(abridged_text(quote) for quote in quotes))
    if kind is Kind.PHRASE:
        return phrase(source.key, **source.values, **_filled(source, library))
    return templates()[source.key].format(**_filled(source, library))


def shown(text: str) -> str:
    """Quoted words on one line, without what cannot be seen: a line break is no part of the sense.

    A row of a table keeps its line, its cells in a row between tabs.
    """
    lines = _ROW.split(visible(text).strip())
    said = (_LINE_BREAK.sub("", _LATIN_SIDES.sub(" ", line.strip("\n"))) for line in lines)
    return "\n".join(line for line in said if line.strip())


def _shown_parts(quote: Quote) -> str:
    """A quote's parts with 「……」 between them, on a line of its own where rows of a table are left out."""
    said = ""
    for start, end in quote.parts:
        part = shown(quote.document.text[start:end])
        beside = said.split("\n")[-1] + part.split("\n")[0]
        gap = f"\n{OMITTED}\n" if is_row(beside) else OMITTED
        said = said + gap + part if said else part
    return said


def abridged_text(quote: Quote) -> str:
    """A quote's parts with 「……」 wherever words of its sentences are left out, at both ends too."""
    document, first, last = quote.document, quote.start, quote.end
    lead = tail = ""
    body = _shown_parts(quote)
    for sentence, _ in document.sentences():
        if sentence.start < first < sentence.end:
            lead = OMITTED
        if sentence.start < last < sentence.end and _leaves_out(sentence, last):
            body, tail = body.rstrip(_CLAUSE_ENDS), OMITTED
    return lead + body + tail


def _leaves_out(sentence: Sentence, end: int) -> bool:
    return bool(sentence.text[end - sentence.start :].strip().strip(_SENTENCE_ENDS))


def framed(key: str, words: str) -> str:
    """The words in the frame of that key; as they are for "". Raises KeyError for no frame."""
    return frames()[key] + words if key else words


@cache
def frames() -> Mapping[str, str]:
    """What a frame of the closed list says in front of a quote, by its key."""
    return {
        key: text.removesuffix("{words}")
        for key, text in templates().items()
        if key.startswith("frame_")
    }


@cache
def templates() -> Mapping[str, str]:
    """The templates of VALUE and VERDICT statements and the frames of abridged ones, by key."""
    data = yaml.safe_load(_TEMPLATES.read_text(encoding="utf-8"))
    return {key: str(text).strip() for key, text in data.items()}


def _filled(source: Source, library: Library | None) -> dict[str, str]:
    return {
        name: slot_text(slot.name, slot.arguments, library) for name, slot in source.slots.items()
    }


def slot_text(name: str, arguments: tuple[object, ...], library: Library | None) -> str:
    """What a slot says by the library. Raises SlotError where it says nothing."""
    function = SLOTS.get(name)
    if function is None or library is None:
        raise SlotError(f"no slot {name}")
    try:
        text = function(library, *arguments)
    except SlotError:
        raise
    except Exception as error:
        raise SlotError(f"{name}{arguments}: {error}") from error
    if not text:
        raise SlotError(f"{name}{arguments} is empty")
    return text
