"""Documents that a text names, and texts that it names and that are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.jurisdiction.document_names import documents_named
from corpus.model import Document, Metadata
from corpus.parser import parse


def made(document_id: str, title: str, region: str = "全国", **known: Any) -> Document:
    metadata = Metadata(title=title, region=region, **known)
    return replace(parse(document_id, "第一条 甲。\n"), metadata=metadata)


LIBRARY = (
    made("measures", "江西省关于加快完善生育支持政策体系的若干措施", "江西省"),
    made("excerpt", "江西省人口与计划生育条例", "江西省"),
    made("law", "中华人民共和国审计法"),
    made("rules", "中华人民共和国审计法实施条例"),
    made("fund", "住房公积金管理条例", number="国务院令第262号"),
    made("scheme", "育儿补贴制度实施方案", number="厅字〔2025〕15号", short_titles=("补贴方案",)),
    made("fireworks", "重庆市烟花爆竹安全管理条例", "重庆市"),
)


def ids(text: str) -> list[str]:
    return [document.id for document in documents_named(text, LIBRARY).documents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("若干措施第二部分", ["measures"]),
        ("审计法实施条例第三条", ["rules"]),
        ("审计法实施条例和审计法", ["rules", "law"]),
        ("公积金条例第24条", ["fund"]),
        ("国务院令第262号讲什么", ["fund"]),
        ("厅字2025年15号", ["scheme"]),
        ("补贴方案什么时候开始", ["scheme"]),
        ("重庆烟花爆竹管理条例哪条讲燃放", ["fireworks"]),
        ("补贴有什么办法申请", []),
        ("这部法律有多少条", []),
        ("保险法律依据", []),
    ],
)
def test_documents_by_their_names(text: str, expected: list[str]) -> None:
    assert ids(text) == expected
    assert documents_named(text, LIBRARY).missing == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("国办发〔2024〕48号那个文第三条", "国办发〔2024〕48号"),
        ("请看鲁政发〔2023〕7号", "鲁政发〔2023〕7号"),
        ("民法典1043条", "《民法典》"),
        ("道路交通安全法第九十一条内容", "《道路交通安全法》"),
        ("《工伤保险条例》怎么说", "《工伤保险条例》"),
        ("广东省人口与计划生育条例第十条", "《广东省人口与计划生育条例》"),
        ("江西省育儿补贴制度实施方案发了吗", "《江西省育儿补贴制度实施方案》"),
    ],
)
def test_a_text_that_is_not_there_is_missing(text: str, missing: str) -> None:
    named = documents_named(text, LIBRARY)
    assert named.documents == ()
    assert missing in named.missing[0]


def test_an_absent_text_that_was_added_is_there() -> None:
    added = made("plan", "江西省育儿补贴制度实施方案", "江西省")
    named = documents_named("江西省育儿补贴制度实施方案发了吗", (*LIBRARY, added))
    assert ([d.id for d in named.documents], named.missing) == (["plan"], ())
