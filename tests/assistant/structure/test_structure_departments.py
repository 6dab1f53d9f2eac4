"""Departments by the names that people use."""

from __future__ import annotations

from assistant.structure.departments import aliases, units_named


def test_aliases_hold_the_name_and_what_people_say() -> None:
    assert {"省卫生健康委", "卫生健康委", "卫健委"} <= set(aliases("省卫生健康委"))
    assert set(aliases("省林业局")) == {"省林业局", "林业局"}


def test_units_are_named_in_the_order_of_the_question_the_longer_name_first() -> None:
    named = units_named("妇联和省总工会管哪几条", ["省总工会", "省妇联", "省教育厅"])
    assert [unit.name for unit in named] == ["省妇联", "省总工会"]
