"""Places as policy documents name them, and which place lies in which: county, city, province, nation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import yaml

NATION = "全国"
"""The region of national documents."""

_DATA = Path(__file__).parent / "data" / "regions.yaml"
_PROVINCE_ENDING = re.compile(r"(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$")
_CITY_ENDING = re.compile(
    r"(?:市|地区|盟|林区|合作区|(?:(?:土家|苗|侗|布依|藏|羌|彝|白|傣|景颇|傈僳|哈尼|壮|回|朝鲜)族|蒙古|哈萨克|柯尔克孜)*自治州)$"
)
_ENDING = re.compile(r"(?:省|市|区|县|旗|州|盟|地区)$")
_COUNTY_ENDING = re.compile(r"(?:新区|林区|区|县|市|旗)$")


_HOUSEHOLDS = {
    "京": "北京市",
    "沪": "上海市",
    "津": "天津市",
    "渝": "重庆市",
    "深": "深圳市",
    "穗": "广州市",
    "莞": "东莞市",
    "杭": "杭州市",
    "甬": "宁波市",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "琼": "海南省",
    "川": "四川省",
    "陕": "陕西省",
    "桂": "广西壮族自治区",
}
"""Places by the sign with which a household's registration is called: 深户, 沪籍. Signs that make another
word there (黑户, 新户) are left out."""


class Level(IntEnum):
    """How far a document's rule reaches; the higher, the more specific."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A place by its full official names; all empty for the nation."""

    province: str = ""
    city: str = ""
    county: str = ""

    @property
    def level(self) -> Level:
        """The level of the place itself."""
        if self.county:
            return Level.COUNTY
        if self.city:
            return Level.CITY
        return Level.PROVINCE if self.province else Level.NATION

    def holds(self, place: Region) -> bool:
        """Whether `place` is this place or lies in it: its residents are under this place's rules."""
        return all(
            not own or own == other
            for own, other in zip(
                (self.province, self.city, self.county),
                (place.province, place.city, place.county),
                strict=True,
            )
        )


def find_regions(name: str) -> list[Region]:
    """The places called `name`, in full (江西省南昌市), by one name (南昌市) or short (南昌).

    Several where counties share a name (鼓楼区); none where the name is unknown. The wider place
    comes first.
    """
    name = re.sub(r"\s", "", name)
    if not name or name == NATION:
        return [Region()] if name else []
    by_name = _by_name()
    if found := by_name.get(name):
        return list(found)
    for cut in range(len(name) - 1, 1, -1):
        for outer in by_name.get(name[:cut], ()):
            inner = [r for r in find_regions(name[cut:]) if outer.holds(r) and r != outer]
            if inner:
                return inner
    return []


def region_of(name: str) -> Region | None:
    """The place called `name` where that is unambiguous, the wider one where names repeat (吉安)."""
    found = find_regions(name)
    if not found or (len(found) > 1 and found[0].level == found[1].level):
        return None
    return found[0]


def region_names() -> Iterable[str]:
    """All full and short names of places."""
    return _by_name().keys()


def leading_place(text: str) -> str:
    """The place that `text` begins with, by its full name or names (江西省南昌市), as written; "" for none."""
    place = ""
    while True:
        longest = max(
            (
                name
                for name in (text[len(place) : len(place) + length] for length in range(2, 16))
                if _ENDING.search(name) and any(find_regions(place + name))
            ),
            key=len,
            default="",
        )
        if not longest:
            return place
        place += longest


def county_names(outside: Region) -> set[str]:
    """The full names of the counties that all lie outside a place."""
    return {
        name
        for name, regions in _by_name().items()
        if _COUNTY_ENDING.search(name) and all(r.county and not outside.holds(r) for r in regions)
    }


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    """All places by their full names and short names, the wider first."""
    places: dict[str, list[Region]] = {}

    def add(name: str, ending: re.Pattern[str], region: Region) -> None:
        short = ending.sub("", name)
        for known in {name, short} if len(short) > 1 else {name}:
            places.setdefault(known, []).append(region)

    for province, cities in yaml.safe_load(_DATA.read_text(encoding="utf-8")).items():
        add(province, _PROVINCE_ENDING, Region(province))
        for city, counties in cities.items():
            if city != province:
                add(city, _CITY_ENDING, Region(province, city))
            for county in (counties or "").split():
                inside = "" if city == province else city
                add(county, _COUNTY_ENDING, Region(province, inside, county))
    for sign, place in _HOUSEHOLDS.items():
        for called in (f"{sign}户", f"{sign}籍"):
            places[called] = places[place][:1]
    return {
        name: tuple(sorted(dict.fromkeys(regions), key=lambda region: region.level))
        for name, regions in places.items()
    }
