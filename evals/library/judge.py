"""Judging one answer against a question over the library. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Answer, Citation
from corpus.library import Library
from evals.library.cases import Question, Span

_SPACE = re.compile(r"[\s,，]")
_UNANSWERED = ("没有涉及", "没有写明", "没有收录", "没有规定", "未涉及", "没有写")
"""How an answer says that a part is not covered."""
_REFUSED = ("not_covered", "blocked", "error")


def faults(question: Question, answer: Answer, library: Library) -> list[str]:
    """What is wrong with an answer; empty where it is right."""
    found = [
        f"缺少「{said}」" for said in question.says if _plain(said) not in _plain(answer.answer)
    ]
    found += [
        f"出现「{said}」" for said in question.not_says if _plain(said) in _plain(answer.answer)
    ]
    if question.status and answer.status != question.status:
        found.append(f"状态是 {answer.status}")
    if question.parts:
        missing = unanswered(question, answer, library)
        found += [f"第 {n} 部分没有回答" for n in missing]
    elif question.gold and not question.says and not is_first_right(question, answer, library):
        found.append("首条引文不对")
    return found


def is_first_right(question: Question, answer: Answer, library: Library) -> bool:
    """Whether the first citation touches an accepted span."""
    return bool(answer.citations) and touches(
        answer.citations[0], (*question.gold, *question.also), library
    )


def needless(question: Question, answer: Answer, library: Library) -> int:
    """How many measures are quoted as answers that no accepted span stands in."""
    accepted = set()
    for span in (*question.gold, *question.also):
        accepted |= {(span.document, key) for key in _measures(span, library)}
    cited = {
        (citation.document, _measure_at(citation.document, citation.start, library))
        for citation in answer.citations
        if getattr(citation, "role", "answer") == "answer"
    }
    return len(cited - accepted)


def unanswered(question: Question, answer: Answer, library: Library) -> list[int]:
    """The parts (from 1) that are neither answered nor said to be uncovered."""
    says_so = any(word in answer.answer for word in _UNANSWERED)
    return [
        number
        for number, spans in enumerate(question.parts, 1)
        if not (
            any(touches(citation, spans, library) for citation in answer.citations)
            if spans
            else says_so or answer.status in _REFUSED
        )
    ]


def is_refused(answer: Answer) -> bool:
    """Whether the answer says that the library does not cover the question."""
    return answer.status in _REFUSED


def touches(citation: Citation, spans: Iterable[Span], library: Library) -> bool:
    """Whether the quoted words of a citation overlap one of the spans."""
    ranges = getattr(citation, "parts", None) or [(citation.start, citation.end)]
    return any(
        span.document == citation.document
        and any(start < b and a < end for start, end in ranges for a, b in _places(span, library))
        for span in spans
    )


def _places(span: Span, library: Library) -> list[tuple[int, int]]:
    if span.document not in library.ids:
        return []
    text = library.get(span.document).text
    return [(m.start(), m.end()) for m in re.finditer(re.escape(span.text), text)]


def _measures(span: Span, library: Library) -> set[str]:
    return {_measure_at(span.document, start, library) for start, _ in _places(span, library)}


def _measure_at(document: str, position: int, library: Library) -> str:
    measure = library.get(document).measure_at(position)
    return measure.key if measure else ""


def _plain(text: str) -> str:
    return _SPACE.sub("", text)
