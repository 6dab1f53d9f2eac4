"""Input to facts: what is accepted, and what the message says of what is not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.family import FIELDS, EligibilityError, parse_day, parse_family
from assistant.eligibility.partial_date import PartialDate, is_under_age, parse_partial_date


def test_dates_with_and_without_the_day() -> None:
    family = parse_family({"birth_dates": ["2024-05", "2024-5-3", date(2024, 2, 29)]})
    assert [child.born.iso for child in family.children] == ["2024-05", "2024-05-03", "2024-02-29"]
    assert family.given["birth_dates"] == ["2024-05", "2024-05-03", "2024-02-29"]


def test_a_list_of_dates_may_be_one_text() -> None:
    family = parse_family({"birth_dates": "2023-05, 2025-02-10"})
    assert [child.born.iso for child in family.children] == ["2023-05", "2025-02-10"]


def test_one_date_and_a_list_are_taken_together() -> None:
    family = parse_family({"birth_date": "2023-05", "birth_dates": ["2023-05", "2025-02"]})
    assert [child.born.iso for child in family.children] == ["2023-05", "2025-02"]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"birth_date": "2023-02-29"}, "实有的日期"),
        ({"birth_date": "2024-13"}, "2024-05"),
        ({"birth_date": "2024-05-00"}, "实有的日期"),
        ({"birth_date": "去年腊月"}, "实有的日期"),
        ({"birth_date": 20240503}, "实有的日期"),
        ({"birth_date": ["2024-05"]}, "实有的日期"),
        ({"birth_date": "1024-05"}, "1900至2100"),
        ({"birth_dates": 5}, "日期的列表"),
        ({"birth_dates": ["2024-05"] * 21}, "最多20个"),
        ({"leave_start": "2025-09"}, "要写到日"),
        ({"lawful_birth": "大概"}, "是或否"),
        ({"lawful_birth": 1}, "是或否"),
        ({"babies": 2.5}, "整数"),
        ({"babies": True}, "一个数"),
        ({"average_monthly_wage": float("nan")}, "一个数"),
        ({"average_monthly_wage": float("inf")}, "一个数"),
        ({"average_monthly_wage": 0}, "1至"),
        ({"share": 60}, "100、50"),
        ({"birth_day": "2024-05"}, "birth_da"),
        ({"完全不认识": 1}, "可用的有"),
        ({"birth_date_range": ["2024-05-01"]}, "最早和最晚"),
        ({"birth_date_range": ["2024-06-01", "2024-05-01"]}, "早于"),
        ({"children": ["老大"]}, "对象的列表"),
        ([], "JSON 对象"),
        ("2024-05", "JSON 对象"),
    ],
)
def test_bad_input_says_what_to_do(inputs: Any, message: str) -> None:
    with pytest.raises(EligibilityError, match=message) as raised:
        parse_family(inputs)
    assert "\n" not in str(raised.value)


def test_words_and_texts_that_forms_send_are_understood() -> None:
    family = parse_family(
        {
            "lawful_birth": "是",
            "pregnant": "false",
            "share": "50",
            "average_monthly_wage": "6543.21",
        }
    )
    assert (family.lawful_birth, family.pregnant) == (True, False)
    assert family.facts == {"share": 50, "average_monthly_wage": Decimal("6543.21")}
    assert family.told(FIELDS["share"]) == 50
    assert family.told(FIELDS["tax_year"]) is None


def test_null_and_empty_are_not_given() -> None:
    assert parse_family({"birth_date": None, "share": ""}).given == {}


def test_an_expected_birth_soon_after_the_last_is_the_same_child() -> None:
    same = parse_family({"birth_date": "2025-08-20", "expected_date": "2025-08-28"})
    assert [child.expected for child in same.children] == [False]
    other = parse_family({"birth_date": "2024-05", "expected_date": "2026-03", "babies": 2})
    assert [child.expected for child in other.children] == [False, True, True]


def test_all_ages_or_none() -> None:
    known = {"label": "老大", "birth_date_range": ["2019-09-02", "2020-09-01"]}
    assert len(parse_family({"children": [known, {"birth_date": "2024-05"}]}).children) == 2
    assert parse_family({"children": [known, {"label": "老二"}]}).children == ()


def test_babies_of_a_birth_over_midnight() -> None:
    family = parse_family({"birth_dates": ["2020-01-01", "2024-05-31", "2024-06-01"]})
    assert family.babies_of_birth() == 2
    assert parse_family({}).babies_of_birth() == 1


def test_minors_are_counted_unless_told() -> None:
    dates = ["2005-05", "2015-05", "2026-01"]
    assert parse_family({"birth_dates": dates}).minors(date(2025, 9, 1), 18) == 1
    assert (
        parse_family({"birth_dates": dates, "minor_children": 2}).minors(date(2025, 9, 1), 18) == 2
    )
    assert parse_family({}).minors(date(2025, 9, 1), 18) is None


def test_a_whole_day() -> None:
    assert parse_day("2025-09-01") == parse_day(datetime(2025, 9, 1, 8)) == date(2025, 9, 1)
    with pytest.raises(EligibilityError, match="要写到日"):
        parse_day("2025-09")


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2022-09-01", "2025-08-31", True),
        ("2022-09-01", "2025-09-01", False),
        ("2022-09", "2025-08-31", True),
        ("2022-09", "2025-09-01", None),
        ("2022-09", "2025-09-30", False),
        ("2024-02-29", "2027-02-27", True),
        ("2024-02-29", "2027-02-28", False),
        ("2024-02", "2027-02-27", None),
        ("2024-02", "2027-02-28", False),
    ],
)
def test_under_three(born: str, on: str, expected: bool | None) -> None:
    parsed = parse_partial_date(born)
    assert parsed is not None
    assert is_under_age(parsed, 3, date.fromisoformat(on)) is expected


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)), st.integers(0, 10))
def test_a_month_is_undecided_only_between_its_first_and_last_birthday(
    born: date, age: int
) -> None:
    month = PartialDate(born.year, born.month)
    for on in (month.earliest, month.latest, born):
        answer = is_under_age(month, age, on)
        exact = is_under_age(PartialDate.of(born), age, on)
        assert answer is None or answer == exact


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    parsed = parse_partial_date(text)
    assert parsed is None or parse_partial_date(parsed.iso) == parsed


@given(
    st.dictionaries(
        st.sampled_from(sorted(FIELDS)),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(max_size=8),
            st.lists(st.text(max_size=8), max_size=3),
        ),
        max_size=4,
    )
)
def test_any_input_is_read_or_refused_in_one_way(inputs: dict[str, Any]) -> None:
    try:
        parse_family(inputs)
    except EligibilityError as error:
        assert str(error)
