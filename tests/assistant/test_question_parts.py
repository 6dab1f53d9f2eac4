"""Cutting messages into questions, and questions into topics."""

from __future__ import annotations

import pytest

from assistant.language.question_parts import parts, topics


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("育儿补贴发到几岁?", 1),
        ("育儿补贴发到几岁?产假有保障吗?", 2),
        ("托育机构有补助吗?另外课后服务学校开展吗?", 2),
        ("彩礼太高管不管?母婴室谁来建?辅助生殖能报销吗?", 3),
        ("育儿补贴怎么领?多少钱?", 1),
        ("我老婆怀孕了。产前检查有什么服务?", 1),
        ("我家两个孩子,能上同一所学校吗?", 1),
        ("彩礼高、还有人私下鉴定性别,怎么管?", 1),
        ("", 1),
        ("?", 1),
    ],
)
def test_how_many_questions(message: str, count: int) -> None:
    assert len(parts(message)) == count


def test_parts_keep_their_order_and_words() -> None:
    first, second = parts("产假落实了吗?还有托育点谁来建?")
    assert first.startswith("产假")
    assert "托育点" in second


def test_a_statement_goes_with_the_question_after_it() -> None:
    assert parts("我是外卖骑手。能参加生育保险吗?") == ["我是外卖骑手。能参加生育保险吗?"]


def test_a_question_without_a_topic_stays_with_the_one_before() -> None:
    (only,) = parts("生育津贴归哪管?怎么办理?")
    assert "怎么办理" in only


def test_too_many_questions_are_taken_as_one() -> None:
    message = "产假呢?彩礼呢?托育呢?学校呢?住房呢?医院呢?"
    assert parts(message) == [message]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("托育和住房有哪些支持措施?", ["托育", "住房有哪些支持措施"]),
        ("彩礼、母婴设施怎么规定?", ["彩礼", "母婴设施怎么规定"]),
        ("育儿补贴发到几岁?", []),
        ("公积金", []),
    ],
)
def test_topics(question: str, expected: list[str]) -> None:
    assert topics(question) == expected


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("托小班每班最多多少人,彩礼怎么治理", ["托小班每班最多多少人", "彩礼怎么治理"]),
        (
            "育儿补贴多少钱和强制隔离戒毒的期限多长",
            ["育儿补贴多少钱", "强制隔离戒毒的期限多长"],
        ),
        ("彩礼怎么治理与婚假有几天", ["彩礼怎么治理", "婚假有几天"]),
        ("我生了二胎,产假有几天,彩礼怎么治理", ["我生了二胎,产假有几天", "彩礼怎么治理"]),
        ("育儿补贴和托育补助多少钱", None),
        ("育儿补贴发多少,一共发几年", None),
        ("老公啥都不干,政策管不管", None),
        ("如何保障托育从业人员的培养和培训", None),
    ],
)
def test_clauses_that_ask_for_themselves(message: str, clauses: list[str] | None) -> None:
    assert parts(message) == [message]
    assert parts(message, by_clause=True) == (clauses or [message])
