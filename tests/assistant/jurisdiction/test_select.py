"""Which documents a part is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.jurisdiction.select import select
from assistant.turn import Request, Selection
from assistant.understanding.model import Part
from corpus.model import Document, Metadata
from corpus.parser import parse

TODAY = date(2025, 9, 1)


class Services:
    """A library of documents made here."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self.library = _Documents(documents)


class _Documents:
    """Documents that can be weakly referenced, as a library."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._documents = documents

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents)


def made(document_id: str, title: str, region: str, **known: Any) -> Document:
    metadata = Metadata(title=title, region=region, **known)
    return replace(parse(document_id, "第一条 甲。\n"), metadata=metadata)


NATION = made("nation", "托育服务管理规定", "全国", number="国办发〔2024〕48号")
PROVINCE = made("province", "江西省托育服务条例", "江西省", effective_from=date(2024, 1, 1))
CITY = made("city", "南昌市托育补助办法", "南昌市", effective_from=date(2025, 1, 1))
COUNTY = made("county", "南昌县托育补助细则", "江西省南昌市南昌县")
EARLIER = made("earlier", "江西省托育暂行办法", "江西省", effective_to=date(2023, 12, 31))
ZHEJIANG = made("zhejiang", "浙江省托育条例", "浙江省")
OLD = made("old", "托育收费办法", "江西省", issued=date(2019, 5, 1))
NEW = made("new", "托育收费办法", "江西省", issued=date(2024, 5, 1))
ALL = (CITY, COUNTY, EARLIER, NATION, PROVINCE, ZHEJIANG)


def chosen(
    text: str, documents: tuple[Document, ...] = ALL, on: date = TODAY, **part: Any
) -> Selection:
    return select(Part(text, text, **part), Request(Services(documents), text, as_of=on))


def tiers(selection: Selection) -> list[list[str]]:
    return [[document.id for document in tier] for tier in selection.tiers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("南昌县的托育补助怎么领", [["county", "city"], ["province", "nation"]]),
        ("江西省南昌市有托育补助吗", [["city"], ["province", "nation"]]),
        ("九江有托育补助吗", [["province", "nation"]]),
        ("浙江的托育补助怎么领", [["zhejiang"], ["nation"]]),
        ("国家规定的托育标准", [["nation"], ["county", "city", "province"]]),
        ("托育补助怎么领", [["province", "nation"], ["county", "city", "zhejiang"]]),
        ("我在湖南打工,托育补助怎么领", [["province", "nation"], ["county", "city", "zhejiang"]]),
        ("《江西省托育服务条例》规定了什么", [["province"]]),
        ("江西省托育暂行办法怎么规定的", [["earlier"]]),
    ],
)
def test_the_nearest_documents_come_first(text: str, expected: list[list[str]]) -> None:
    assert tiers(chosen(text)) == expected


def test_a_city_s_own_documents_go_before_a_rule() -> None:
    assert chosen("南昌的托育补助").local
    assert not chosen("江西的托育补助").local
    assert chosen("托育补助", (CITY,)).local and not chosen("托育补助", (CITY, NATION)).local


@pytest.mark.parametrize(
    ("text", "missing"), [("湖南的补助", "湖南"), ("涟水有补助吗", "涟水"), ("日本的补助", "日本")]
)
def test_a_place_without_documents_is_missing(text: str, missing: str) -> None:
    selection = chosen(text)
    assert (selection.tiers, selection.missing) == ((), (missing,))


def test_a_library_of_one_city_lacks_another_and_is_in_force() -> None:
    other = chosen("赣州的托育补助", (CITY,))
    assert (other.tiers, other.missing, other.lapsed) == ((), ("赣州",), False)
    assert (tiers(chosen("托育补助", (CITY,))), chosen("托育补助", (CITY,)).lapsed) == (
        [["city"]],
        False,
    )


def test_beside_home_a_missing_place_is_said_too() -> None:
    selection = chosen("江西和湖南的补助")
    assert (selection.missing, bool(selection.tiers)) == (("湖南",), True)


def test_another_place_s_text_of_that_name_is_missing() -> None:
    selection = chosen("浙江的托育补助办法", (CITY, NATION))
    assert (selection.tiers, selection.missing) == ((), ("浙江",))


def test_a_text_that_is_not_there_is_no_other_s() -> None:
    selection = chosen("鲁政发〔2023〕7号第三条")
    assert (selection.tiers, selection.missing_texts) == ((), ("鲁政发〔2023〕7号",))


def test_what_was_in_force_on_the_day() -> None:
    assert tiers(chosen("江西的托育补助", on=date(2023, 6, 1))) == [["earlier", "nation"]]
    assert chosen("江西的补助", (EARLIER,)).lapsed
    assert chosen("江西省托育暂行办法怎么规定的").lapsed


def test_editions_are_told_apart_by_their_year() -> None:
    assert tiers(chosen("托育收费办法第一条", (OLD, NEW))) == [["new"]]
    assert tiers(chosen("2019年的托育收费办法第一条", (OLD, NEW))) == [["old"]]


def test_a_follow_up_stays_with_its_documents_unless_it_names_others() -> None:
    part = Part("那怎么领", "补助怎么领", documents=("city",))
    assert tiers(select(part, Request(Services(ALL), "", as_of=TODAY))) == [["city"]]
    other = Part("浙江呢", "浙江补助怎么领", documents=("city",))
    assert tiers(select(other, Request(Services(ALL), "", as_of=TODAY)))[0] == ["zhejiang"]
