"""Numbers with what they count: 「188天」「一岁半」「三个月」「8千5」「20%」「两个娃」「双胞胎」「5楼」.

In: cleaned text. Out: `Quantity`s in text order that do not overlap, each with its exact place. What
a quantity is for (an age, a wage, a month of pregnancy) is not read here: that is learned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.language.numerals import NUMBER, number

Bound = Literal["", "nearly", "below", "just", "over", "nominal"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit; `text == source[start:end]`.

    `unit`: 岁 · 年 · 月 · 周 · 天 · 元 · % · 个 · 胎 · other · "" (none written). `months`: months said
    beside the years («1岁3个月»). `half`: 「半」 after the unit. `bound`: 快 (nearly), 不到 (below), 刚满
    (just), 多 (over), 虚岁 (nominal). `percent`: a share written as percent.
    """

    text: str
    start: int
    end: int
    value: Decimal
    unit: str = ""
    months: Decimal | None = None
    half: bool = False
    bound: Bound = ""
    ordinal: bool = False


_BOUNDS: tuple[tuple[str, Bound], ...] = (
    ("刚刚满", "just"),
    ("刚满", "just"),
    ("刚过", "just"),
    ("刚到", "just"),
    ("刚好", "just"),
    ("刚", "just"),
    ("差不多", "nearly"),
    ("将近", "nearly"),
    ("接近", "nearly"),
    ("快要", "nearly"),
    ("快满", "nearly"),
    ("快到", "nearly"),
    ("快", "nearly"),
    ("马上", "nearly"),
    ("即将", "nearly"),
    ("不到", "below"),
    ("不足", "below"),
    ("不满", "below"),
    ("未满", "below"),
    ("没到", "below"),
    ("没满", "below"),
    ("差点", "below"),
    ("虚岁", "nominal"),
    ("虚", "nominal"),
)
_BOUND = "|".join(word for word, _ in _BOUNDS)
_UNITS = {
    "周岁": "岁",
    "虚岁": "岁",
    "岁": "岁",
    "年": "年",
    "个月": "月",
    "个多月": "月",
    "个半月": "月",
    "月龄": "月",
    "月": "月",
    "周": "周",
    "个星期": "周",
    "星期": "周",
    "个礼拜": "周",
    "礼拜": "周",
    "天": "天",
    "日": "天",
    "宿": "天",
    "元": "元",
    "块钱": "元",
    "块": "元",
    "圆": "元",
    "%": "%",
    "个点": "%",
    "个百分点": "%",
    "胞胎": "胎",
    "胎": "胎",
    "孩": "孩",
    "宝": "孩",
    "个": "个",
    "名": "个",
    "位": "个",
    "口": "口",
    "楼": "other",
    "号楼": "other",
    "栋": "other",
    "室": "other",
    "平方": "other",
    "平方米": "other",
    "平": "other",
    "公里": "other",
    "斤": "other",
    "次": "次",
    "遍": "次",
    "回": "次",
    "家": "other",
    "条": "other",
    "款": "other",
    "项": "other",
    "点": "other",
    "小时": "other",
    "个小时": "other",
    "钟头": "other",
    "个钟头": "other",
    "分钟": "other",
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=lambda word: (-len(word), word)))
_QUANTITY = re.compile(
    rf"(?P<bound>{_BOUND})?(?P<percent>百分之)?(?P<nth>第)?(?P<n>(?<![\d.]){NUMBER}|半)"
    rf"(?P<more>多|来|几)?(?P<unit>{_UNIT})?"
    r"(?:(?P<half>半)|(?P<tail>多|出头)|[零又]?(?P<plus>\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<plushalf>半)?月)?"
)
_TWINS = re.compile(r"(?P<word>双|龙凤|单|[二两三四3-4])(?:胞)?胎")
_BIRTHS = {"双": 2, "龙凤": 2, "单": 1, "二": 2, "两": 2, "三": 3, "四": 4, "3": 3, "4": 4}
_FEASTS = {"满月": (Decimal(1), "月"), "百天": (Decimal(100), "天"), "百日": (Decimal(100), "天")}
_FEAST = re.compile("|".join(_FEASTS))
_ANNIVERSARY = re.compile(r"(?<![\d一二两三四五六七八九十])周岁")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in their order."""
    found: list[Quantity] = []
    for match in _TWINS.finditer(text):
        if "胞" in match[0] or match["word"] in ("双", "龙凤", "单"):
            value = Decimal(_BIRTHS[match["word"]])
            found.append(Quantity(match[0], *match.span(), value, "胎"))
    for match in _FEAST.finditer(text):
        value, unit = _FEASTS[match[0]]
        found.append(Quantity(match[0], *match.span(), value, unit))
    for match in _ANNIVERSARY.finditer(text):
        found.append(Quantity(match[0], *match.span(), Decimal(1), "岁"))
    taken = {i for quantity in found for i in range(quantity.start, quantity.end)}
    position = 0
    while written := _QUANTITY.search(text, position):
        quantity = _read(written)
        position = quantity.end if quantity else written.end("n")
        if quantity and taken.isdisjoint(range(quantity.start, quantity.end)):
            found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


def _read(match: re.Match[str]) -> Quantity | None:
    written = match["n"]
    value = Decimal("0.5") if written == "半" else number(written)
    unit = _UNITS.get(match["unit"] or "", "")
    if value is None or (written == "半" and unit not in ("岁", "年", "月", "天")):
        return None
    half = bool(match["half"]) or match["unit"] == "个半月"
    plus = number(match["plus"]) if match["plus"] else None
    if (half or plus is not None) and unit not in ("岁", "年", "月", "周"):
        return None if half and not unit else _plain(match, value, unit)
    bound: Bound = next((kind for word, kind in _BOUNDS if word == match["bound"]), "")
    if match["unit"] == "虚岁":
        bound = "nominal"
    elif not bound and (match["tail"] or match["more"]):
        bound = "over"
    if match["percent"] and not unit:
        unit = "%"
    return Quantity(match[0], *match.span(), value, unit, plus, half, bound, bool(match["nth"]))


def _plain(match: re.Match[str], value: Decimal, unit: str) -> Quantity:
    """The quantity without what follows its unit."""
    end = match.end("unit") if match["unit"] else match.end("n")
    start = match.start()
    return Quantity(match.string[start:end], start, end, value, unit, ordinal=bool(match["nth"]))
