"""Responsible units read out of the clauses in which documents name them."""

from __future__ import annotations

import pytest

from corpus.departments import is_responsibility, read_later_units, read_units

LOCAL = "各市、县(区)人民政府"


@pytest.mark.parametrize(
    "clause, expected",
    [
        ("(省教育厅负责)", [("省教育厅", "负责")]),
        ("(省教育厅、省财政厅等按职责分工负责)", [("省教育厅", "负责"), ("省财政厅", "负责")]),
        (
            "(省教育厅牵头,省财政厅、省妇联按职责分工负责)",
            [("省教育厅", "牵头"), ("省财政厅", "负责"), ("省妇联", "负责")],
        ),
        (
            "\uff08省医保局牵头\uff0c省财政厅配合\uff1b省税务局参与\uff09",
            [("省医保局", "牵头"), ("省财政厅", "配合"), ("省税务局", "配合")],
        ),
        (
            "(牵头单位:省卫生健康委;配合单位:省财政厅、省教育厅)",
            [("省卫生健康委", "牵头"), ("省财政厅", "配合"), ("省教育厅", "配合")],
        ),
        (
            f"(责任单位\uff1a省教育厅,{LOCAL})",
            [("省教育厅", "负责"), (LOCAL, "负责")],
        ),
        (
            f"(省文化和旅游厅、省财政厅及{LOCAL}按职责分工负责)",
            [("省文化和旅游厅", "负责"), ("省财政厅", "负责"), (LOCAL, "负责")],
        ),
        (
            "(省住房和城乡建设厅和省财政厅负责)",
            [("省住房和城乡建设厅", "负责"), ("省财政厅", "负责")],
        ),
        (
            "(由省教育厅牵头,会同省财政厅落实)",
            [("省教育厅", "牵头"), ("省财政厅", "负责")],
        ),
        (
            "(市卫健委、市财政局,各区县人民政府、高新区管委会负责)",
            [
                ("市卫健委", "负责"),
                ("市财政局", "负责"),
                ("各区县人民政府", "负责"),
                ("高新区管委会", "负责"),
            ],
        ),
        ("(省发展改革委等有关部门按职责分工负责)", [("省发展改革委", "负责")]),
        ("(责任单位:省教育厅。完成时限:2025年12月底)", [("省教育厅", "负责")]),
    ],
)
def test_units_and_their_roles(clause: str, expected: list[tuple[str, str]]) -> None:
    assert is_responsibility(clause)
    assert [(unit.name, unit.role) for unit in read_units(clause)] == expected


@pytest.mark.parametrize(
    "clause",
    ["(包括岛屿、海滩)", "(国家区域医疗中心)", "(以下简称受理机关负责)", "(试行)", "()", ""],
)
def test_other_brackets_name_no_units(clause: str) -> None:
    assert not is_responsibility(clause)


def test_units_added_to_all_later_measures() -> None:
    clause = f"(省医保局及{LOCAL}按职责分工负责。以下责任单位均包括{LOCAL},不再列出)"
    assert [unit.name for unit in read_units(clause)] == ["省医保局", LOCAL]
    assert read_later_units(clause) == (LOCAL,)
    assert read_later_units("(省医保局负责)") == ()
