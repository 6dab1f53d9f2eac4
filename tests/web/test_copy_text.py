"""An answer as text: what it rests on stands once; what is read out is short and whole."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Status
from assistant.web.copy_text import answer_for_copying, basis_lines, spoken_script


def cited(marker: int, title: str, label: str, role: str = "answer") -> Citation:
    return Citation(
        marker=marker, document=title, title=title, section=1, measure=1, label=label,
        quote="原文", start=5, end=7, role=role, anchor="m1",
    )  # fmt: skip


def an_answer(text: str, *citations: Citation, status: Status = Status.ANSWERED) -> Answer:
    return Answer(
        question="问",
        standalone_question="问",
        status=status,
        answer=text,
        citations=list(citations),
    )


def test_the_basis_stands_once() -> None:
    answer = an_answer("共9元。[1]\n依据：《甲》一。", cited(1, "甲", "一"))
    copied = answer_for_copying(answer)
    assert copied.count("依据") == 1 and copied.endswith("依据：\n[1] 《甲》一")


def test_each_document_is_named_once_with_its_places() -> None:
    citations = [
        cited(1, "甲", "一"),
        cited(2, "乙", "二"),
        cited(3, "甲", "三"),
        cited(4, "甲", "一"),
    ]
    assert basis_lines(an_answer("", *citations)) == ["《甲》一、三", "《乙》二"]


def test_the_script_says_the_point_and_then_the_next_step() -> None:
    text = "《甲》（适用于全国）：\n可以。\n甲句。[1]乙句。丙句。\n到乡镇办。[2]\n1. 步骤\n依据：《甲》一。"
    answer = an_answer(text, cited(1, "甲", "一"), cited(2, "甲", "五", "next_step"))
    assert spoken_script(answer) == "您好。可以。甲句。乙句。到乡镇办。"


def test_a_long_sentence_is_read_out_whole() -> None:
    long = "甲" * 300 + "。"
    assert (
        spoken_script(an_answer(f"{long}[1]\n乙句。[1]", cited(1, "甲", "一"))) == f"您好。{long}"
    )


def test_cases_of_one_sentence_are_not_parted() -> None:
    text = "已申请的领七千；没有申请的领一万。[1]"
    assert spoken_script(an_answer(text, cited(1, "甲", "一"))).endswith(
        "领七千；没有申请的领一万。"
    )


def test_a_refusal_is_read_out_as_it_is() -> None:
    answer = an_answer("没有涉及。\n请拨打12345。", status=Status.NOT_COVERED)
    assert spoken_script(answer) == "您好。没有涉及。请拨打12345。"
