"""Figures keep their units, hotlines can be called, everything is escaped."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.web.words import day, words


@pytest.mark.parametrize(
    "group", ["3600元", "2025-01-01", "2024年5月3日", "300元/月", "12,000元", "3周岁", "50%"]
)
def test_a_figure_is_not_torn_from_its_unit(group: str) -> None:
    assert f'<span class="unbroken">{group}</span>' in words(f"共{group}，以上。")


def test_a_hotline_is_a_link_and_other_numbers_are_none() -> None:
    assert 'href="tel:12345"' in words("请拨打12345。")
    assert "tel:" not in words("编号123456，共12345678元")


def test_what_comes_from_outside_is_escaped() -> None:
    assert words("<b>3元\n</b>") == '&lt;b&gt;<span class="unbroken">3元</span><br>&lt;/b&gt;'


def test_a_day_is_written_as_people_write_it() -> None:
    assert day(date(2025, 7, 10)) == "2025年7月10日"
