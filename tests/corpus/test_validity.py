"""Which document is in force when, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corpus.model import Document, Metadata
from corpus.parser import parse
from corpus.regions import Level, Region, find_regions, region_of
from corpus.validity import Register, Standing, applying, level


def made(document_id: str, **known: Any) -> Document:
    title = known.pop("title", f"某市{document_id}办法")
    return replace(parse(document_id, "第一条 甲。\n"), metadata=Metadata(title=title, **known))


def in_force(documents: list[Document], on: date) -> list[Document]:
    return Register(documents).in_force(on)


def standing(document: Document, documents: list[Document], on: date) -> Standing:
    return Register(documents).standing(document, on)


OLD = made("old", number="某政发〔2019〕3号", effective_from=date(2019, 1, 1))
NEW = made("new", effective_from=date(2024, 4, 1), supersedes=("某政发[2019]3号",))


def test_a_document_is_replaced_from_the_successor_s_effective_date() -> None:
    documents = [OLD, NEW]
    assert in_force(documents, date(2018, 12, 31)) == []
    assert in_force(documents, date(2019, 1, 1)) == [OLD]
    assert in_force(documents, date(2024, 3, 31)) == [OLD]
    assert in_force(documents, date(2024, 4, 1)) == [NEW]
    before = standing(OLD, documents, date(2024, 3, 31))
    assert (before.status, before.until) == ("现行有效", date(2024, 3, 31))
    after = standing(OLD, documents, date(2025, 1, 1))
    assert (after.status, after.replaced_by, after.until) == ("已被取代", "new", date(2024, 3, 31))
    assert after.note == "自2024年4月1日起已被《某市new办法》取代。"


@pytest.mark.parametrize(
    "reference", ["old", "某市old办法", "《某市old办法》", "某政发〔2019〕3号"]
)
def test_a_successor_may_name_it_by_id_title_or_number(reference: str) -> None:
    new = made("new", effective_from=date(2024, 4, 1), supersedes=(reference,))
    assert in_force([OLD, new], date(2024, 5, 1)) == [new]


def test_a_later_version_under_the_same_title_replaces_it() -> None:
    trial = made("a", title="某市托育办法(试行)", region="江西省", issued=date(2020, 1, 1))
    final = made("b", title="某市托育办法", region="江西省", issued=date(2023, 1, 1))
    elsewhere = made("c", title="某市托育办法", region="湖南省", issued=date(2024, 1, 1))
    documents = [trial, final, elsewhere]
    assert in_force(documents, date(2022, 1, 1)) == [trial]
    assert in_force(documents, date(2025, 1, 1)) == [final, elsewhere]


def test_of_versions_in_force_from_one_day_the_one_issued_later_counts() -> None:
    start = date(2025, 7, 1)
    first = made("a", title="某市托育办法", effective_from=start, issued=date(2025, 6, 3))
    second = made("b", title="某市托育办法", effective_from=start, issued=date(2025, 8, 3))
    assert in_force([first, second], date(2025, 7, 15)) == [first, second]
    assert in_force([first, second], date(2025, 9, 1)) == [second]


def test_chains_of_versions() -> None:
    third = made("third", effective_from=date(2025, 1, 1), supersedes=("new",))
    documents = [OLD, NEW, third]
    assert in_force(documents, date(2020, 1, 1)) == [OLD]
    assert in_force(documents, date(2024, 6, 1)) == [NEW]
    assert in_force(documents, date(2025, 6, 1)) == [third]
    assert standing(OLD, documents, date(2025, 6, 1)).replaced_by == "new"


def test_an_end_date_ends_it_with_its_last_day_included() -> None:
    document = made("a", effective_from=date(2021, 1, 1), effective_to=date(2023, 12, 31))
    assert standing(document, [document], date(2023, 12, 31)).in_force
    after = standing(document, [document], date(2024, 1, 1))
    assert (after.in_force, after.status) == (False, "已失效")
    assert "2023年12月31日" in after.note


@pytest.mark.parametrize("status", ["已废止", "已修订"])
def test_a_repealed_document_without_a_date_is_not_in_force(status: str) -> None:
    document = made("a", effective_from=date(2021, 1, 1), status=status)
    assert standing(document, [document], date(2025, 1, 1)).status == status
    dated = made("a", effective_from=date(2021, 1, 1), effective_to=date(2024, 1, 1), status=status)
    assert standing(dated, [dated], date(2023, 1, 1)).in_force


def test_nothing_known_of_dates_means_in_force() -> None:
    document = made("a")
    assert standing(document, [document], date(2025, 1, 1)).in_force
    waiting = made("a", status="尚未生效")
    assert not standing(waiting, [waiting], date(2025, 1, 1)).in_force


def test_an_amendment_leaves_it_in_force_and_is_said() -> None:
    decision = made(
        "d", title="关于修改某市old办法的决定", issued=date(2022, 1, 1), amends=("某市old办法",)
    )
    assert standing(OLD, [OLD, decision], date(2021, 1, 1)).note == ""
    after = standing(OLD, [OLD, decision], date(2022, 1, 1))
    assert after.in_force and after.amended_by == ("d",)
    assert "修改" in after.note


@pytest.mark.parametrize(
    "name, expected",
    [
        ("江西省", Region("江西省")),
        ("江西", Region("江西省")),
        ("南昌市", Region("江西省", "南昌市")),
        ("江西省南昌市", Region("江西省", "南昌市")),
        ("江西南昌", Region("江西省", "南昌市")),
        ("南昌县", Region("江西省", "南昌市", "南昌县")),
        ("江西省吉安市吉安县", Region("江西省", "吉安市", "吉安县")),
        ("吉安", Region("江西省", "吉安市")),
        ("北京市", Region("北京市")),
        ("北京市海淀区", Region("北京市", "", "海淀区")),
        ("广西", Region("广西壮族自治区")),
        ("恩施", Region("湖北省", "恩施土家族苗族自治州")),
        ("全国", Region()),
        ("某某市", None),
        ("鼓楼区", None),
        ("", None),
    ],
)
def test_places_by_name(name: str, expected: Region | None) -> None:
    assert region_of(name) == expected


def test_counties_that_share_a_name() -> None:
    assert {r.province for r in find_regions("鼓楼区")} == {"江苏省", "福建省", "河南省"}


def test_what_lies_in_what() -> None:
    county = Region("江西省", "南昌市", "南昌县")
    assert Region().holds(county)
    assert Region("江西省").holds(county)
    assert not county.holds(Region("江西省"))
    assert not Region("湖南省").holds(county)
    assert [Region(), Region("江西省"), Region("江西省", "南昌市"), county] == sorted(
        [county, Region("江西省", "南昌市"), Region(), Region("江西省")], key=lambda r: r.level
    )


def test_documents_that_reach_a_place_most_specific_first() -> None:
    nation, province = made("n", region="全国"), made("p", region="江西省")
    city, county = made("c", region="南昌市"), made("d", region="南昌县")
    unknown, other = made("u"), made("o", region="湖南省")
    documents = [unknown, nation, province, city, county, other]
    place = Region("江西省", "南昌市", "南昌县")
    assert applying(documents, place) == [county, city, province, nation, unknown]
    assert applying(documents, Region("江西省")) == [province, nation, unknown]
    assert [level(d) for d in (nation, county, unknown)] == [Level.NATION, Level.COUNTY, None]
