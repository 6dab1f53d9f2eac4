"""Questions for an age or a day are answered by the sentence that has one."""

from __future__ import annotations

import pytest

from assistant.context import Services
from assistant.language.answer_form import has_answer_form
from assistant.service.request import Request, answer_request


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("发到几岁", "至其年满3周岁", True),
        ("多大的孩子能领", "优化服务", False),
        ("什么时候开始发", "从2025年1月1日起", True),
        ("什么时候开始发", "至其年满3周岁", False),
        ("怎么申请", "从2025年1月1日起", False),
    ],
)
def test_form(question: str, text: str, expected: bool) -> None:
    assert has_answer_form(question, text) is expected


@pytest.mark.parametrize(
    ("question", "said"),
    [("育儿补贴发到几岁?", "年满3周岁"), ("育儿补贴啥时候开始发", "2025年1月1日")],
)
def test_comes_first(question: str, said: str, services: Services) -> None:
    answer = answer_request(services, Request(question=question))
    assert said in answer.answer.split("\n")[0]
    assert said in answer.citations[0].quote
