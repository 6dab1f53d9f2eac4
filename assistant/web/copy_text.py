"""An answer as plain text for the clipboard, with its citation lines."""

from __future__ import annotations

import re

from assistant.answer import Answer, Citation
from corpus.numerals import to_numeral


def answer_for_copying(answer: Answer) -> str:
    """Question, answer and citation lines, as one pastes them into a letter."""
    lines = [f"问：{answer.question}", f"答：{answer.answer or answer.message or ''}"]
    markers: dict[str, str] = {}
    for citation in answer.citations:
        place = citation_line(citation)
        markers[place] = f"{markers.get(place, '')}[{citation.marker}]"
    lines += [f"{marks} {place}" for place, marks in markers.items()]
    return "\n".join(lines)


def standard_reply(answer: Answer) -> str:
    """What the hotline says: the answer without markers, then one citation line per place."""
    text = re.sub(r"\[\d+\]", "", answer.answer or answer.message or "")
    text = re.sub(r"^【[^】]+】", "", text, flags=re.MULTILINE)
    return "\n".join([f"您好。{text}", *citation_lines(answer)])


def citation_lines(answer: Answer) -> list[str]:
    """The citation lines of an answer, each place once."""
    return list(dict.fromkeys(citation_line(citation) for citation in answer.citations))


def citation_line(citation: Citation) -> str:
    """「依据：《……》第一部分第（三）条」."""
    return place_line(citation.title, citation.section, citation.measure)


def place_line(title: str, section: int | None, measure: int | None) -> str:
    """The citation line of a place in a document."""
    part = f"第{to_numeral(section)}部分" if section is not None else ""
    article = f"第({to_numeral(measure)})条" if measure is not None else ""
    return f"依据：《{title}》{part}{article}"
