"""JSON lines in, answer objects out: order, ids, and lines that are broken."""

from __future__ import annotations

import json

import pytest

from assistant.answer import Answer, Status
from assistant.service.request import answer_line
from assistant.services import Services


def _line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_the_id_comes_back_as_text(services: Services) -> None:
    assert answer_line(services, _line(id="热线-7", question="你好")).id == "热线-7"
    assert answer_line(services, _line(id=7, question="你好")).id == "7"
    assert answer_line(services, _line(question="你好")).id is None


def test_unknown_fields_do_no_harm(services: Services) -> None:
    answer = answer_line(services, _line(question="你好", channel="电话", extra=[1]))
    assert answer.status is Status.NOT_COVERED


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        ("", "JSON"),
        ("育儿补贴发到几岁?", "JSON"),
        ('{"question": "育儿', "JSON"),
        ("\x00\x01\xff", "JSON"),
        ("[]", "对象"),
        ("null", "对象"),
        ('"育儿补贴"', "对象"),
        ("{}", "question"),
        (_line(question=3), "question"),
        (_line(question=None), "question"),
        (_line(question="你好", as_of="昨天"), "as_of"),
        (_line(question="你好", history="无"), "history"),
        (_line(question="你好", history=[{"question": 1}]), "history"),
        (_line(question="你好", id={}), "id"),
        ("[" * 100_000, "JSON"),
        ('{"question": "育儿\\ud800补贴", "id": "\\udc00"}', "Unicode"),
    ],
)
def test_a_broken_line_gives_an_error_object(line: str, word: str, services: Services) -> None:
    answer = answer_line(services, line)
    assert answer.status is Status.ERROR
    assert answer.message is not None and word in answer.message
    assert answer.citations == []
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


def test_a_broken_line_keeps_what_it_has(services: Services) -> None:
    answer = answer_line(services, _line(id="q9", question="产假呢", as_of="2025/9"))
    assert (answer.id, answer.question) == ("q9", "产假呢")


def test_history_and_date_are_used(services: Services) -> None:
    history = [{"question": "孩子2024年5月出生", "answer": ""}]
    line = _line(question="能领多少育儿补贴?", history=history, as_of="2025-09-01")
    answer = answer_line(services, line)
    assert answer.calculation is not None
    assert answer.calculation["as_of"] == "2025-09-01"
    assert answer.calculation["result"]["total"] == 8700
