"""Follow-ups: what they leave out is put back; what stands alone is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status, Turn
from assistant.conversation.follow_ups import measures_named, read, understand_follow_up
from corpus.model import Document

Reply = Callable[..., Answer]


def _first(answer: Answer) -> int | None:
    assert answer.citations, answer.answer
    return answer.citations[0].measure


def test_without_history_a_question_stands_alone(jiangxi: Document) -> None:
    state = read([], [jiangxi])
    for question in ("那产假呢?", "这个政策谁负责?", "下一条", "上面第三条"):
        assert understand_follow_up(question, state).fallback == ""


@pytest.mark.parametrize(
    ("question", "earlier", "measure"),
    [
        ("发到几岁为止?", "育儿补贴什么时候开始发?", 3),
        ("归谁负责?", "单位附近能建托育点吗?", 7),
        ("那居家办公呢?", "单位支持弹性上下班吗?", 12),
        ("那水电费呢?", "普惠托育机构有补助吗?", 8),
        ("它是从哪年开始的?", "育儿补贴有什么规定?", 3),
        ("这条由哪些部门落实?", "彩礼太高有人管吗?", 13),
    ],
)
def test_ellipsis_and_pronouns(question: str, earlier: str, measure: int, reply: Reply) -> None:
    answer = reply(question, earlier)
    assert answer.status is Status.ANSWERED
    assert _first(answer) == measure


def test_what_was_understood_is_shown(reply: Reply) -> None:
    answer = reply("归谁负责?", "单位附近能建托育点吗?")
    assert answer.question == "归谁负责?"
    assert "增加普惠托育服务有效供给" in answer.standalone_question


def test_a_measure_of_the_last_list(reply: Reply) -> None:
    answer = reply("上面第三条具体说说", "第一部分有哪些措施?")
    assert _first(answer) == 3
    assert _first(reply("其中第二项详细讲讲", "第三部分有哪些措施?")) == 11


def test_a_place_beyond_the_list_is_no_measure(reply: Reply) -> None:
    answer = reply("上面第九个是什么?", "第四部分有哪些措施?")
    assert 9 not in [citation.measure for citation in answer.citations]


def test_the_next_and_the_previous_measure(reply: Reply) -> None:
    assert _first(reply("下一条讲什么?", "第五条讲什么?")) == 6
    assert _first(reply("上一条呢?", "第五条讲什么?")) == 4


def test_one_of_two_measures_or_of_two_questions(reply: Reply) -> None:
    part = "第四部分讲了哪几条?"
    assert _first(reply("前面那条归谁管?", part)) == 13
    assert _first(reply("后面那条呢?", part, "前面那条归谁管?")) == 14
    both = "育儿补贴发到几岁?托育机构有没有补助?"
    assert _first(reply("后一个谁负责?", both, "前一个从什么时候开始算?")) == 8


def test_the_last_measure(reply: Reply) -> None:
    assert _first(reply("最后一条呢?", "第五条讲什么?")) == 14
    assert _first(reply("最后一条详细说说", "第二部分是什么?")) == 9


def test_another_unit_in_the_same_question(reply: Reply) -> None:
    answer = reply("那省民政厅呢?", "省教育厅管哪些事?")
    assert [c.measure for c in answer.citations] == [7, 9, 13]


@pytest.mark.parametrize(
    ("question", "earlier", "measure"),
    [
        ("房租能减吗?", "托育机构有补助吗?", 8),
        ("社会力量呢?", "单位可以自己办托育吗?", 7),
        ("教育部门也管这个?", "流产了有什么关怀吗?", 5),
        ("消防谁查?", "普惠托育机构有补助吗?", 8),
        ("爸爸也有吗?", "育儿假怎么休?", 2),
    ],
)
def test_words_that_another_measure_has_too_stay_with_the_subject(
    question: str, earlier: str, measure: int, reply: Reply
) -> None:
    assert _first(reply(question, earlier)) == measure


@pytest.mark.parametrize("question", ["社保怎么转移?", "护照怎么办?", "公积金怎么提取?"])
def test_what_is_known_to_be_uncovered_inherits_nothing(question: str, reply: Reply) -> None:
    assert reply(question, "公积金贷款能不能提高?").status is Status.NOT_COVERED


def test_back_to_an_earlier_topic(reply: Reply) -> None:
    answer = reply("回到刚才的补贴,从哪天开始算?", "育儿补贴发到几岁?", "托育有什么支持?")
    assert _first(answer) == 3


def test_whether_the_figure_is_right_is_computed_again(reply: Reply) -> None:
    answer = reply("这个准不准?", "单位月平均工资6000元,休188天,生育津贴多少?")
    assert answer.calculation is not None
    assert "37600" in answer.answer


def test_another_number_in_the_same_question(reply: Reply) -> None:
    answer = reply("那第六条呢?", "第五条由哪些部门负责?")
    assert _first(answer) == 6
    assert "省药监局" in answer.answer


def test_a_new_topic_leaves_the_old_one_behind(reply: Reply) -> None:
    answer = reply("租房的能享受同样的公共服务吗?", "育儿补贴发到几岁?")
    assert _first(answer) == 11
    assert 3 not in [citation.measure for citation in answer.citations]


def test_the_topic_lasts_over_several_turns(reply: Reply) -> None:
    answer = reply("哪些部门管?", "托育机构的房租能减免吗?", "水电费按什么价格?")
    assert _first(answer) == 8


def test_small_talk_in_between_does_not_end_the_topic(reply: Reply) -> None:
    assert _first(reply("发到几岁?", "育儿补贴从哪天开始发?", "好的,谢谢")) == 3


def test_moved_home(reply: Reply) -> None:
    away = reply("广东的育儿补贴发到几岁?")
    assert away.status is Status.NOT_COVERED
    home = reply("那我们江西呢?", "广东的育儿补贴发到几岁?")
    assert home.status is Status.ANSWERED
    assert _first(home) == 3


def test_an_uncovered_follow_up_is_not_answered_by_the_topic(reply: Reply) -> None:
    for question in ("公积金贷款利率是多少?", "北京呢?"):
        answer = reply(question, "多子女家庭买房有什么支持?")
        assert answer.status is Status.NOT_COVERED, answer.answer


def test_measures_are_read_from_an_answer_in_its_order(jiangxi: Document) -> None:
    third, first = jiangxi.measure(3), jiangxi.measure(1)
    assert third is not None and first is not None
    text = f"- (三){third.title}[1]\n- (一){first.title}[2]"
    assert [m.number for _, m in measures_named(text, [jiangxi])] == [3, 1]
    assert measures_named("没有措施", [jiangxi]) == []


def test_odd_histories_do_no_harm(jiangxi: Document, reply: Reply) -> None:
    turns = [Turn(), Turn(question="\u200b"), Turn(question="。" * 900, answer="[99]" * 50)]
    assert read(turns * 20, [jiangxi]).measures == []


def test_a_question_after_a_refusal_may_take_up_its_words(reply: Reply) -> None:
    answer = reply("小孩的呢", "老年人补贴怎么领")
    assert answer.standalone_question == "小孩的补贴怎么领"
    assert _first(answer) == 3


def test_what_shares_no_word_with_the_subject_inherits_nothing(reply: Reply) -> None:
    assert reply("契税能免吗?", "家里有两个小孩,申请保障房有没有照顾?").status is Status.NOT_COVERED


def test_one_of_several_topics_enumerated(reply: Reply) -> None:
    answer = reply("第三个再说细点", "育儿补贴、托育、公积金这三样都讲讲")
    assert _first(answer) == 11


def test_more_of_what_was_quoted(reply: Reply) -> None:
    answer = reply("请具体一点", "宝宝刚出生,手续能网上一起办吗?")
    assert {citation.measure for citation in answer.citations} == {4}
    assert len(answer.citations) > 2


def test_both_of_the_last_two(reply: Reply) -> None:
    answer = reply("这两个分别归谁管", "育儿补贴发到几岁?", "孩子坐公交有优惠吗?")
    assert {3, 9} <= {citation.measure for citation in answer.citations}


def test_facts_of_the_document_stand_alone(reply: Reply) -> None:
    answer = reply("几号发的", "省里发通知给谁的")
    assert answer.standalone_question == "几号发的"
    assert "2025年7月10日" in answer.answer


def test_asking_for_the_number_keeps_the_topic(reply: Reply) -> None:
    answer = reply("小公司也要?", "公司不给哺乳时间", "哪条写的")
    assert answer.standalone_question == "公司不给哺乳时间,小公司也要?"
