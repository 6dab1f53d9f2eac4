"""The sets over the library: questions, dialogues, dated calculations, questions about the documents.

A folder holds any of `questions.jsonl`, `dialogues.json`, `calculations.json`, `structure.json`. A span is
an exact piece of a document's text; a sentence that touches it answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.errors import EvalInputError

ASKED_ON = date(2026, 11, 28)
"""The day on which the sets without a day of their own were written."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document's text."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one turn of a dialogue, with what a right answer must be.

    gold: spans any of which may be quoted first. parts: for a compound message the spans of each part;
    an empty one is a part that the library does not cover. says, not_says: strings that the answer must,
    and must not, contain. status: "" where it is not judged.
    """

    id: str
    kind: str
    question: str
    as_of: date = ASKED_ON
    gold: tuple[Span, ...] = ()
    also: tuple[Span, ...] = ()
    parts: tuple[tuple[Span, ...], ...] = ()
    says: tuple[str, ...] = ()
    not_says: tuple[str, ...] = ()
    status: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class LibrarySet:
    """All questions of a folder; a dialogue is a tuple of its turns."""

    singles: tuple[Question, ...]
    dialogues: tuple[tuple[Question, ...], ...]


def load_set(folder: Path) -> LibrarySet:
    """Read a folder. Raises EvalInputError where nothing is there or a file is malformed."""
    singles: list[Question] = []
    dialogues: list[tuple[Question, ...]] = []
    try:
        for number, line in enumerate(_lines(folder / "questions.jsonl"), 1):
            kind = str(line.get("kind", "covered"))
            singles.append(_question(f"question/{number}", kind, line))
        for name in ("calculations", "structure"):
            for number, entry in enumerate(_entries(folder / f"{name}.json"), 1):
                singles.append(_question(f"{name}/{number}", name, entry))
        for number, dialogue in enumerate(_entries(folder / "dialogues.json"), 1):
            name = f"dialogue/{number}-{dialogue['name']}"
            turns = enumerate(dialogue["turns"], 1)
            dialogues.append(tuple(_question(f"{name}/{n}", "dialogue", t) for n, t in turns))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvalInputError(f"用例文件夹 {folder.name} 的格式不对：{error!r}") from error
    if not (singles or dialogues):
        raise EvalInputError(f"文件夹 {folder} 里没有 questions.jsonl 等用例文件。")
    return LibrarySet(tuple(singles), tuple(dialogues))


def _question(identity: str, kind: str, entry: Mapping[str, Any]) -> Question:
    status = str(entry.get("status", "not_covered" if kind == "uncovered" else ""))
    return Question(
        identity,
        kind,
        str(entry["q"]),
        date.fromisoformat(entry["as_of"]) if entry.get("as_of") else ASKED_ON,
        _spans(entry.get("gold") or ()),
        _spans(entry.get("also") or ()),
        tuple(_spans(part) for part in entry.get("parts") or ()),
        tuple(entry.get("says") or ()),
        tuple(entry.get("not_says") or ()),
        status,
        str(entry.get("style", "")),
    )


def _spans(entries: Iterable[Any]) -> tuple[Span, ...]:
    found: list[Span] = []
    for entry in entries:
        if isinstance(entry, list):
            found.extend(_spans(entry))
        else:
            found.append(Span(str(entry["doc"]), str(entry["span"])))
    return tuple(found)


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _entries(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
