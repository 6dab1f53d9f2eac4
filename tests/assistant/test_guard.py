"""The guard: what is cleaned, what is stopped, and with which words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status
from assistant.language.cleaning import clean

Reply = Callable[..., Answer]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("託育機構有補助嗎?", "托育机构有补助吗?"),
        ("產婦住院分娩", "产妇住院分娩"),
        ("ＡＢＣ １２３", "ABC 123"),
        ("育\u200b儿\u200d补\ufeff贴", "育儿补贴"),
        ("育儿\x00补\x07贴", "育儿补贴"),
        ("  育儿\n\n补贴\t ", "育儿 补贴"),
        ("<b>育儿</b>补贴", "育儿 补贴"),
        ("<script>alert(1)</script>育儿补贴", "育儿补贴"),
        ("<!-- 隐藏 -->育儿补贴", "育儿补贴"),
        ("[育儿补贴](javascript:alert(1))有吗", "育儿补贴)有吗"),
        ("孩子<3岁有补贴吗", "孩子<3岁有补贴吗"),
        ("\ud800育儿补贴", "育儿补贴"),
        ("\u202e贴补儿育", "贴补儿育"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_cleaning_twice_changes_nothing() -> None:
    for text in ("託育<i>機構</i>", "ＡＢＣ\u200b", "a <b> c", "[x](y)"):
        assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u200b\u200c\ufeff", "<br/>", "\x00\x01"])
def test_an_empty_question_is_asked_for(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ERROR
    assert "还没有输入问题" in answer.answer


@pytest.mark.parametrize("question", ["😀👶", "🍼", "?!?!", "……——", "。。。", "@#%&*"])
def test_no_words_are_no_question(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ERROR
    assert "没有看懂" in answer.answer


@pytest.mark.parametrize("question", ["1234", "2024-05-03", "7"])
def test_bare_numbers_are_no_question(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.NOT_COVERED
    assert not answer.citations


@pytest.mark.parametrize(
    "question", ["yu er bu tie fa dao ji sui", "How much is the childcare subsidy?", "hola"]
)
def test_other_languages_are_asked_back_in_chinese(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.NOT_COVERED
    assert "请用中文提问" in answer.answer


def test_a_mixed_question_is_answered(reply: Reply) -> None:
    answer = reply("OK那baby的育儿补贴发到几岁?")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].measure == 3


@pytest.mark.parametrize("question", ["育" * 10_000, "育儿补贴发到几岁?" * 1_200, "a" * 10_000])
def test_a_very_long_question_is_refused_with_both_lengths(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ERROR
    assert str(len(question)) in answer.answer
    assert "1000" in answer.answer


def test_the_longest_question_is_still_answered(reply: Reply) -> None:
    question = "育儿补贴发到几岁?" + "麻烦您了," * 198
    assert len(question) <= 1000
    assert reply(question).status is Status.ANSWERED


def test_traditional_characters_are_answered_as_simplified(reply: Reply) -> None:
    traditional, simplified = reply("兒童乘坐地鐵有減免嗎"), reply("儿童乘坐地铁有减免吗")
    assert traditional.status == simplified.status == Status.ANSWERED
    assert traditional.answer == simplified.answer
    assert traditional.question == "兒童乘坐地鐵有減免嗎"


@pytest.mark.parametrize(
    "question",
    [
        "育\u200b儿\u200b补\u200b贴发到几岁?",
        "育儿补贴\x00发到几岁?\x07",
        "<b>育儿补贴</b>发到几岁?",
        "育儿补贴发到几岁?<img src=x>",
        "&nbsp;育儿补贴发到几岁?",
    ],
)
def test_hidden_characters_and_tags_do_not_matter(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].measure == 3
    assert "<" not in answer.answer
