"""Homophone slips: mended by the corpus's words; good words stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.language.spelling import mend, sound, vocabulary
from assistant.services import Services


def test_sound_has_no_tones() -> None:
    assert sound("补贴") == "bu tie"
    assert sound("补贴") == sound("补帖")


def test_a_slip_is_read_as_the_word_of_the_corpus() -> None:
    known = vocabulary(["对村居干部发放误工补贴。"])
    assert mend("误工补帖怎么发", known) == "误工补贴怎么发"
    assert mend("误功补贴怎么发", known) == "误工补贴怎么发"


def test_what_the_corpus_writes_is_no_slip() -> None:
    known = vocabulary(["发放补贴。", "另有补帖一张。"])
    assert mend("补帖怎么发", known) == "补帖怎么发"


def test_words_of_the_language_are_no_slips() -> None:
    known = vocabulary(["加强监督管理。"])
    for question in ("尽管如此", "进度如何", "观礼台在哪"):
        assert mend(question, known) == question


def test_function_words_are_never_replaced() -> None:
    known = vocabulary(["居民服务和幼儿教育。"])
    for question in ("有二个孩子", "是不是幼儿", "不有"):
        assert mend(question, known) == question


@pytest.mark.parametrize(
    "question",
    [
        "我生的是三胞胎",
        "我们江西生孩子",
        "一个月挣四千,生二宝",
        "来电人问托育园",
        "想上托班",
        "换个市生娃",
        "又生了老二",
        "医保局办什么津贴",
        "我一个人扣",
        "政府有管冇",
    ],
)
def test_two_words_side_by_side_are_no_slip(question: str, services: Services) -> None:
    assert mend(question, services.vocabulary) == question


def test_nothing_to_mend() -> None:
    known = vocabulary(["发放补贴。"])
    for question in ("", "?", "abc", "123", "😀", "发放补贴"):
        assert mend(question, known) == question


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("生玉津贴", "生育津贴"),
        ("公机金贷款", "公积金贷款"),
        ("分免镇痛", "分娩镇痛"),
        ("拖管服务", "托管服务"),
        ("幼儿园托幼一体", "幼儿园托幼一体"),
    ],
)
def test_with_the_words_of_the_policy(slip: str, meant: str, services: Services) -> None:
    assert mend(slip, services.vocabulary) == meant


def test_the_policy_itself_is_left_as_it_is(services: Services) -> None:
    for document in services.library:
        for sentence, _ in document.sentences():
            assert mend(sentence.text, services.vocabulary) == sentence.text


def test_a_slip_is_answered(reply: Callable[..., Answer]) -> None:
    answer = reply("小孩坐地铁公交能剪免吗")
    assert answer.standalone_question == "小孩坐地铁公交能减免吗"
    assert answer.citations[0].measure == 9
