"""What is indexed of a document: wholes in windows, sentences, items with their stems."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from corpus.library import Library
from index.units import SENTENCE, WHOLE, Unit, units_of

TEXT = """某市补贴办法

第一章 补贴
第一条 补贴按年发放。补贴免税。
第二条 申请补贴应当提交下列材料：
（一）身份证；
（二）户口簿。
第三条 {long}
"""


def units(tmp_path: Path) -> list[Unit]:
    folder = tmp_path / "documents" / "rules"
    folder.mkdir(parents=True)
    long = "".join(f"第{number}种情形由主管部门按照规定办理并且公布结果。" for number in range(60))
    (folder / "source.txt").write_text(TEXT.format(long=long), encoding="utf-8")
    return list(units_of(Library(tmp_path / "documents")))


def test_a_whole_has_its_titles_in_front(tmp_path: Path) -> None:
    first = units(tmp_path)[0]
    assert (first.kind, first.key) == (WHOLE, ("rules", "m1"))
    assert first.text == "某市补贴办法 补贴 补贴按年发放。补贴免税。"


def test_an_item_is_searched_with_its_stem(tmp_path: Path) -> None:
    [item] = [u for u in units(tmp_path) if u.kind == SENTENCE and u.text.endswith("身份证；")]
    assert item.measure == "m2"
    assert item.text == "申请补贴应当提交下列材料：（一）身份证；"


def test_a_long_measure_is_searched_in_windows_that_hold_all_of_it(tmp_path: Path) -> None:
    wholes = [u for u in units(tmp_path) if u.kind == WHOLE and u.measure == "m3"]
    assert len(wholes) > 2
    assert all(len(whole.text) < 500 for whole in wholes)
    for before, after in pairwise(wholes):
        assert before.end == after.start
