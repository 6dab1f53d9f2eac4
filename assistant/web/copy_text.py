"""An answer as plain text: for the clipboard with its citation lines, for the telephone as a script."""

from __future__ import annotations

import re

from assistant.answer import Answer, Status
from assistant.verification.statement import QuoteRole

_MARKER = re.compile(r"\[(\d+)\]")
_NAME = re.compile(r"^【[^】]+】")
_HEADING = re.compile(r"^《.*[:\uff1a]$")
_BASIS = re.compile(r"^依据[:\uff1a]")
_LISTED = re.compile(r"^(?:\d+\.\s|依据[:\uff1a]|计算过程)")
_GLOSS = re.compile(r"[(\uff08][^()\uff08\uff09]*[:\uff1a][^()\uff08\uff09]*[)\uff09]$")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_MOST_SENTENCES = 3
_MOST_CHARS = 160


def answer_for_copying(answer: Answer) -> str:
    """Question, answer and the cited places, as one pastes them into a letter."""
    text = answer.answer or answer.message or ""
    if answer.citations:
        text = "\n".join(line for line in text.split("\n") if not _BASIS.match(line))
    lines = [f"问：{answer.question}", f"答：{text}"]
    markers: dict[str, str] = {}
    for citation in answer.citations:
        place = place_line(citation.title, citation.label)
        markers[place] = f"{markers.get(place, '')}[{citation.marker}]"
    if markers:
        lines.append("依据：")
    lines += [f"{marks} {place}" for place, marks in markers.items()]
    return "\n".join(lines)


def spoken_script(answer: Answer) -> str:
    """What the hotline reads out: the point in two or three sentences, then the next step."""
    lines = (answer.answer or answer.message or "").split("\n")
    if answer.status is not Status.ANSWERED:
        return f"您好。{''.join(_spoken(line) for line in lines if not _is_furniture(line))}"
    next_steps = {c.marker for c in answer.citations if c.role == QuoteRole.NEXT_STEP}
    said, then = [], ""
    for line in lines:
        if _is_furniture(line):
            continue
        markers = {int(number) for number in _MARKER.findall(line)}
        if markers and markers <= next_steps:
            then = then or _spoken(line)
        else:
            said += _SENTENCE.findall(_spoken(line))
    return f"您好。{_first(said)}{then}"


def basis_lines(answer: Answer) -> list[str]:
    """On what the answer rests: each document once, with the places in it that are cited."""
    labels: dict[str, dict[str, None]] = {}
    for citation in answer.citations:
        labels.setdefault(citation.title, {})[citation.label] = None
    return [place_line(title, "、".join(found)) for title, found in labels.items()]


def place_line(title: str, label: str) -> str:
    """A place in a document, as it is named below a reply: 《……》一、（三）……."""
    return f"《{title}》{label}"


def _is_furniture(line: str) -> bool:
    """Whether nobody reads the line out: a document's name, a step, the list of sources."""
    return not line.strip() or bool(_HEADING.match(line) or _LISTED.match(line))


def _spoken(line: str) -> str:
    """The line without markers, the measure's name and words that explain words."""
    words = _GLOSS.sub("", _MARKER.sub("", _NAME.sub("", line)).strip()).removeprefix("- ")
    return words if not words or words[-1] in "。！？；：" else f"{words}。"


def _first(sentences: list[str]) -> str:
    """The first few sentences, as many as one takes in by ear; at least one, always whole."""
    said = ""
    for number, sentence in enumerate(sentences):
        if number and (number == _MOST_SENTENCES or len(said + sentence) > _MOST_CHARS):
            break
        said += sentence
    return said
