"""An answer as plain text for the clipboard, with its citation lines."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from corpus.numerals import to_numeral


def answer_for_copying(answer: Answer) -> str:
    """Question, answer and citation lines, as one pastes them into a letter."""
    lines = [f"问：{answer.question}", f"答：{answer.answer or answer.message or ''}"]
    lines += [f"[{c.marker}] {citation_line(c)}" for c in answer.citations]
    return "\n".join(lines)


def citation_line(citation: Citation) -> str:
    """「依据：《……》第一部分第（三）条」."""
    place = ""
    if citation.section is not None:
        place += f"第{to_numeral(citation.section)}部分"
    if citation.measure is not None:
        place += f"第({to_numeral(citation.measure)})条"
    return f"依据：《{citation.title}》{place}"
