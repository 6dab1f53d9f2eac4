"""What is said of documents that differ, and of documents that go beyond a calculation."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.calculation.binding import higher_amounts
from assistant.composing.differences import differences
from assistant.context import Kind, Quote, Statement
from assistant.eligibility.rules.registry import run_rule
from corpus.model import Document, Metadata
from corpus.parser import parse

PROVINCE = "托育机构应当每30日向社会公开收费标准。"
SUBSIDY = "对3周岁以下婴幼儿发放育儿补贴,每孩每年{}元。"


def said(question: str, *sentences: str, places: tuple[str, str] = ("", "")) -> list[str]:
    quotes = []
    for number, sentence in enumerate(sentences):
        document = parse(
            f"d{number}", f"{sentence}\n", Metadata(title="甲乙"[number], region=places[number])
        )
        ((found, _),) = document.sentences()
        quotes.append(Statement(Kind.QUOTE, sentence, (Quote.of(document, None, found),)))
    return [statement.text for statement in differences(question, quotes)]


@pytest.mark.parametrize(
    ("question", "city", "expected"),
    [
        (
            "多久公开一次收费标准",
            "托育机构应当每15日向社会公开收费标准。",
            ["规定不同之处:《甲》写的是30日[[0]];《乙》写的是15日[[1]]。"],
        ),
        (
            "收费标准要公开吗",
            "鼓励托育机构向社会公开收费标准。",
            ["要求的程度不同:《甲》写的是「应当」[[0]];《乙》写的是「鼓励」[[1]]。"],
        ),
        ("收费标准要公开吗", "托育机构应当每30日向社会公开收费标准,接受监督。", []),
        ("收费标准要公开吗", "鼓励用人单位每15天安排一次体检。", []),
        ("收费标准要公开吗", "托育机构从2025年3月1日起应当公开收费标准。", []),
    ],
)
def test_differences(question: str, city: str, expected: list[str]) -> None:
    assert said(question, PROVINCE, city) == expected


def test_documents_of_two_cities_differ_only_where_they_are_compared() -> None:
    sentences = PROVINCE, PROVINCE.replace("30", "15")
    cities = ("南昌市", "九江市")
    assert said("多久公开一次收费标准", *sentences, places=cities) == []
    assert said("两个市公开收费标准有什么不同", *sentences, places=cities) != []
    assert said("多久公开一次收费标准", *sentences, places=("江西省", "九江市")) != []


def test_days_differ_only_where_days_are_asked_for() -> None:
    sentences = [f"托育机构从{day}起公开收费标准。" for day in ("2024年1月1日", "2025年3月1日")]
    assert said("收费标准要公开吗", *sentences) == []
    (only,) = said("什么时候开始公开收费标准", *sentences)
    assert "2024年1月1日" in only and "2025年3月1日" in only


def test_documents_of_one_matter_alone_are_compared() -> None:
    assert said("几岁以下", "3周岁以下婴幼儿发放补贴。", "16周岁以下学生乘坐地铁免费。") == []


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        (SUBSIDY.format(5000), True),
        (SUBSIDY.format("1万").replace("每孩每年", "一次性增发"), True),
        (SUBSIDY.format(3600), False),
        ("骗取育儿补贴的,处5000元罚款。", False),
        ("托育机构每年给予5000元运营补助。", False),
    ],
)
def test_amounts_beyond_a_calculation_are_found(sentence: str, stated: bool) -> None:
    calculation = run_rule("childcare_subsidy", {"birth_date": "2024-05-03"}, date(2025, 9, 1))
    document: Document = parse("city", f"{sentence}\n", Metadata(title="某市办法"))
    found = higher_amounts(calculation, [document], set())
    assert [quote.text for quote in found] == ([sentence] if stated else [])
    assert higher_amounts(calculation, [document], {"city"}) == ()
