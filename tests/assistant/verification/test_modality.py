"""What a sentence decides of a yes-or-no question: only what its modal, polarity and conditions say."""

from __future__ import annotations

import pytest

from assistant.verification.modality import decided

FORBIDS = "用人单位不得因女职工怀孕降低其工资。"
ALLOWS = "育儿补贴申领人可以是婴幼儿的父母一方。"
FORBIDS_LATE = (
    "教师应当尊重学生的人格，不得歧视学生，不得对学生实施体罚或者其他侮辱人格尊严的行为。"
)
HEDGED = "完善服务,鼓励有条件的用人单位配建母婴设施。"
LIMITED = "将参加职工基本医疗保险的灵活就业人员纳入生育保险。"


@pytest.mark.parametrize(
    ("question", "sentence", "verdict"),
    [
        ("用人单位能降低怀孕女职工的工资吗", FORBIDS, "不可以"),
        ("父母一方可以做育儿补贴申领人吗", ALLOWS, "可以"),
        ("教师可以体罚学生吗", FORBIDS_LATE, "不可以"),
        ("用人单位会配建母婴设施吗", HEDGED, "看情况"),
        ("灵活就业人员能纳入生育保险吗", LIMITED, "看情况"),
    ],
)
def test_the_modal_of_the_clause_decides(question: str, sentence: str, verdict: str) -> None:
    assert decided(question, sentence) == verdict


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("公司能拒绝降低工资吗", FORBIDS),
        ("用人单位是不是不能降低怀孕女职工的工资", FORBIDS),
        ("外祖父母可以做育儿补贴申领人吗", ALLOWS),
        ("今天天气好吗", ALLOWS),
        ("育儿补贴申领人需要交钱吗", ALLOWS),
    ],
)
def test_what_the_sentence_does_not_say_is_not_decided(question: str, sentence: str) -> None:
    assert decided(question, sentence) == ""


def test_a_condition_that_the_question_names_is_met() -> None:
    asked = "参加职工基本医疗保险的灵活就业人员能纳入生育保险吗"
    assert decided(asked, LIMITED) == "可以"
