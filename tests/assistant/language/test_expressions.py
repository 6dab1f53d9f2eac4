"""Dates, quantities and ages as people write them; what a date is of is not read here."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.ages import birth_range, months_of_age
from assistant.language.dates import find_dates, in_year
from assistant.language.expressions import find_expressions
from assistant.language.money import percent, yuan
from assistant.language.quantities import find_quantities

ON = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("女儿24.3.8生", "2024-03-08"),
        ("宝宝240308生日", "2024-03-08"),
        ("2024年5月3日出生", "2024-05-03"),
        ("二零二四年五月出生", "2024-05"),
        ("二〇二四年七月十二(阳历)", "2024-07-12"),
        ("上个月15号过的生日", "2026-10-15"),
        ("到明年三月就满三岁", "2027-03"),
        ("2026/10/15开始", "2026-10-15"),
        ("下周一开始休", "2026-11-30"),
        ("23年8月的娃", "2023-08"),
        ("20240308", "2024-03-08"),
        ("昨天生的", "2026-11-27"),
        ("二零二三年九月十五出生", "2023-09-15"),
        ("老二25年2月", "2025-02"),
    ],
)
def test_dates_that_are_said_whole(text: str, iso: str) -> None:
    (said,) = find_dates(text, ON)
    assert said.iso == iso
    assert text[said.start : said.end] == said.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("前年腊月生的", "lunar"),
        ("2024年七月十二生", "lunar"),
        ("属龙的", "lunar"),
        ("23年底", "vague"),
        ("2023年2月29日", "impossible"),
        ("03/04/2024", "ambiguous"),
    ],
)
def test_dates_that_must_be_asked_about(text: str, why: str) -> None:
    (said,) = find_dates(text, ON)
    assert said.open == why
    assert said.iso is None


@pytest.mark.parametrize(
    ("text", "side", "iso"),
    [
        ("3月8号", "past", "2026-03-08"),
        ("12月20日", "past", "2025-12-20"),
        ("12月20日", "future", "2026-12-20"),
        ("3月", "future", "2027-03"),
        ("元旦", "past", "2026-01-01"),
        ("15号", "past", "2026-11-15"),
        ("15号", "future", "2026-12-15"),
    ],
)
def test_the_year_that_is_left_unsaid_follows_from_the_side(text: str, side: str, iso: str) -> None:
    (said,) = find_dates(text, ON)
    assert in_year(said, ON, side).iso == iso  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("产假188天", "188", "天"),
        ("一万二", "12000", ""),
        ("8千5", "8500", ""),
        ("28,640元", "28640", "元"),
        ("百分之三", "3", "%"),
        ("双胞胎", "2", "胎"),
        ("怀了二十个月", "20", "月"),
        ("半年", "0.5", "年"),
        ("俩娃", "2", ""),
    ],
)
def test_quantities(text: str, value: str, unit: str) -> None:
    (said,) = find_quantities(text)
    assert (str(said.value), said.unit) == (value, unit)
    assert text[said.start : said.end] == said.text


def test_an_age_is_a_range_of_births() -> None:
    (three,) = find_quantities("三个月")
    assert birth_range(three, ON) == (date(2026, 7, 29), date(2026, 8, 28))
    (two,) = find_quantities("两岁半")
    assert months_of_age(two) == 30
    (nearly,) = find_quantities("快三岁")
    found = birth_range(nearly, ON)
    assert found is not None and found[0] > date(2023, 11, 28)


def test_money_and_shares() -> None:
    assert [yuan(q) for q in find_quantities("工资8100元,不是188天")] == [8100, None]
    assert [percent(q) for q in find_quantities("20%")] == [20]


def test_a_date_is_no_quantity_beside_itself() -> None:
    found = find_expressions("老大2021年3月、老二24.5.3,产假188天", ON)
    assert [expression.text for expression in found] == ["2021年3月", "24.5.3", "188天"]


@given(st.text(alphabet="0123456789年月日号岁个半一二三十百千万上下去今明.-/ 生的", max_size=24))
def test_nothing_raises_and_every_place_is_exact(text: str) -> None:
    for expression in find_expressions(text, ON):
        assert text[expression.start : expression.end] == expression.text
