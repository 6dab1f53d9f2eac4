"""Reading the examples: questions by kind, messages with their facts, follow-ups, parts of a message.

Anyone can extend the files in `examples/`; a kind of question is its file's list under a name. The rules'
everyday questions (`eligibility/cases/NAME.yaml`) count as examples of their rule.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.eligibility import questions as rule_questions
from assistant.language.cleaning import clean
from assistant.understanding.encoding import Encoded

Encode = Callable[[str], Encoded]
"""Encodes a text."""
FOLDER = Path(__file__).parent.parent / "examples"
_CASES = Path(__file__).parents[2] / "eligibility" / "cases"
_TEXT_QUESTIONS = Path(__file__).parents[3] / "index" / "training" / "data" / "pairs.jsonl.gz"
_SAMPLED = 2500
SEVERAL = "several"
"""Messages that ask for several rules at once: examples of no single kind."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message and the expressions in it that tell something: (start, end, role)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message, the question before it, how it goes on with it, and both as one question."""

    before: str
    text: str
    relation: str
    standalone: str


@dataclass(frozen=True, slots=True)
class Compound:
    """A message and where each of its parts begins."""

    text: str
    begins: tuple[int, ...]


def questions_by_kind() -> Iterator[tuple[str, str]]:
    """(question, kind): talk.NAME, structure.NAME, rule.NAME, text."""
    for area, prefix in (("talk", "talk."), ("structure", "structure."), ("rules", "rule.")):
        for name, questions in _yaml(FOLDER / f"{area}.yaml").items():
            if name != SEVERAL:
                yield from ((clean(question), prefix + name) for question in questions)
    for questions in _yaml(FOLDER / "text.yaml").values():
        yield from ((clean(question), "text") for question in questions)
    for rule, question, _ in _questions_of_rules():
        yield question, f"rule.{rule}"
    for row in _lines(FOLDER / "questions.jsonl"):
        yield clean(row["text"]), row["kind"]


def text_questions() -> list[str]:
    """A sample of the retrieval's training questions: a document's text answers them, or nothing does."""
    if not _TEXT_QUESTIONS.is_file():
        return []
    with gzip.open(_TEXT_QUESTIONS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    taught = sorted({clean(row["q"]) for row in rows if row["split"] == "train"})
    return random.Random(0).sample(taught, min(_SAMPLED, len(taught)))  # nosec B311


def questions_by_want() -> Iterator[tuple[str, str]]:
    """(question, what it wants of a rule)."""
    for want, questions in _yaml(FOLDER / "wants.yaml").items():
        yield from ((clean(question), want) for question in questions)
    for _, question, want in _questions_of_rules():
        yield question, want


def polar_questions() -> Iterator[tuple[str, bool]]:
    """(question, whether it is to be answered by yes or no)."""
    texts, wants = _yaml(FOLDER / "text.yaml"), _yaml(FOLDER / "wants.yaml")
    for name, questions in (*texts.items(), *wants.items()):
        if name in POLAR:
            yield from ((clean(question), POLAR[name]) for question in questions)


POLAR = {
    "yes_no": True,
    "eligibility": True,
    "where_how": False,
    "papers": False,
    "time_limits": False,
    "meaning": False,
    "other_figures": False,
    "amount": False,
    "standard": False,
    "until": False,
}
"""Kinds of questions that are always, or never, answered by yes or no."""


def messages_with_facts() -> Iterator[Told]:
    """Messages with the roles of their expressions."""
    for row in _lines(FOLDER / "facts.jsonl"):
        text = clean(row["text"])
        spans, position = [], 0
        for words, role in row["spans"]:
            start = text.find(clean(words), position)
            start = start if start >= 0 else text.find(clean(words))
            if start >= 0:
                position = start + len(clean(words))
                spans.append((start, position, role))
        yield Told(text, tuple(spans))


def follow_ups() -> Iterator[FollowUp]:
    """Messages that follow a question."""
    for row in _yaml(FOLDER / "follow_ups.yaml"):
        yield FollowUp(
            clean(row["before"]), clean(row["text"]), row["kind"], clean(row["standalone"])
        )


def compounds() -> Iterator[Compound]:
    """Messages of one or several parts."""
    for row in _yaml(FOLDER / "parts.yaml"):
        text, begins, position = clean(row["text"]), [], 0
        for part in row["parts"]:
            start = text.find(clean(part), position)
            if start < 0:
                break
            begins.append(start)
            position = start + len(clean(part))
        else:
            yield Compound(text, tuple(begins))


def all_texts() -> list[str]:
    """Every text of the examples, once."""
    asked = (*questions_by_kind(), *questions_by_want(), *polar_questions())
    found = [text for text, _ in asked] + text_questions()
    found += [message.text for message in messages_with_facts()]
    found += [compound.text for compound in compounds()]
    for pair in follow_ups():
        found += [pair.before, pair.text]
    return list(dict.fromkeys(found))


def digest() -> str:
    """Sixteen hexadecimal digits of all the examples."""
    found = hashlib.sha256()
    for path in (*sorted(FOLDER.iterdir()), *sorted(_CASES.glob("*.yaml")), _TEXT_QUESTIONS):
        if path.is_file():
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _questions_of_rules() -> Iterator[tuple[str, str, str]]:
    """(rule, question, what it wants) of the rules' own examples."""
    for question in rule_questions.questions():
        yield question.rule, clean(question.text), question.want or rule_questions.ANY


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> Iterable[Any]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines if line.strip()]
