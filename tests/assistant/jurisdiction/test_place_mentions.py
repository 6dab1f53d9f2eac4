"""Places that a text names."""

from __future__ import annotations

import pytest

from assistant.jurisdiction.place_mentions import names_nation, places_in, policy_places
from corpus.regions import Region


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("涟水育儿补贴多少", "涟水", Region("江苏省", "淮安市", "涟水县")),
        ("天门有补贴吗", "天门", Region("湖北省", "天门市")),
        ("南昌县的补助", "南昌县", Region("江西省", "南昌市", "南昌县")),
        ("广州天河区有吗", "广州天河区", Region("广东省", "广州市", "天河区")),
        ("西湖区有吗", "西湖区", Region("江西省", "南昌市", "西湖区")),
        ("云南山区有吗", "云南", Region("云南省")),
        ("24.3.8 赣州 补贴", "赣州", Region("江西省", "赣州市")),
        ("日本的补助", "日本", None),
    ],
)
def test_a_place_as_exact_as_it_is_named(text: str, name: str, region: Region | None) -> None:
    (mention,) = places_in(text)
    assert (mention.name, mention.region) == (name, region)
    assert text[mention.start : mention.end] == name


@pytest.mark.parametrize(
    "text",
    ["更新和完善", "怎么确保定期产检", "新城区有吗", "来安排一下", "产前检查平安", "大同小异"],
)
def test_pieces_of_other_words_are_no_places(text: str) -> None:
    assert places_in(text) == ()


def test_an_abbreviation_is_shown_as_its_place() -> None:
    (mention,) = places_in("深户能领吗")
    assert mention.shown == "深圳市"
    assert places_in("水很深") == ()


def test_whereabouts_do_not_ask_for_a_place_s_rules_unless_pointed_at() -> None:
    assert policy_places("我在广东打工，补贴怎么领") == ()
    assert [p.name for p in policy_places("我妹在广东上班，她那边产假多少天")] == ["广东"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [("国家规定的产假", True), ("全国的标准", True), ("国家区域医疗中心建好没有", False)],
)
def test_the_nation_is_asked_for_by_name(text: str, asked: bool) -> None:
    assert names_nation(text) is asked
