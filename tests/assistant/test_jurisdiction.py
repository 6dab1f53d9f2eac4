"""Which documents a question is asked of: by its day, the places and the titles that it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.jurisdiction.documents import compares_with_nation, documents_named, select
from assistant.jurisdiction.places import regions_named
from corpus.model import Document, Metadata
from corpus.parser import parse
from corpus.regions import Region
from corpus.validity import Register

TODAY = date(2025, 9, 1)


def made(document_id: str, title: str, region: str, **known: Any) -> Document:
    metadata = Metadata(title=title, region=region, **known)
    return replace(parse(document_id, "第一条 甲。\n"), metadata=metadata)


NATION = made("nation", "托育服务管理规定", "全国", number="国办发〔2024〕48号")
PROVINCE = made("province", "江西省托育服务条例", "江西省", effective_from=date(2024, 1, 1))
CITY = made("city", "南昌市托育补助办法", "南昌市", effective_from=date(2025, 1, 1))
COUNTY = made("county", "南昌县托育补助细则", "江西省南昌市南昌县")
EARLIER = made("earlier", "江西省托育暂行办法", "江西省", effective_to=date(2023, 12, 31))
ZHEJIANG = made("zhejiang", "浙江省托育条例", "浙江省")
LAW = made("law", "中华人民共和国审计法", "全国")
RULES = made("rules", "中华人民共和国审计法实施条例", "全国")
TAIWAN = made("taiwan", "国务院关于鼓励台湾同胞投资的规定", "全国")
ALL = (CITY, COUNTY, EARLIER, NATION, PROVINCE, ZHEJIANG)


def ids(question: str, documents: tuple[Document, ...] = ALL, on: date = TODAY) -> list[str]:
    return [document.id for document in select(question, Register(documents), on).documents]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("南昌县的托育补助怎么领", ["county", "city", "province", "nation"]),
        ("江西省南昌市有托育补助吗", ["city", "province", "nation"]),
        ("九江有托育补助吗", ["province", "nation"]),
        ("浙江的托育补助怎么领", ["zhejiang", "nation"]),
        ("杭州有托育补助吗", ["zhejiang", "nation"]),
        ("湖南的托育补助怎么领", []),
        ("日本的托育补助怎么领", []),
        ("国家对托育有什么规定", ["nation"]),
        ("我在湖南打工,托育补助怎么领", ["county", "city", "province", "nation"]),
        ("托育补助怎么领", ["county", "city", "province", "nation"]),
        ("《江西省托育服务条例》规定了什么", ["province"]),
        ("国办发〔2024〕48号讲什么", ["nation"]),
        ("江西省托育暂行办法怎么规定的", ["earlier"]),
    ],
)
def test_documents_that_count(question: str, expected: list[str]) -> None:
    assert ids(question) == expected


def test_what_was_in_force_on_the_day() -> None:
    assert ids("江西的托育补助", on=date(2023, 6, 1)) == ["earlier", "nation"]
    assert ids("南昌的托育补助", on=date(2024, 6, 1)) == ["province", "nation"]


def test_a_place_without_documents_is_missing_one_of_lapsed_ones_is_not() -> None:
    assert select("湖南的补助", Register(ALL), TODAY).missing == ("湖南",)
    lapsed = select("江西的补助", Register([EARLIER]), TODAY)
    assert (lapsed.documents, lapsed.lapsed, lapsed.missing) == ((), (EARLIER,), ())


def test_other_provinces_are_asked_only_where_home_does_not_answer() -> None:
    assert select("托育补助怎么领", Register(ALL), TODAY).elsewhere == (ZHEJIANG,)
    assert ids("托育补助怎么领", (ZHEJIANG, NATION)) == ["zhejiang", "nation"]


def test_a_place_in_a_title_is_that_document_s() -> None:
    assert ids("台湾同胞能投资什么", (PROVINCE, TAIWAN)) == ["taiwan"]


def test_the_longest_title_is_the_one_named() -> None:
    assert documents_named("审计法实施条例第三条", [LAW, RULES]) == [RULES]
    assert documents_named("审计法实施条例和审计法", [LAW, RULES]) == [LAW, RULES]
    assert documents_named("审计法第三条", [LAW, RULES]) == [LAW]


def test_places_are_as_exact_as_they_are_named() -> None:
    county = Region("江西省", "南昌市", "南昌县")
    assert regions_named("我家在江西省南昌市南昌县") == {"江西省南昌市南昌县": county}
    assert regions_named("西湖区有吗") == {"西湖区": Region("江西省", "南昌市", "西湖区")}
    assert regions_named("海淀区有吗") == {"海淀区": Region("北京市", "", "海淀区")}
    assert regions_named("云南山区有吗") == {"云南": Region("云南省")}
    assert regions_named("新城区有吗") == {}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("和国家的规定比呢", True),
        ("跟国家的政策有什么不同", True),
        ("育儿假比国家标准多吗", True),
        ("国家规定的托育比例是多少", False),
        ("国家的规定呢", False),
    ],
)
def test_comparing_with_the_nation(question: str, expected: bool) -> None:
    assert compares_with_nation(question) is expected
