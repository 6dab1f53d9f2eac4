"""Sentences as a model might say them, true and false, against the sentences they cite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import PROJECT
from assistant.verification.claims import Source, check, normalise
from corpus.library import Library

CASES = yaml.safe_load((Path(__file__).parent / "data" / "claims.yaml").read_text("utf-8"))
DOCUMENT = next(iter(Library(PROJECT / "corpus" / "documents")))
SENTENCES = [
    (sentence.text, DOCUMENT.text[measure.start : measure.end])
    for measure in DOCUMENT.measures
    for sentence in measure.all_sentences()
]
LIES = [(case["source"], lie["text"]) for case in CASES for lie in case["lies"]]
BACKED = [(case["source"], text) for case in CASES for text in case["backed"]]


def source(part: str) -> Source:
    return next(Source(text, around) for text, around in SENTENCES if part in normalise(text))


@pytest.mark.parametrize(("part", "lie"), LIES)
def test_lies_are_caught(part: str, lie: str) -> None:
    assert check(lie, [source(part)]).fault is not None


def test_true_sentences_mostly_pass() -> None:
    passed = sum(check(text, [source(part)]).fault is None for part, text in BACKED)
    assert passed >= 0.9 * len(BACKED)


@pytest.mark.parametrize("text", [text for text, _ in SENTENCES])
def test_the_text_itself_passes(text: str) -> None:
    if len(normalise(text)) <= 200 and len(text) >= 6:
        assert check(text, [Source(text)]).fault is None


def test_only_the_backing_sources_are_named() -> None:
    sources = [source("探索筹建人口发展基金"), source("至其年满3周岁")]
    verdict = check("育儿补贴从2025年1月1日起发放。", sources)
    assert verdict.backing == (1,)


def test_a_sentence_does_not_mix_sources() -> None:
    sources = [source("鼓励各地加大力度对14周岁以下儿童"), source("至其年满3周岁")]
    text = "鼓励各地对3周岁以下儿童乘坐公交、地铁实行减免收费。"
    assert check(text, sources).fault is not None


def test_branches_of_a_rule_are_not_crossed() -> None:
    rule = Source("怀孕未满4个月流产的,享受15天产假;怀孕满4个月流产的,享受42天产假。")
    assert check("怀孕满4个月流产的,享受42天产假。", [rule]).fault is None
    assert check("怀孕未满4个月流产的,享受42天产假。", [rule]).fault is not None


@pytest.mark.parametrize(
    "text", ["", "[1]", "好的。", "a" * 50, "补贴" * 200, "😀补贴发放至其年满3周岁"]
)
def test_what_is_no_sentence_is_not_backed(text: str) -> None:
    assert check(text, [source("至其年满3周岁")]).fault is not None


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_gets_a_verdict(text: str, other: str) -> None:
    verdict: Any = check(text, [Source(other)])
    assert verdict.fault is not None or verdict.backing is not None
