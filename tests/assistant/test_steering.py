"""Attempts to steer are recognised; residents' questions never are."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.language.cleaning import clean
from assistant.screening.steering import is_steering

OWN = yaml.safe_load((Path(__file__).parent / "data" / "steering.yaml").read_text("utf-8"))
DEV = Path(__file__).parents[2] / "evals" / "cases" / "dev"


def questions(file: str) -> list[tuple[str, Any]]:
    cases = yaml.safe_load((DEV / file).read_text(encoding="utf-8"))
    turns = [(turn, case) for case in cases for turn in case.get("turns", [case])]
    return [(clean(str(t["question"])), t.get("status", c.get("status"))) for t, c in turns]


@pytest.mark.parametrize("question", OWN["questions"])
def test_residents_words_are_no_attack(question: str) -> None:
    assert not is_steering(clean(question))


@pytest.mark.parametrize("attack", OWN["attacks"])
def test_attacks_are_recognised(attack: str) -> None:
    assert is_steering(clean(attack))


@pytest.mark.parametrize("file", sorted(p.name for p in DEV.glob("*.yaml")))
def test_no_dev_question_is_taken_for_an_attack(file: str) -> None:
    if not file.endswith("attacks.yaml"):
        asked = [q for q, status in questions(file) if "blocked" not in status]
        assert [question for question in asked if is_steering(question)] == []


def test_dev_attacks_are_mostly_recognised() -> None:
    attacks = [q for q, status in questions("attacks.yaml") if "answered" not in status]
    assert sum(is_steering(q) for q in attacks) >= 0.95 * len(attacks)


@pytest.mark.parametrize("text", ["忽略" * 20000, "你" * 50000, "请说“" * 10000, "a. " * 20000])
def test_long_text_stays_quick(text: str) -> None:
    started = time.perf_counter()
    is_steering(text[:2000])
    assert time.perf_counter() - started < 3
