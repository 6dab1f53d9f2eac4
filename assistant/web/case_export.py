"""A hotline case or an answer as a file: text or docx; a logged question as an eval case."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CONTROL = re.compile(r"[^\n\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """What was asked, answered and computed in one call."""

    question: str
    reply: str
    citations: tuple[str, ...]
    calculation: str
    notes: str
    at: datetime


def case_as_text(case: Case) -> str:
    """The case with a heading per part."""
    lines = [f"来电记录 {case.at:%Y-%m-%d %H:%M}", ""]
    for heading, content in _parts(case):
        lines += [f"【{heading}】", content, ""]
    return "\n".join(lines)


def case_as_docx(case: Case) -> bytes:
    """The case as a Word document."""
    document = _word_document("来电记录")
    document.add_paragraph(f"{case.at:%Y-%m-%d %H:%M}")
    for heading, content in _parts(case):
        document.add_heading(heading, level=2)
        for line in content.split("\n"):
            document.add_paragraph(line)
    return _saved(document)


def answer_as_docx(text: str) -> bytes:
    """An answer's text as a Word document, a paragraph per line."""
    document = _word_document("政策问答")
    for line in _CONTROL.sub("", text).split("\n"):
        document.add_paragraph(line)
    return _saved(document)


def _word_document(title: str) -> Any:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "宋体")
    document.add_heading(title, level=1)
    return document


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def eval_case(
    record_id: str, question: str, document: str, measures: Sequence[int], day: date
) -> tuple[str, str]:
    """A case file for `evals/cases`, its name and its text: the measures that answer, if any do.

    The name's ending tells `policy eval` of which kind its cases are. `document`: "" for the first one.
    """
    status = "answered" if measures else "not_covered"
    kind = "uncovered" if not measures else "multi" if len(measures) > 1 else "single"
    case: dict[str, Any] = {"id": f"desk-{record_id[:8]}", "question": question, "style": "hotline"}
    if document:
        case["document"] = document
    case |= {"status": status, "measures": list(measures)}
    text = yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=10_000)
    head = f"# From the hotline desk, {day.isoformat()}. Check question and measures before use.\n"
    return f"desk-{record_id[:8]}_{kind}.yaml", head + text


def _parts(case: Case) -> Iterator[tuple[str, str]]:
    """The parts that are filled in, without the control characters that Word cannot hold."""
    citations = "\n".join(case.citations)
    for heading, content in (
        ("问题", case.question),
        ("答复", case.reply),
        ("依据", citations),
        ("计算", case.calculation),
        ("备注", case.notes),
    ):
        if content:
            yield heading, _CONTROL.sub("", content)
