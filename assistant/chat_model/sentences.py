"""Cutting a model's text into whole sentences with their markers, while it is still coming."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.S)
_SENTENCE = re.compile(r"[^\u3002\uff01\uff1f!?\n]*[\u3002\uff01\uff1f!?\n]+")
_MARKS = re.compile(r"(?:[ \t]*[\[【][^\[\]【】\n]{0,20}[\]】])*")
_BEGUN_MARK = re.compile(r"[ \t]*(?:[\[【][^\]】]{0,20})?$")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences, each with the markers that follow it, as soon as they are complete."""
    text, begun = "", 0
    for piece in pieces:
        text += piece
        shown = _THOUGHT.sub("", text)
        while (found := _sentence_end(shown, begun)) is not None:
            yield from _worded(shown[begun:found])
            begun = found
    yield from _worded(_THOUGHT.sub("", text)[begun:])


def _sentence_end(text: str, begun: int) -> int | None:
    """Where the first whole sentence ends with its markers; None while that is not sure."""
    found = _SENTENCE.match(text, begun)
    if found is None:
        return None
    marks = _MARKS.match(text, found.end())
    end = marks.end() if marks else found.end()
    if _BEGUN_MARK.match(text, end) and not found[0].endswith("\n"):
        return None
    return end


def _worded(sentence: str) -> Iterator[str]:
    if sentence.strip():
        yield sentence.strip()
