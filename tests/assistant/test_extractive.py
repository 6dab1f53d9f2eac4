"""Excerpts: the sentence's own words, its first clause kept, the answering clause among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.composing.extractive import excerpt
from corpus.model import Document

LONG = (
    "各地要统筹规划公共停车设施,鼓励机关和企业事业单位在夜间向社会开放停车场,对新建住宅小区按标准配建车位,"
    "对老旧小区挖潜增建车位,停车收费实行政府指导价,具体标准由市县制定;残疾人专用车位免费停放,不得占用。"
)


def _runs(text: str) -> list[str]:
    return [run for run in text.split("……") if run]


def _in_order(runs: list[str], sentence: str) -> bool:
    position = 0
    for run in runs:
        found = sentence.find(run, position)
        if found < 0:
            return False
        position = found + len(run)
    return True


def test_short_sentences_stay_whole() -> None:
    assert excerpt("停车收费吗", "停车收费实行政府指导价。") == "停车收费实行政府指导价。"


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("残疾人停车要钱吗", "残疾人专用车位免费停放"),
        ("停车收费谁定价", "停车收费实行政府指导价"),
        ("晚上企业停车场开放吗", "夜间向社会开放停车场"),
    ],
)
def test_the_clause_that_answers_is_there(question: str, clause: str) -> None:
    text = excerpt(question, LONG)
    assert clause in text
    assert text.startswith("各地要统筹规划公共停车设施")
    assert len(text) < len(LONG)
    assert _in_order(_runs(text), LONG)


def test_nothing_in_common_leaves_the_sentence_whole() -> None:
    assert excerpt("zzz", LONG) == LONG


def test_commas_in_brackets_and_quotes_do_not_cut() -> None:
    sentence = (
        "有关部门(包括甲局,乙局,丙局)应当"
        + "加强协作" * 20
        + ",落实「先备案,后检查」制度,按月公开结果。"
    )
    text = excerpt("公开结果吗", sentence)
    assert text.startswith("有关部门(包括甲局,乙局,丙局)应当")
    assert "「先备案" not in text or "「先备案,后检查」" in text


@given(
    question=st.text(max_size=40),
    clauses=st.lists(st.text(alphabet="甲乙丙丁,;()「」", max_size=60), max_size=8),
)
def test_any_excerpt_is_verbatim_and_begins_with_the_first_clause(
    question: str, clauses: list[str]
) -> None:
    sentence = ",".join(clauses)
    text = excerpt(question, sentence)
    assert _in_order(_runs(text), sentence)
    first = _runs(text)[0] if _runs(text) else ""
    assert sentence.startswith(first)


def test_every_sentence_of_the_policy_under_every_heading(jiangxi: Document) -> None:
    questions = [measure.title for measure in jiangxi.measures]
    for sentence, _ in jiangxi.sentences():
        for question in questions:
            assert _in_order(_runs(excerpt(question, sentence.text)), sentence.text)
