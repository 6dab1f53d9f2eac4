"""Tool calls of a chat model: it passes facts, the rule computes, and only what was said counts."""

from __future__ import annotations

from datetime import date

import pytest
from scripted_chat import Script, ScriptedServer, calls, fails, hangs, says

from assistant.answer import Answer, Status
from assistant.chat_model.facts import grounded
from assistant.context import Services
from assistant.pipeline import ask

AS_OF = date(2025, 9, 1)
QUESTION = "娃2023年生,月份是10,日子是1,能领多少育儿补贴?"


def _ask(chatting: Services, server: ScriptedServer, script: Script) -> Answer:
    server.script = script
    return ask(chatting, QUESTION, as_of=AS_OF)


def test_the_rule_computes_from_the_facts_that_the_model_passes(
    chatting: Services, server: ScriptedServer, services: Services
) -> None:
    assert ask(services, QUESTION, as_of=AS_OF).status is Status.NEEDS_INFORMATION
    answer = _ask(chatting, server, calls("childcare_subsidy", birth_date="2023-10-01"))
    assert answer.status is Status.ANSWERED
    assert answer.calculation is not None
    assert answer.calculation["result"]["total"] == 6600
    assert "6600" in answer.answer
    assert "请核对" in answer.answer


def test_the_model_gets_only_the_inputs_that_are_missing(
    chatting: Services, server: ScriptedServer
) -> None:
    _ask(chatting, server, says(""))
    (tool,) = server.requests[-1]["tools"]
    assert tool["function"]["name"] == "childcare_subsidy"
    assert set(tool["function"]["parameters"]["properties"]) == {"birth_date"}


@pytest.mark.parametrize(
    "script",
    [
        calls("childcare_subsidy", birth_date="2024-05-03"),
        calls("childcare_subsidy", birth_date="2023-11-01"),
        calls("childcare_subsidy", birth_date="绝对是昨天"),
        calls("childcare_subsidy", total=99999, amount="99999"),
        calls("childcare_subsidy"),
        calls("maternity_allowance", average_monthly_wage=99999),
        calls("no_such_tool", birth_date="2023-10-01"),
        says("可以领取99999元。"),
        fails(500),
        hangs,
    ],
    ids="other_date other_month no_date figures nothing other_rule unknown text 500 hangs".split(),
)
def test_anything_else_leaves_the_question_open(
    script: Script, chatting: Services, server: ScriptedServer, services: Services
) -> None:
    plain = ask(services, QUESTION, as_of=AS_OF)
    answer = _ask(chatting, server, script)
    assert (answer.status, answer.answer) == (plain.status, plain.answer)


def test_no_call_where_no_fact_can_be_meant(chatting: Services, server: ScriptedServer) -> None:
    asked = len(server.requests)
    ask(chatting, "育儿补贴能领多少?")
    assert len(server.requests) == asked


@pytest.mark.parametrize(
    ("facts", "text", "kept"),
    [
        ({"birth_date": "2024-05-03"}, "24年5月3号生的", True),
        ({"birth_date": "2024-05"}, "去年五月", True),
        ({"birth_date": "2024-05-03"}, "去年五月", False),
        ({"average_monthly_wage": 12000}, "单位平均一万二,就是1.2万", True),
        ({"average_monthly_wage": 8000}, "单位平均7千", False),
        ({"babies": 2}, "这次生两个", True),
        ({"lawful_birth": True}, "合法生的", False),
    ],
)
def test_only_what_was_said_counts(facts: dict[str, object], text: str, kept: bool) -> None:
    assert grounded(facts, text, AS_OF) == (facts if kept else {})
