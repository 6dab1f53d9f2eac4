"""Places by all their names."""

from __future__ import annotations

import pytest

from corpus.regions import Level, find_regions, leading_place, region_names, region_of


@pytest.mark.parametrize(
    "name, province, city, county",
    [
        ("涟水", "江苏省", "淮安市", "涟水县"),
        ("天门", "湖北省", "天门市", ""),
        ("神农架", "湖北省", "神农架林区", ""),
        ("雄安", "河北省", "保定市", "雄安新区"),
        ("红谷滩", "江西省", "南昌市", "红谷滩区"),
        ("深户", "广东省", "深圳市", ""),
        ("沪籍", "上海市", "", ""),
        ("江西省宜春市丰城市", "江西省", "宜春市", "丰城市"),
    ],
)
def test_a_place_by_one_of_its_names(name: str, province: str, city: str, county: str) -> None:
    region = region_of(name)
    assert region is not None
    assert (region.province, region.city, region.county) == (province, city, county)


def test_a_new_area_does_not_hide_the_city_of_its_name() -> None:
    region = region_of("长春")
    assert region is not None and region.level is Level.CITY


@pytest.mark.parametrize("word", ["黑户", "新户", "户籍", "赣江"])
def test_words_that_are_no_places(word: str) -> None:
    assert find_regions(word) == []
    assert word not in region_names()


@pytest.mark.parametrize(
    "text, place",
    [
        ("江西省人民政府办公厅", "江西省"),
        ("南昌市红谷滩区人民政府", "南昌市红谷滩区"),
        ("宜春市丰城市医疗保障局", "宜春市丰城市"),
        ("人力资源市场暂行条例", ""),
        ("县级以上人民政府", ""),
    ],
)
def test_the_place_that_a_name_begins_with(text: str, place: str) -> None:
    assert leading_place(text) == place
