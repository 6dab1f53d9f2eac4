"""The card over a document on a government's site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.adding import add
from corpus.page_card import read_card

CARD = {
    "number": "洪卫发〔2025〕6号",
    "issuer": "南昌市卫生健康委员会、南昌市财政局",
    "issued": date(2025, 3, 10),
}


@pytest.mark.parametrize(
    "pieces",
    [
        [
            "索 引 号：",
            "B001",
            "发文机关：",
            "南昌市卫生健康委员会 南昌市财政局",
            "发文字号：",
            "洪卫发〔2025〕6号",
            "成文日期：",
            "2025年03月10日",
        ],
        [
            "索引号：B001",
            "文号：洪卫发〔2025〕6号",
            "发布机构：南昌市卫生健康委员会 南昌市财政局",
            "生成日期：2025-03-10",
            "有效性：有效",
        ],
        [
            "发文机关：南昌市卫生健康委员会、南昌市财政局 发文字号：洪卫发〔2025〕6号 成文日期：2025/3/10"
        ],
    ],
)
def test_cells_lines_and_pairs_in_a_line(pieces: list[str]) -> None:
    assert read_card(pieces) == CARD


def test_values_that_cannot_be_it_are_left_out() -> None:
    pieces = ["发文机关：张三", "文号：无", "成文日期：待定", "来源：本网"]
    assert read_card(pieces) == {}


def test_labels_inside_running_text_make_no_card() -> None:
    assert (
        read_card(["申请表应当写明标题：某某,并注明来源：本人。", "文号：洪卫发〔2025〕6号"]) == {}
    )


def test_a_page_whose_text_does_not_say_who_issued_it(tmp_path: Path) -> None:
    body = "".join(f"<p>第{n}条 托育机构应当依法备案,保障婴幼儿安全。</p>" for n in "一二三四五")
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><table><tr><td>发文机关：</td><td>南昌市卫生健康委员会</td><td>文号：</td>"
        "<td>洪卫发〔2025〕6号</td></tr><tr><td>成文日期：</td><td>2025年3月10日</td></tr></table>"
        f"<div id='zoom'><p>南昌市托育机构办法</p>{body}</div></body></html>",
        encoding="utf-8",
    )
    metadata = add(tmp_path / "documents", page).document.metadata
    assert metadata.title == "南昌市托育机构办法"
    assert (metadata.issuer, metadata.number) == ("南昌市卫生健康委员会", "洪卫发〔2025〕6号")
    assert metadata.issued == date(2025, 3, 10)
