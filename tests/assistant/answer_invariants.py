"""What holds for every answer, whatever was asked."""

from __future__ import annotations

import re

from assistant.answer import Answer, Status
from assistant.verification.statement import OMITTED
from corpus.library import Library

_MARKER = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"\d+")
HOTLINE = "12345"


def broken(answer: Answer, library: Library) -> list[str]:
    """The promises of the contract that `answer` breaks; empty where it keeps them all."""
    found: list[str] = []
    used = [int(number) for number in _MARKER.findall(answer.answer)]
    markers = [citation.marker for citation in answer.citations]
    if answer.status not in set(Status):
        found.append(f"unknown status {answer.status}")
    if markers != list(range(1, len(markers) + 1)):
        found.append(f"citations are not numbered in order: {markers}")
    if list(dict.fromkeys(used)) != markers:
        found.append(f"markers {used} do not match citations {markers}")
    for citation in answer.citations:
        text = library.get(citation.document).text
        ranges = citation.parts or [(citation.start, citation.end)]
        if not citation.quote or OMITTED.join(text[a:b] for a, b in ranges) != citation.quote:
            found.append(f"quote {citation.marker} is not verbatim at its offsets")
    if answer.status in (Status.NOT_COVERED, Status.BLOCKED, Status.ERROR) and answer.citations:
        found.append(f"citations in an answer with status {answer.status}")
    if answer.status is Status.NOT_COVERED:
        figures = [figure for figure in _FIGURE.findall(answer.answer) if figure != HOTLINE]
        found.extend(f"a figure in a refusal: {figure}" for figure in figures)
    if answer.status is Status.ANSWERED and not (answer.citations or answer.calculation):
        found.append("answered without a citation or a calculation")
    if not (answer.answer.strip() or (answer.message or "").strip()):
        found.append("nothing is said")
    return found
