"""Everyday ways of asking for each rule and its results, from `cases/NAME.yaml`: what understanding learns.

`questions:` holds a list for each want of the rule, and under `any` those that name the matter alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.eligibility.rules.catalogue import RULES

FOLDER = Path(__file__).with_name("cases")
ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """A way of asking: the rule, which of its results it wants ("" when it names none), the words."""

    rule: str
    want: str
    text: str


def questions(folder: Path = FOLDER) -> list[Question]:
    """All of them, rule by rule. `ValueError`, naming the file, for a want that the rule does not give."""
    return [question for name in RULES for question in _of(folder / f"{name}.yaml", name)]


def _of(path: Path, rule: str) -> Iterator[Question]:
    table: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for want, texts in table["questions"].items():
        if want not in (ANY, *RULES[rule].wants):
            raise ValueError(f"{path.name}: the rule does not answer {want}")
        yield from (Question(rule, "" if want == ANY else want, text) for text in texts)
