"""What asks for a number, and what states one."""

from __future__ import annotations

import pytest

from assistant.language.interrogatives import asks_age, asks_quantity, holds_quantity


@pytest.mark.parametrize(
    "question", ["能贷多少", "几岁入学", "罚几万", "要等多久", "百分之几", "一个月几块钱"]
)
def test_questions_for_a_number(question: str) -> None:
    assert asks_quantity(question)


@pytest.mark.parametrize(
    "question", ["哪几样材料", "跑了好几个部门", "没几天就走人", "后面几年怎么领", "几号到账"]
)
def test_questions_for_something_else(question: str) -> None:
    assert not asks_quantity(question)


@pytest.mark.parametrize(
    "text", ["每年3600元", "20个工作日", "不低于百分之八十", "一至三倍", "万分之五"]
)
def test_texts_that_state_a_number(text: str) -> None:
    assert holds_quantity(text)


@pytest.mark.parametrize("text", ["适当提高贷款额度", "依照第一百二十条处理"])
def test_texts_that_state_none(text: str) -> None:
    assert not holds_quantity(text)


def test_an_age_is_told_from_other_numbers() -> None:
    assert all(map(asks_age, ("发到几岁", "孩子多大年龄为止", "满多少周岁")))
    assert not any(map(asks_age, ("能领多少钱", "几个月", "面积多大")))
