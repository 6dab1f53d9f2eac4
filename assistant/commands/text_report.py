"""Answers and search results as plain text for a terminal."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer
from assistant.language.visible import visible


def answer_as_text(answer: Answer) -> str:
    """The answer, then its citations with their offsets."""
    lines = [answer.answer or answer.message or ""]
    if answer.citations:
        lines.append("")
        lines.append("依据：")
    for citation in answer.citations:
        lines.append(
            f"[{citation.marker}] 《{citation.title}》{citation.label}"
            f"（第{citation.start}–{citation.end}字）：{visible(citation.quote)}"
        )
    if answer.suggestions:
        lines.append("")
        lines.append("您也可以问：" + " ".join(answer.suggestions))
    return "\n".join(lines)


def search_as_text(found: dict[str, Any]) -> str:
    """One block for each measure."""
    if not found["results"]:
        return "没有找到相关措施。"
    lines = []
    for result in found["results"]:
        lines.append(f"{result['label']}  ({result['score']})")
        lines.extend(f"    {s['quote']}  [{s['start']}–{s['end']}]" for s in result["sentences"])
        if result["units"]:
            lines.append(f"    责任单位：{'、'.join(result['units'])}")
    return "\n".join(lines)
