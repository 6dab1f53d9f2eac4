"""Doubts about metadata: each error that was once read from a real document is noticed in `corpus check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from corpus.checking import check
from corpus.parser import parse
from corpus.plausibility import doubts

DECREE = (
    "广州市人民政府令\n第195号\n《广州市房屋租赁管理办法》已经市人民政府常务会议通过,现予公布,自2023年3月1日起施行。\n"
    "2023年1月20日\n广州市房屋租赁管理办法\n第一条 为了规范租赁,制定本办法。\n第二条 本办法由市住房局解释。\n"
)
REVISED = (
    "江西省房屋租赁条例\n(2005年9月29日江西省第十届人民代表大会常务委员会第十八次会议通过 "
    "2018年5月31日江西省第十三届人民代表大会常务委员会第三次会议修订)\n"
    "第一条 为了规范租赁,制定本条例。\n第二条 本条例自2018年7月1日起施行。\n"
)
ORDER = (
    "房屋租赁管理条例\n(2004年3月5日中华人民共和国国务院令第399号公布 2021年4月7日中华人民共和国国务院令第741号修订)\n"
    "第一条 为了规范租赁,制定本条例。\n第二条 本条例自2021年9月1日起施行。\n"
)
SIGNED = (
    "关于贯彻落实人力资源社会保障部租赁补贴办法的通知\n赣人社发〔2024〕12号\n各设区市人力资源和社会保障局:\n"
    "一、对象。参保职工。\n二、标准。按月发放。\n江西省人力资源和社会保障厅\n2024年6月3日\n"
)


@pytest.mark.parametrize(
    "text, given, field, wrong",
    [
        (DECREE, {"title": "广州市人民政府令"}, "title", True),
        (DECREE, {"title": "穗府办规〔2023〕5号"}, "title", True),
        (DECREE, {"issuer": "广州市人民政府办公厅关于重新"}, "issuer", True),
        (DECREE, {"number": "日广州市人民政府令第195号"}, "number", True),
        (DECREE, {"region": "租赁市"}, "region", False),
        (DECREE, {"issued": date(2003, 1, 20)}, "issued", False),
        (DECREE, {"effective_from": date(2023, 1, 20)}, "effective_from", False),
        (SIGNED, {"issuer": "人力资源社会保障部"}, "issuer", False),
        (REVISED, {"issued": date(2005, 9, 29)}, "issued", True),
        (ORDER, {"number": "国务院令第399号"}, "number", True),
    ],
)
def test_each_wrong_field_is_found_by_the_check(
    text: str, given: dict[str, object], field: str, wrong: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "source.txt").write_text(text, encoding="utf-8")
    (folder / "document.yaml").write_text(
        yaml.safe_dump({"region": "江西省", **given}, allow_unicode=True), encoding="utf-8"
    )
    found = [finding for finding in check(tmp_path) if f"写 {field}" in finding.message]
    assert found and any(finding.wrong for finding in found) is wrong


@pytest.mark.parametrize("text", [DECREE, REVISED, ORDER, SIGNED])
def test_what_the_text_itself_says_is_not_doubted(text: str) -> None:
    assert doubts(parse("a", text)) == []


def test_what_is_missing_is_named() -> None:
    fields = [doubt.field for doubt in doubts(parse("a", "一段没有出处的文字,讲补贴的发放。\n"))]
    assert fields == ["title", "number", "issuer", "issued", "region"]


def test_a_day_to_come_is_doubted() -> None:
    document = parse("a", DECREE)
    assert [doubt.field for doubt in doubts(document, today=date(2022, 1, 1))] == ["issued"]
