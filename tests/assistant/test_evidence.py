"""Evidence and abstention, on questions of this file's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status
from assistant.context import Context, Services
from assistant.evidence.finding import find

Reply = Callable[..., Answer]

COVERED = {
    "骑手能不能上生育保险": 1,
    "公司不给休育儿假违规吗": 2,
    "政府发的娃娃补贴从哪一年开始算": 3,
    "补贴从几月开始发?": 3,
    "打无痛针生孩子医保管吗": 4,
    "私下鉴定胎儿性别会被打击吗": 5,
    "儿科医生的绩效工资有倾斜吗": 6,
    "新小区必须同步建托育设施吗": 7,
    "托育园用电按居民价收吗": 8,
    "小朋友去美术馆免费吗": 9,
    "二宝能和哥哥读同一所小学吗": 10,
    "孩子多的家庭公积金可以多贷一点吗": 11,
    "单位会建哺乳室吗": 12,
    "农村天价彩礼怎么整治": 13,
    "电视剧会拍生育友好题材吗": 14,
}
UNCOVERED = (
    "退休金每年涨多少",
    "驾驶证到期怎么换",
    "明天南昌下雨吗",
    "小孩感冒吃什么药",
    "房产税怎么交",
    "医保卡里的钱能取现吗",
    "考研报名时间是什么时候",
    "垃圾分类罚多少钱",
)


@pytest.mark.parametrize("question", COVERED)
def test_covered_questions_cite_the_measure_that_answers_first(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status in (Status.ANSWERED, Status.NEEDS_INFORMATION), answer.answer
    assert answer.citations[0].measure == COVERED[question]


@pytest.mark.parametrize("question", UNCOVERED)
def test_uncovered_questions_are_refused(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.NOT_COVERED, answer.answer
    assert answer.citations == []
    assert answer.calculation is None
    assert "12345" in answer.answer


def test_another_place_is_refused_by_name(reply: Reply) -> None:
    answer = reply("浙江的育儿补贴发到几岁?")
    assert answer.status is Status.NOT_COVERED
    assert "浙江" in answer.answer


def test_working_elsewhere_is_no_question_about_elsewhere(reply: Reply) -> None:
    assert reply("我在深圳打工,农民工能参加生育保险吗?").citations[0].measure == 1


def test_refusals_suggest_questions_that_are_covered(reply: Reply) -> None:
    suggestions = reply("医保卡里的钱能取现吗").suggestions
    assert 1 <= len(suggestions) <= 3
    for question in suggestions:
        assert reply(question).status is Status.ANSWERED


def test_joined_topics_are_each_cited(reply: Reply) -> None:
    answer = reply("母婴设施和多子女同校有什么规定?")
    assert {12, 10} <= {citation.measure for citation in answer.citations}


def test_evidence_is_made_of_whole_sentences(services: Services) -> None:
    context = Context(services, "托育园用电按居民价收吗")
    context.text = context.standalone = context.question
    find(context)
    assert context.status is Status.ANSWERED
    for evidence in context.evidence:
        spans = {(s.start, s.end) for s, _ in evidence.document.sentences()}
        assert 1 <= len(evidence.quotes) <= 3
        assert all((quote.start, quote.end) in spans for quote in evidence.quotes)


def test_facts_to_calculate_with_are_no_topics(reply: Reply) -> None:
    for question in ("我生的是三胞胎,产假多少天?", "我月薪6500,生二胎能拿多少生育津贴"):
        answer = reply(question)
        assert answer.calculation is not None
        assert len({citation.measure for citation in answer.citations}) == 1


def test_a_second_question_is_not_answered_by_repeating_the_first(reply: Reply) -> None:
    answer = reply("寒暑假有没有托管?婚假有几天")
    assert len(answer.citations) == 1 and answer.answer.count("[1]") == 1
    assert "您还问到「婚假有几天」" in answer.answer
