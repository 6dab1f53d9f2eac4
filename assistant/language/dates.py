"""Dates as people write them: 「2024年5月3日」「24.3.8」「二〇二四年七月十二(阳历)」「去年5月」「上个月15号」「下周三」.

In: cleaned text and the day on which it is read. Out: `DateExpression`s in text order, with their exact
places. What a date is of (a birth, a wedding) is not read here: that is learned. Where a date cannot be
used as it stands, `open` says why: lunar, vague (年底), impossible (2月30日), ambiguous (03/04/2024).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from assistant.language.numerals import digits_value, number

Open = Literal["", "lunar", "vague", "impossible", "ambiguous"]
Side = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date in a text; `text == source[start:end]`.

    `year`, `month`, `day`: what is said, else None. `earliest`, `latest`: the days between which it
    lies, where the year is known. `sure` is False for figures that are a date only where one is meant
    (「24.5」「2024」「3.8」).
    """

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    earliest: date | None = None
    latest: date | None = None
    open: Open = ""
    sure: bool = True

    @property
    def iso(self) -> str | None:
        """`YYYY-MM-DD` or `YYYY-MM`; None where not even the month is known."""
        if self.open or self.year is None or self.month is None:
            return None
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"


_Read = Callable[[re.Match[str], date], DateExpression | None]

_Y4 = r"(?:(?:19|20)\d{2}|[一二][〇零九][〇零一二三四五六七八九]{2})"
_Y2 = (
    r"(?:(?<![\d.])\d{2}|(?<![\d〇零一二三四五六七八九十百.])[〇零一二三][〇零一二三四五六七八九])"
)
_RELATIVE_YEARS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "旧年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "次年": 1,
    "后年": 2,
    "大后年": 3,
}
_REL = "|".join(sorted(_RELATIVE_YEARS, key=len, reverse=True))
_YEAR = rf"(?:(?P<y4>(?<!\d){_Y4})年|(?P<y2>{_Y2})年|(?P<rel>{_REL}))(?:度)?"
_M = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_D = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_N = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九俩])"
_CHINESE_YEAR = re.compile(r"[一二][〇零九][〇零一二三四五六七八九]{2}")
_MONTH_WORDS = {
    "上上个月": -2,
    "上上月": -2,
    "上个月": -1,
    "上月": -1,
    "这个月": 0,
    "本月": 0,
    "当月": 0,
}
_MONTH_WORDS |= {"这月": 0, "下个月": 1, "下月": 1, "下下个月": 2, "下下月": 2}
_MONTH_REL = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
_LUNAR_NAME = r"(?:农历|阴历|旧历|古历|老历|黄历)"
_LUNAR_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九十]?)"
_SOLAR = re.compile(r"[\s(,]*(?:阳历|公历|新历|国历)")
_SOLAR_BEFORE = re.compile(r"(?:阳历|公历|新历|国历)(?:是|的|为)?[\s:,]*$")
_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨夜": -1,
    "前儿": -2,
    "昨儿": -1,
    "今儿": 0,
    "现在": 0,
    "目前": 0,
    "今天": 0,
    "今日": 0,
    "今早": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEKDAYS = {**{c: n for n, c in enumerate("一二三四五六日")}, "天": 6}
_WEEKDAYS |= {str(n + 1): n for n in range(7)}
_HOLIDAYS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
    "跨年": (12, 31),
}
_HOLIDAY = "|".join(sorted(_HOLIDAYS, key=len, reverse=True))
_LUNAR_FEAST = r"春节|过完?年|大年三十|大年初[一二三四五六七八九十]|除夕|小年|元宵节?|端午节?|七夕|中秋节?|重阳节?|腊八"
_PARTS = {
    "初": (1, 3),
    "头": (1, 3),
    "年初": (1, 3),
    "开年": (1, 3),
    "中": (5, 8),
    "年中": (5, 8),
    "底": (11, 12),
    "年底": (11, 12),
    "末": (11, 12),
    "年末": (11, 12),
    "尾": (11, 12),
    "年尾": (11, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "春天": (2, 5),
    "春季": (2, 5),
    "开春": (2, 4),
    "夏天": (5, 8),
    "夏季": (5, 8),
    "暑假": (7, 8),
    "秋天": (8, 11),
    "秋季": (8, 11),
    "冬天": (11, 12),
    "冬季": (11, 12),
    "寒假": (1, 2),
    "第一季度": (1, 3),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_ALONE = "|".join(sorted((p for p in _PARTS if len(p) > 1), key=len, reverse=True))


def find_dates(text: str, on: date) -> list[DateExpression]:
    """All dates of `text`, read on the day `on`. Years and months that are not said stay None."""
    found: list[tuple[int, int, int, DateExpression]] = []
    for order, (pattern, read) in enumerate(_FORMS):
        for match in pattern.finditer(text):
            try:
                expression = read(match, on)
            except (ValueError, OverflowError):  # beyond the calendar
                expression = None
            if expression is not None:
                found.append((expression.start, -expression.end, order, expression))
    kept: list[DateExpression] = []
    for _, _, _, expression in sorted(found, key=lambda item: item[:3]):
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
    return kept


def in_year(said: DateExpression, on: date, side: Side, near: int | None = None) -> DateExpression:
    """A date with the year (and month) that it leaves unsaid.

    `near`: a year said beside it; else the last such day up to `on`, or the next one from it on.
    """
    if said.open or said.year is not None:
        return said
    if said.month is None:
        return _in_month(said, on, side) if said.day else said
    step = -1 if side == "past" else 1
    years = (
        [near] if near else [on.year, on.year + step, *(on.year + step * n for n in range(2, 9))]
    )
    for year in years:
        if not _exists(year, said.month, said.day or 1):
            continue
        made = _calendar(said, year, said.month, said.day)
        if near or (made.earliest and made.latest and _is_on_side(made, on, side)):
            return made
    return replace(said, open="impossible")


def _is_on_side(made: DateExpression, on: date, side: Side) -> bool:
    assert made.earliest and made.latest
    return made.earliest <= on if side == "past" else made.latest >= on


def _in_month(said: DateExpression, on: date, side: Side) -> DateExpression:
    """「15号」: of this month, or of the one before or after."""
    first = on.replace(day=1)
    for offset in (0, -1 if side == "past" else 1):
        month = first + relativedelta(months=offset)
        if _exists(month.year, month.month, said.day or 1):
            made = _calendar(said, month.year, month.month, said.day)
            if _is_on_side(made, on, side):
                return made
    return replace(said, open="vague")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _at(match: re.Match[str], **known: object) -> DateExpression:
    start, text = match.start(), match[0]
    start += len(text) - len(text.lstrip())
    return DateExpression(text.strip(), start, start + len(text.strip()), **known)  # type: ignore[arg-type]


def _calendar(
    at: DateExpression, year: int | None, month: int | None = None, day: int | None = None
) -> DateExpression:
    """`at` with a year, a month and a day, as far as they are known."""
    if month is not None and not 1 <= month <= 12:
        return replace(at, open="impossible")
    if day is not None and not _exists(year or 2024, month or 1, day):
        return replace(at, open="impossible")
    if year is None:
        return replace(at, month=month, day=day)
    if month is None:
        return replace(at, year=year, earliest=date(year, 1, 1), latest=date(year, 12, 31))
    first = date(year, month, day or 1)
    last = first if day else date(year, month, monthrange(year, month)[1])
    return replace(at, year=year, month=month, day=day, earliest=first, latest=last)


def _whole(text: str) -> int:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def two_digit_year(value: int, on: date) -> int:
    """24 → 2024; up to ten years ahead counts as this century."""
    century = on.year - on.year % 100
    return century + value if value <= on.year % 100 + 10 else century - 100 + value


def _year(match: re.Match[str], on: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y4"):
        return digits_value(groups["y4"])
    if groups.get("y2"):
        return two_digit_year(digits_value(groups["y2"]) or 0, on)
    if groups.get("rel"):
        return on.year + _RELATIVE_YEARS[groups["rel"]]
    return None


def _full(match: re.Match[str], on: date) -> DateExpression | None:
    """Year, month and perhaps day. A day in Chinese digits without 日 is a lunar way of writing, but
    where the year is written in Chinese digits too, as all of the date is, it tells nothing."""
    groups = match.groupdict()
    month, day = _whole(match["m"]), groups.get("d") or groups.get("bare")
    at = _at(match)
    if groups.get("spoken"):
        solar = _SOLAR.match(match.string, match.end())
        solar = solar or _SOLAR_BEFORE.search(match.string[: match.start()])
        if not solar and not _CHINESE_YEAR.fullmatch(groups.get("y4") or ""):
            return replace(at, open="lunar", year=_year(match, on))
        day = groups["spoken"]
    return _calendar(at, _year(match, on), month, _whole(day) if day else None)


def _numeric(match: re.Match[str], on: date) -> DateExpression | None:
    groups = match.groupdict()
    day = groups.get("d")
    made = _calendar(_at(match), _year(match, on), int(match["m"]), int(day) if day else None)
    return made if groups.get("y4") or day else replace(made, sure=False)


def _month_and_day(match: re.Match[str], on: date) -> DateExpression | None:
    made = _calendar(_at(match, sure=False), None, int(match["m"]), int(match["d"]))
    return None if made.open else made


def _day_first(match: re.Match[str], on: date) -> DateExpression | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first > 12 or second > 12 or first == second:
        return _calendar(_at(match), year, min(first, second), max(first, second))
    return _at(match, year=year, open="ambiguous")


def _compact(match: re.Match[str], on: date) -> DateExpression | None:
    digits = match[0]
    if len(digits) == 6 and digits[:2] not in ("19", "20"):
        year = two_digit_year(int(digits[:2]), on)
        made = _calendar(_at(match, sure=False), year, int(digits[2:4]), int(digits[4:]))
        return made if not made.open and on.year - 40 <= year <= on.year + 2 else None
    day = int(digits[6:]) if len(digits) == 8 else None
    made = _calendar(_at(match, sure=day is not None), int(digits[:4]), int(digits[4:6]), day)
    return None if made.open and day is None else made


def _lunar(match: re.Match[str], on: date) -> DateExpression | None:
    solar = _SOLAR.match(match.string, match.end())
    return None if solar else _at(match, open="lunar", year=_year(match, on))


def _part_of_year(match: re.Match[str], on: date) -> DateExpression | None:
    year = _year(match, on)
    first, last = _PARTS[match["part"]]
    span = (
        (date(year, first, 1), date(year, last, monthrange(year, last)[1]))
        if year
        else (None, None)
    )
    return _at(match, year=year, earliest=span[0], latest=span[1], open="vague")


def _holiday(match: re.Match[str], on: date) -> DateExpression | None:
    month, day = _HOLIDAYS[match["holiday"]]
    return _calendar(_at(match), _year(match, on), month, day)


def _only_year(match: re.Match[str], on: date) -> DateExpression | None:
    return _calendar(_at(match), _year(match, on))


def _bare_year(match: re.Match[str], on: date) -> DateExpression | None:
    return _calendar(_at(match, sure=False), digits_value(match[0]))


def _only_month(match: re.Match[str], on: date) -> DateExpression | None:
    return _calendar(_at(match), None, _whole(match["m"]))


def _only_day(match: re.Match[str], on: date) -> DateExpression | None:
    return _calendar(_at(match), None, None, _whole(match["d"]))


def _month_word(match: re.Match[str], on: date) -> DateExpression | None:
    month = on.replace(day=1) + relativedelta(months=_MONTH_WORDS[match["word"]])
    day = match["d"]
    return _calendar(_at(match), month.year, month.month, _whole(day) if day else None)


def _on(match: re.Match[str], day: date) -> DateExpression:
    return _calendar(_at(match), day.year, day.month, day.day)


def _day_word(match: re.Match[str], on: date) -> DateExpression | None:
    return _on(match, on + timedelta(days=_DAY_WORDS[match[0]]))


def _weekday(match: re.Match[str], on: date) -> DateExpression | None:
    word = match["w"]
    weeks = word.count("下") - word.count("上")
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=weeks)
    if not match["wd"]:
        return _span(match, monday, monday + timedelta(days=6))
    return _on(match, monday + timedelta(days=_WEEKDAYS[match["wd"]]))


def _ago(match: re.Match[str], on: date) -> DateExpression | None:
    sign = -1 if "前" in match["dir"] else 1
    unit = match["unit"]
    count = 0.5 if match["n"] == "半" else float(_whole(match["n"]))
    if unit == "天":
        return _on(match, on + timedelta(days=int(sign * count)))
    if unit in ("周", "星期", "礼拜"):
        at, slack = on + timedelta(weeks=sign * count), relativedelta(days=7)
    elif unit == "月":
        at = on + sign * relativedelta(months=int(count), days=15 if count == 0.5 else 0)
        slack = relativedelta(days=20)
    else:
        at, slack = on + sign * relativedelta(months=int(count * 12)), relativedelta(months=6)
    return _span(match, at - slack, at + slack)


def _span(match: re.Match[str], first: date, last: date) -> DateExpression:
    same = (first.year, first.month) == (last.year, last.month)
    made = _at(match, earliest=first, latest=last)
    return (
        replace(made, year=first.year, month=first.month) if same else replace(made, open="vague")
    )


_ZODIAC = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_FIRST_RAT_YEAR = 1900


def _zodiac(match: re.Match[str], on: date) -> DateExpression | None:
    """「属兔」: the last such lunar year, which ends in the next solar one."""
    year = on.year - (
        on.year - _FIRST_RAT_YEAR - _ZODIAC.index(match["animal"] or match["year_of"])
    ) % len(_ZODIAC)
    return _at(
        match, year=year, earliest=date(year, 1, 21), latest=date(year + 1, 2, 20), open="lunar"
    )


_TENTH = r"(?:上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末|中(?!秋))"
_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (
        re.compile(
            rf"(?:{_YEAR}的?)?(?:{_LUNAR_NAME}的?(?:闰?(?:{_M}|正|腊|冬)月(?:{_LUNAR_DAY}|{_D}[日号]?)?)?"
            rf"|闰{_M}月(?:{_LUNAR_DAY})?|(?:正|腊|冬)月(?:{_LUNAR_DAY}|底|初|里)?|{_M}月初[一二三四五六七八九十](?![日号])"
            rf"|{_LUNAR_FEAST})"
        ),
        _lunar,
    ),
    (
        re.compile(
            rf"(?:{_YEAR}|(?P<y4b>(?<!\d)(?:19|20)\d{{2}})的?)的?\s*(?P<m>{_M})\s*月份?的?(?:\s*(?P<d>{_D})\s*[日号]"
            rf"|(?P<spoken>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![个岁天次万千百胎孩年月名.%元块周多几来])"
            rf"|\s*(?P<bare>\d{{1,2}})(?![\d]|\s*[个岁天次万千胎孩年月名.%元块周多-]))?{_TENTH}?"
        ),
        lambda match, on: _full_with_bare_year(match, on),
    ),
    (
        re.compile(
            r"(?<![\d.])(?P<y4>(?:19|20)\d{2})\s*(?P<sep>[-/.])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})(?!\d)日?"
        ),
        _numeric,
    ),
    (
        re.compile(
            r"(?<![\d./-])(?P<y4>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})(?!\d|[-/.年]\d|%|万|千|元|周?岁)"
        ),
        _numeric,
    ),
    (
        re.compile(
            r"(?<![\d./-])(?P<y2>\d{2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d|[-/.]\d)"
        ),
        _numeric,
    ),
    (
        re.compile(
            r"(?<![\d./-])(?P<y2>[012]\d)[./-](?P<m>1[0-2]|0?[1-9])(?![\d./-]|%|万|千|元|周?岁)"
        ),
        _numeric,
    ),
    (
        re.compile(r"(?<![\d./-])(?P<m>1[0-2]|0?[1-9])[./](?P<d>\d{1,2})(?![\d./-]|%|万|千|元)"),
        _month_and_day,
    ),
    (re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?!\d)"), _day_first),
    (re.compile(r"(?<!\d)(?:(?:19|20)\d{6}|(?:19|20)\d{4}|[012]\d[01]\d[0-3]\d)(?!\d)"), _compact),
    (
        re.compile(
            rf"(?:{_YEAR}的?)?(?P<holiday>{_HOLIDAY})(?!月|[日号个])(?:劳动节|儿童节|妇女节|节)?"
        ),
        _holiday,
    ),
    (re.compile(rf"{_YEAR}的?(?P<part>{_PART})"), _part_of_year),
    (re.compile(rf"(?P<part>{_ALONE})"), _part_of_year),
    (re.compile(_YEAR), _only_year),
    (re.compile(rf"(?<!\d){_Y4}(?!\d|[.%元块天万千百月])"), _bare_year),
    (
        re.compile(
            rf"(?<![\d年每个半第几])(?P<m>{_M})\s*月份?\s*(?P<d>{_D})\s*[日号]"
            rf"|(?<!\d)(?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})(?!\d|[个岁天万千元%年])"
        ),
        lambda match, on: _calendar(
            _at(match), None, _whole(match["m"] or match["m2"]), _whole(match["d"] or match["d2"])
        ),
    ),
    (
        re.compile(
            rf"(?<![\d〇零一二两三四五六七八九十半几每个])(?P<m>{_M})\s*月(?:份(?:{_TENTH})?|{_TENTH})?"
            r"(?![薪嫂供租龄饼经])"
        ),
        _only_month,
    ),
    (
        re.compile(rf"(?<![\d〇零一二两三四五六七八九十.])(?P<d>{_D})[号](?!楼|线|文|令|院|店|公)"),
        _only_day,
    ),
    (re.compile(rf"(?P<word>{_MONTH_REL})的?(?:(?P<d>{_D})[日号]|{_TENTH})?"), _month_word),
    (re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True))), _day_word),
    (
        re.compile(
            r"(?P<w>上{1,2}|这|本|下{1,2}|)个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])(?!个|岁)"
        ),
        _weekday,
    ),
    (re.compile(r"(?P<w>上{1,2}|这|本|下{1,2})个?(?:周|星期|礼拜)(?P<wd>)"), _weekday),
    (re.compile(rf"属(?P<animal>[{_ZODIAC}])|(?P<year_of>[{_ZODIAC}])年"), _zodiac),
    (
        re.compile(
            rf"(?P<n>半|{_N})\s*个?\s*多?(?P<unit>天|周|星期|礼拜|月|年)(?:多)?(?P<dir>之?前|以前|之?后|以后)"
        ),
        _ago,
    ),
)


def _full_with_bare_year(match: re.Match[str], on: date) -> DateExpression | None:
    """「2024年5月3日」, and 「2024 5月3日」 without 年."""
    if match["y4b"]:
        made = _full(match, on)
        if made is None or made.open or made.month is None:
            return made
        return _calendar(made, int(match["y4b"]), made.month, made.day)
    return _full(match, on)
