"""Figures by rules in conversation: asked for, given, remembered, corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from assistant.answer import Answer, Status, Turn
from assistant.calculation.known_facts import read_facts

Reply = Callable[..., Answer]
AS_OF = date(2025, 9, 1)
ASKS = "我家孩子能领多少育儿补贴?"


def _total(answer: Answer) -> object:
    assert answer.calculation is not None, answer.answer
    return answer.calculation["result"].get("total")


def test_a_missing_birth_date_is_asked_for(reply: Reply) -> None:
    answer = reply(ASKS)
    assert answer.status is Status.NEEDS_INFORMATION
    assert [missing.name for missing in answer.missing_inputs] == ["birth_date"]
    assert answer.missing_inputs[0].question in answer.answer
    assert answer.calculation is not None
    assert answer.calculation["outcome"] == "needs_information"


def test_the_answer_to_the_question_completes_the_calculation(reply: Reply) -> None:
    answer = reply("2023年5月", ASKS)
    assert answer.status is Status.ANSWERED
    assert _total(answer) == 5100
    assert "5100元" in answer.answer
    assert answer.citations[0].measure == 3
    assert answer.missing_inputs == []


def test_a_correction_replaces_the_fact(reply: Reply) -> None:
    answer = reply("不对,是2024年5月", ASKS, "2023年5月")
    assert _total(answer) == 8700
    assert "5100" not in answer.answer


def test_a_fact_given_at_once(reply: Reply) -> None:
    answer = reply("孩子2022年12月出生,育儿补贴一共多少钱?")
    assert _total(answer) == 3600
    assert answer.calculation is not None and answer.calculation["steps"]
    for step in answer.calculation["steps"]:
        assert step["text"] in answer.answer
    assert "依据" in answer.answer


def test_a_fact_is_remembered_for_another_rule(reply: Reply) -> None:
    answer = reply("那育儿假有几天?", "我家孩子2024年5月3日出生,育儿补贴多少?")
    assert answer.status is Status.ANSWERED
    assert answer.calculation is not None
    assert answer.calculation["rule"] == "childcare_leave"
    assert answer.calculation["inputs"]["birth_date"] == "2024-05-03"


def test_the_day_of_the_question_counts(reply: Reply) -> None:
    young = reply("孩子2011年10月1日出生,坐公交有减免吗?", as_of=date(2025, 9, 30))
    old = reply("孩子2011年10月1日出生,坐公交有减免吗?", as_of=date(2025, 10, 1))
    assert young.calculation is not None and old.calculation is not None
    assert young.calculation["outcome"] == "depends_on_local_rules"
    assert old.calculation["outcome"] == "not_eligible"


def test_what_depends_on_local_rules_has_no_invented_figure(reply: Reply) -> None:
    answer = reply("我有两个未成年孩子,买房公积金贷款能多贷多少?")
    assert answer.status is Status.ANSWERED
    assert answer.calculation is not None
    assert answer.calculation["outcome"] == "depends_on_local_rules"
    assert "适当提高" in answer.answer
    assert not re.search(r"\d+(?:万|%|元)", answer.answer)


def test_what_is_uncertain_is_marked(reply: Reply) -> None:
    answer = reply("单位上年度月平均工资6000元,产假188天,生育津贴有多少?")
    assert answer.calculation is not None
    assert answer.calculation["result"]["total"] == 37600
    assert "待核实" in answer.answer


def test_every_figure_is_backed(reply: Reply) -> None:
    answer = reply("双胞胎2024年2月29日出生,补贴一共多少?")
    assert answer.calculation is not None
    source = str(answer.calculation) + "".join(c.quote for c in answer.citations)
    text = re.sub(r"\[\d+\]|^\d+\. ", "", answer.answer, flags=re.M)
    for figure in re.findall(r"\d+", text):
        assert figure in source


def test_a_date_that_makes_no_sense_is_asked_again(reply: Reply) -> None:
    answer = reply("孩子2024年2月30日出生,育儿补贴多少?")
    assert answer.status is Status.NEEDS_INFORMATION
    assert _total(answer) is None if answer.calculation else True


@pytest.mark.parametrize("question", ["育儿补贴从哪天开始发?", "育儿补贴归哪个部门管?"])
def test_questions_about_the_text_need_no_rule(question: str, reply: Reply) -> None:
    answer = reply(question)
    assert answer.status is Status.ANSWERED
    assert answer.calculation is None


def test_facts_of_a_history() -> None:
    history = [
        Turn(question="我家老二2024年5月出生", answer=""),
        Turn(question="育儿补贴有多少?", answer=""),
    ]
    known = read_facts(history, AS_OF)
    assert known.rule == "childcare_subsidy"
    assert known.facts["birth_date"] == "2024-05"
    assert read_facts([], AS_OF).facts == {}


def test_what_was_asked_is_known(reply: Reply) -> None:
    asked = reply(ASKS)
    known = read_facts([Turn(question=ASKS, answer=asked.answer)], AS_OF)
    assert known.asked == "birth_date"


@pytest.mark.parametrize(
    ("turns", "figure"),
    [
        (("算补贴", "2024-08-15", "要是8月30号生的呢"), "9600元"),
        (("产假一共多少天", "我老公有几天"), "30天"),
        (("流产了有没有关怀", "休几天", "怀了3个多月", "不对,是5个月了"), "42天"),
        (
            ("三岁以下的钱能领多少", "弹性上班是啥意思", "接着说刚才那个钱,娃2024年2月生的"),
            "7800元",
        ),
        (("娃2022年6月生的,育儿补贴还有剩吗", "老二2024年6月生的呢"), "10800元"),
        (("孩子三岁半了个税每个月能扣多少", "还有个一岁的,两个一起每月扣多少"), "4000元"),
    ],
)
def test_a_rule_goes_on_by_what_was_spoken_of(
    turns: tuple[str, ...], figure: str, reply: Reply
) -> None:
    *earlier, question = turns
    assert figure in reply(question, *earlier, as_of=AS_OF).answer


@pytest.mark.parametrize("question", ["不给休咋办", "能要求赔偿多少钱"])
def test_a_question_of_text_ends_the_rule(question: str, reply: Reply) -> None:
    assert reply(question, "产假一共多少天").calculation is None


def test_ages_around_three_have_one_figure_for_both_deductions(reply: Reply) -> None:
    answer = reply("两个娃一个两岁一个五岁,个税每月一共能扣多少", as_of=AS_OF)
    assert answer.calculation is not None
    assert answer.calculation["rule"] == "tax_deduction_children"
    assert answer.calculation["result"]["per_month_now"] == 4000
    assert "其中" not in answer.calculation["summary"]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("双胞胎2025年3月生,产假多少天?补贴一共多少?", ("203天", "21600元")),
        ("娃2024年5月生,育儿补贴多少,个税能扣多少", ("8700元", "24000元")),
    ],
)
def test_two_calculations_in_one_message(
    question: str, figures: tuple[str, ...], reply: Reply
) -> None:
    answer = reply(question, as_of=AS_OF)
    assert all(figure in answer.answer for figure in figures)
    assert len(answer.calculations) == 2
    assert {2, 3} >= {citation.measure for citation in answer.citations}


def test_a_child_of_unknown_month_is_named_as_left_out(reply: Reply) -> None:
    answer = reply("老大上幼儿园,老二2024年5月出生,能领多少补贴", as_of=AS_OF)
    assert _total(answer) == 8700
    assert "没有算上老大" in answer.answer
    both = reply("大的2023年生的,小的2024年2月生的,两个一起能领多少育儿补贴?", as_of=AS_OF)
    assert both.status is Status.NEEDS_INFORMATION


def test_the_standard_is_told_without_facts_of_a_family(reply: Reply) -> None:
    answer = reply("育儿补贴一年多少")
    assert answer.status is Status.ANSWERED
    assert "3600元" in answer.answer
    assert _total(reply("2024年5月", "育儿补贴一年多少", as_of=AS_OF)) == 8700
    assert reply("我能领多少育儿补贴").status is Status.NEEDS_INFORMATION
