"""Questions about the document's structure: each kind recognised, and answered exactly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status
from assistant.structure.measure_numbers import measures_named
from assistant.structure.query import Ask, understand, units_named
from corpus.model import Document

Reply = Callable[..., Answer]

RECOGNISED = {
    "整份文件总共有多少条措施?": Ask.COUNT,
    "文件分几个部分?": Ask.COUNT,
    "这份文件的目录列一下": Ask.OUTLINE,
    "第2部分包含哪些措施?": Ask.SECTION,
    "最后一个部分有哪些条": Ask.SECTION,
    "第三部分一共几条?": Ask.SECTION_COUNT,
    "第十二条讲了什么?": Ask.MEASURE,
    "(五)写了啥": Ask.MEASURE,
    "第6条的标题叫什么?": Ask.MEASURE_TITLE,
    "第九条由哪些部门负责?": Ask.MEASURE_UNITS,
    "省药监局参与哪些措施?": Ask.UNIT_MEASURES,
    "江西广播电视台负责什么?": Ask.UNIT_MEASURES,
    "是不是每条措施都要县人民政府负责?": Ask.LOCAL_CLAUSE,
    "文件是哪天印发的?": Ask.ISSUED,
    "这个文件是谁发的?": Ask.ISSUER,
    "文件的发文字号?": Ask.NUMBER,
    "文件的制定依据是什么?": Ask.BASIS,
    "这份文件的全称?": Ask.TITLE,
    "这个通知的主送单位是谁?": Ask.ADDRESSEES,
    "这份文件是主动公开的吗?": Ask.OPENNESS,
    "第二十条讲什么?": Ask.NO_SUCH_MEASURE,
    "省农科院办负责什么?": Ask.NO_SUCH_UNIT,
    "政策什么时候开始施行": Ask.EFFECTIVE,
    "这政策有没有截止日期": Ask.EFFECTIVE,
    "(十一)属于第几部分": Ask.SECTION_OF,
    "开头讲了什么": Ask.PREAMBLE,
    "文件的最后一段讲什么": Ask.CLOSING,
    "组织领导方面怎么要求": Ask.CLOSING,
    "卫健委没有参与的是哪条": Ask.OTHER_MEASURES,
    "四个部分各叫什么名字": Ask.OUTLINE,
    "省消防救援局出现在哪一条": Ask.UNIT_MEASURES,
    "哪几条提到省妇联": Ask.UNIT_MEASURES,
    "前三条都是什么": Ask.MEASURE_TITLE,
    "第一部分和第三部分分别有哪些措施": Ask.SECTION,
    "请列出第三部分包含的各项措施。": Ask.SECTION,
    "三、讲的是哪些方面": Ask.SECTION,
    "哪一条的责任单位列得最多?": Ask.MOST_UNITS,
    "哪条牵扯的省级部门最少": Ask.FEWEST_UNITS,
    "哪个部分的条数最多": Ask.LARGEST_SECTION,
    "有哪几条提到了心理健康": Ask.MENTIONS,
    "税务局管的是哪两条": Ask.UNIT_MEASURES,
    "人民银行江西分行在哪一条里被点名了": Ask.UNIT_MEASURES,
    "哪几条没有省财政厅?": Ask.OTHER_MEASURES,
    "第三部分里的三条分别由哪些部门负责?": Ask.MEASURE_UNITS,
    "第10条哪几个厅局搞的": Ask.MEASURE_UNITS,
    "三号措施是什么内容": Ask.MEASURE,
    "“强化住房保障支持”前面那条叫啥": Ask.MEASURE_TITLE,
    "数一数,这个文件里头一共列了几条": Ask.OUTLINE,
    "结尾部分对各地、各部门提出了什么要求?": Ask.CLOSING,
}


@pytest.mark.parametrize("question", RECOGNISED)
def test_recognised(question: str, jiangxi: Document) -> None:
    found = understand(question, [jiangxi])
    assert found is not None
    assert found.ask is RECOGNISED[question]


def test_every_kind_of_question_is_tried() -> None:
    assert set(RECOGNISED.values()) == set(Ask)


@pytest.mark.parametrize("question", RECOGNISED)
def test_answered_with_citations(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "育儿补贴发到几岁?",
        "我家有三个孩子,买房有支持吗?",
        "省里给钱吗?",
        "第一次生孩子有什么补助?",
        "两个部门都说不归他们管怎么办",
        "一共能领几个月的补贴?",
    ],
)
def test_questions_about_content_are_left_alone(question: str, jiangxi: Document) -> None:
    assert understand(question, [jiangxi]) is None


def _measures(answer: Answer) -> list[int | None]:
    return [citation.measure for citation in answer.citations]


def test_a_part_lists_its_measures_in_order(reply: Reply) -> None:
    assert _measures(reply("第二部分有哪些措施?")) == [6, 7, 8, 9]
    assert _measures(reply("最后一部分包括什么?")) == [13, 14]


def test_counts(reply: Reply) -> None:
    assert "14条措施" in reply("一共有几条措施?").answer
    assert "4个部分" in reply("文件共几个部分?").answer
    assert "共3条" in reply("第三部分有几条?").answer


def test_a_measure_is_quoted_whole(reply: Reply, jiangxi: Document) -> None:
    measure = jiangxi.measure(3)
    assert measure is not None
    answer = reply("第三条的内容是什么?")
    assert set(_measures(answer)) == {3}
    for sentence in measure.sentences:
        assert sentence.text in answer.answer


def test_the_departments_of_a_measure_with_the_clause_of_the_first(reply: Reply) -> None:
    answer = reply("(八)的责任单位有哪些?")
    assert _measures(answer) == [8, 1]
    assert "省消防救援局" in answer.answer
    assert "各市、县(区)人民政府" in answer.answer


def test_the_first_measure_names_the_local_governments_itself(reply: Reply) -> None:
    answer = reply("第一条由谁负责?")
    assert _measures(answer) == [1]
    assert "省医保局" in answer.answer


@pytest.mark.parametrize(
    ("unit", "numbers"),
    [("省药监局", [6]), ("省消防救援局", [8]), ("省广电局", [14]), ("省公安厅", [4, 5])],
)
def test_the_measures_of_a_department(unit: str, numbers: list[int], reply: Reply) -> None:
    assert _measures(reply(f"{unit}负责哪些措施?")) == numbers


def test_two_departments_together(reply: Reply) -> None:
    assert _measures(reply("省广电局和省文联共同负责哪几条?")) == [14]


def test_a_short_name_stands_for_the_department(jiangxi: Document) -> None:
    assert [name for name, _ in units_named("卫健委管什么", jiangxi)] == ["省卫生健康委"]
    assert units_named("天气怎么样", jiangxi) == []


def test_the_head_of_the_document(reply: Reply) -> None:
    assert "2025年7月10日" in reply("文件是什么时候印发的?").answer
    assert "江西省人民政府办公厅" in reply("文件由哪个部门印发?").answer
    assert "国办发〔2024〕48号" in reply("制定依据是什么文件?").answer
    assert "没有写明本文件的发文字号" in reply("发文字号是多少?").answer


def test_what_is_not_there_is_said(reply: Reply) -> None:
    answer = reply("第三十条是什么?")
    assert "没有第三十条" in answer.answer
    assert _measures(answer) == [14]
    assert "没有把省气象局" in reply("省气象局负责哪些措施?").answer


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("第三条讲什么", [3]),
        ("(八)和(九)归谁管", [8, 9]),
        ("前三条都是什么", [1, 2, 3]),
        ("后两条", [13, 14]),
        ("第二条到第四条", [2, 3, 4]),
        ("第二至五条", [2, 3, 4, 5]),
        ("倒数第二条说了啥", [13]),
        ("最后一条是什么", [14]),
        ("第十五条", [15]),
        ("3周岁以前的几条", []),
    ],
)
def test_measures_named_by_their_place(question: str, numbers: list[int]) -> None:
    assert measures_named(question, 14)[0] == numbers


def test_a_neighbour_of_a_measure(jiangxi: Document) -> None:
    for question, number in (("第六条后面一条是什么?", 7), ("第九条的下一条归哪些单位负责", 10)):
        found = understand(question, [jiangxi])
        assert found is not None
        assert [measure.number for measure in found.measures] == [number]


def test_what_no_measure_says_is_no_structure_question(jiangxi: Document) -> None:
    assert understand("第三条的咨询电话是多少", [jiangxi]) is None
    assert understand("托育的那两条,工会都参与了吗", [jiangxi]) is None


def test_several_facts_of_the_document_at_once(reply: Reply) -> None:
    answer = reply("发文时间 发文机关").answer
    assert "2025年7月10日" in answer and "江西省人民政府办公厅" in answer


def test_measures_by_the_words_they_say(reply: Reply) -> None:
    answer = reply("有哪几条提到了心理健康")
    assert {citation.measure for citation in answer.citations} == {9, 10}
    assert all("心理健康" in citation.quote for citation in answer.citations)


def test_the_longest_list_of_units(reply: Reply) -> None:
    answer = reply("哪一条的责任单位列得最多?")
    assert [citation.measure for citation in answer.citations] == [8]
    assert "共12个" in answer.answer


def test_the_place_of_a_topic(reply: Reply) -> None:
    assert "(十一)" in reply("住房那条排第几").answer
    assert "强化育幼服务支持政策保障" in reply("儿科那条归到哪一大类去了").answer
