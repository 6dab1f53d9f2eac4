"""Dates and ages as people write them in Chinese, found in a text.

In: a text and the day on which it is read. Out: a list of `DateMention` in text order, which
do not overlap. A mention that must not be used as it stands (a lunar date, 「年底」, an age, a day
that does not exist) carries in `ask` the question to put to the user instead of a guess.
Nothing here raises on any text.

An age is a range of birth dates (`earliest`..`latest`); a rule that gives the same outcome at both
ends need not ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from assistant.eligibility.chinese_text import digits_value, fold, number

Precision = Literal["day", "month", "year"]
Kind = Literal["calendar", "relative", "age", "lunar", "vague", "impossible"]


@dataclass(frozen=True)
class DateMention:
    """One date or age in a text; `text == source[start:end]`.

    `year`, `month`, `day`: what is known, else None. `year_stated` is False when the year was
    supplied from the context or from the day of reading. `earliest`, `latest`: the days between
    which the date lies, both included (None when nothing is known). `ask`: None, or the question
    to ask before the mention may be used; `year` and `month` are then a suggestion at most.
    """

    text: str
    start: int
    end: int
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    ask: str | None = None
    kind: Kind = "calendar"
    year_stated: bool = True
    earliest: date | None = None
    latest: date | None = None

    @property
    def iso(self) -> str | None:
        """`YYYY-MM-DD` or `YYYY-MM`; None when not even the month is known."""
        if self.year is None or self.month is None:
            return None
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"


_S = r" *"
_Y4 = r"(?:(?:19|20)[0-9]{2}|[一二][〇零Oo九][〇零Oo一二三四五六七八九]{2})"
_AFTER_NAME = r"(?:(?<![0-9〇零一二三四五六七八九十])|(?<=老[大二三四]))"
_REL = r"(?:大前年|前年|去年|上年|旧年|今年|本年|明年|来年|后年)"
_M = r"(?:[0-9]{1,2}|十[一二三]?|[一二三四五六七八九])"
_D = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_N = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEAR = (
    rf"(?:(?P<y4>(?<![0-9]){_Y4}){_S}(?:年|[-/.](?=[0-9]))|"
    rf"(?P<y2>(?<![0-9])[0-9]{{2}}|{_AFTER_NAME}[〇零一二三四五六七八九]{{2}}){_S}年|(?P<rel>{_REL}))"
)
_LUNAR_NAME = r"(?:农历|阴历|旧历|古历|老历|黄历)"
_LUNAR_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九十]?|[0-9]{1,2}[日号]?)"
_WHICH_MONTH = "请问具体是哪年哪月?"
_BIRTH_MONTH = "请问孩子是哪年哪月出生的?"
_OFFSETS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "旧年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_FUTURE = re.compile(r"预产期|预计|要生|快生|待产|将要|将在|即将|明年|还没生|未出生|打算|准备")
_SENTENCE_END = re.compile(r"[。!?;\n]")
_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}


def find_dates(text: str, as_of: date, *, bare: bool = False) -> list[DateMention]:
    """All dates and ages in `text`, read on the day `as_of`, in text order.

    `bare`: the text is the answer to a question for a date, so that 「202405」「24.5」「8个月」
    alone are read as one. Offsets count code points of `text`.
    """
    folded = fold(text)
    found: list[tuple[int, int, int, DateMention]] = []
    for order, (pattern, read) in enumerate(_BARE_FORMS + _FORMS if bare else _FORMS):
        for match in pattern.finditer(folded):
            mention = _safely(read, match, as_of)
            if mention is not None:
                found.append((mention.start, -mention.end, order, mention))
    kept: list[DateMention] = []
    for _, _, _, mention in sorted(found, key=lambda item: item[:3]):
        if not kept or mention.start >= kept[-1].end:
            kept.append(replace(mention, text=text[mention.start : mention.end]))
    return [_with_year(mention, kept, folded, as_of) for mention in kept]


def parse_iso(value: str) -> tuple[int, int | None, int | None] | None:
    """(year, month, day) of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None when it is none of them."""
    parts = value.split("-")
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    numbers = [int(p) for p in parts]
    month = numbers[1] if len(numbers) > 1 else None
    day = numbers[2] if len(numbers) > 2 else None
    return (numbers[0], month, day) if _exists(numbers[0], month or 1, day or 1) else None


Reader = Callable[[re.Match[str], date], DateMention | None]


def _safely(read: Reader, match: re.Match[str], as_of: date) -> DateMention | None:
    try:
        return read(match, as_of)
    except (ValueError, OverflowError):  # beyond the calendar, e.g. 「900岁」 in the year 400
        return None


def _mention(match: re.Match[str], precision: Precision, **more: object) -> DateMention:
    start, end = match.span()
    text = match.group()
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return DateMention(text.strip(), start, end, precision, **more)  # type: ignore[arg-type]


def _int(text: str) -> int:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _two_digit_year(value: int, as_of: date) -> int:
    """24 → 2024; up to ten years ahead counts as this century."""
    century = as_of.year - as_of.year % 100
    return century + value if value <= as_of.year % 100 + 10 else century - 100 + value


def _year_of(match: re.Match[str], as_of: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y4"):
        return digits_value(groups["y4"])
    if groups.get("y2"):
        return _two_digit_year(digits_value(groups["y2"]) or 0, as_of)
    if groups.get("rel"):
        return as_of.year + _OFFSETS[groups["rel"]]
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, 1) + relativedelta(day=31)


def _calendar(
    match: re.Match[str],
    year: int,
    month: int | None = None,
    day: int | None = None,
    **more: object,
) -> DateMention:
    if month is None:
        return _mention(
            match, "year", year=year, earliest=date(year, 1, 1), latest=date(year, 12, 31), **more
        )
    if not 1 <= month <= 12 or (day is not None and not _exists(year, month, day)):
        ask = f"「{match.group().strip()}」这个日期不存在,请再核对一下,是哪年哪月哪日?"
        return _mention(match, "year", year=year, kind="impossible", ask=ask)
    if day is None:
        return _mention(
            match,
            "month",
            year=year,
            month=month,
            earliest=date(year, month, 1),
            latest=_month_end(year, month),
            **more,
        )
    at = date(year, month, day)
    return _mention(match, "day", year=year, month=month, day=day, earliest=at, latest=at, **more)


def _on_day(match: re.Match[str], at: date) -> DateMention:
    return _calendar(match, at.year, at.month, at.day, kind="relative")


def _read_full(match: re.Match[str], as_of: date) -> DateMention | None:
    year = _year_of(match, as_of)
    if year is None:
        return None
    day = match.group("d") or match.group("dbare")
    return _calendar(match, year, _int(match.group("m")), _int(day) if day else None)


def _read_numeric(match: re.Match[str], as_of: date) -> DateMention | None:
    year = _year_of(match, as_of)
    if year is None:
        return None
    day = match.groupdict().get("d")
    return _calendar(match, year, int(match.group("m")), int(day) if day else None)


def _read_day_first(match: re.Match[str], as_of: date) -> DateMention | None:
    first, second, year = int(match.group(1)), int(match.group(2)), int(match.group(3))
    if first > 12 or second > 12:
        return _calendar(match, year, min(first, second), max(first, second))
    if first == second:
        return _calendar(match, year, first, second)
    ask = f"「{match.group()}」里哪个是月、哪个是日?请按年月日说一下。"
    return _mention(match, "year", year=year, kind="vague", ask=ask)


def _read_compact(match: re.Match[str], as_of: date) -> DateMention | None:
    digits = match.group()
    day = int(digits[6:8]) if len(digits) == 8 else None
    mention = _calendar(match, int(digits[:4]), int(digits[4:6]), day)
    if mention.ask and (day is None or not 1 <= int(digits[4:6]) <= 19):
        return None
    return mention


def _read_lunar(match: re.Match[str], as_of: date) -> DateMention | None:
    text = match.group().strip()
    ask = f"「{text}」是农历的说法,请问对应的公历(阳历)是哪年哪月哪日?"
    return _mention(match, "year", kind="lunar", ask=ask, year_stated=False)


def _read_vague(match: re.Match[str], as_of: date) -> DateMention | None:
    year = _year_of(match, as_of)
    if year is None:
        return _mention(match, "year", kind="vague", ask=_WHICH_MONTH, year_stated=False)
    return _mention(
        match,
        "year",
        year=year,
        kind="vague",
        ask=f"请问具体是{year}年几月?",
        earliest=date(year, 1, 1),
        latest=date(year, 12, 31),
    )


def _read_year(match: re.Match[str], as_of: date) -> DateMention | None:
    year = _year_of(match, as_of)
    if year is None:
        return None
    if match.group("y2") and not (year <= as_of.year + 3 and year >= as_of.year - 40):
        return None
    return _calendar(match, year)


def _read_bare_year(match: re.Match[str], as_of: date) -> DateMention | None:
    return _calendar(match, digits_value(match.group("y4")) or 0)


def _read_yearless(match: re.Match[str], as_of: date) -> DateMention | None:
    month = _int(match.group("m"))
    day_text = match.groupdict().get("d")
    day = _int(day_text) if day_text else None
    if not 1 <= month <= 12 or (day is not None and not _exists(2024, month, day)):
        return _calendar(match, 2024, month, day if day is not None else None, year_stated=False)
    precision: Precision = "month" if day is None else "day"
    return _mention(match, precision, month=month, day=day, year_stated=False)


def _with_year(
    mention: DateMention, mentions: list[DateMention], folded: str, as_of: date
) -> DateMention:
    """A mention without a year gets the year of a dated neighbour, else the last (or, with future
    wording, the next) occurrence."""
    if mention.month is None or mention.year is not None:
        return mention
    neighbours = [
        m
        for m in mentions
        if m.year_stated and m.year and m.month and not m.ask and m.kind == "calendar"
    ]
    before = [m for m in neighbours if m.end <= mention.start]
    if neighbours:
        years = [(before[-1] if before else neighbours[0]).year or as_of.year]
    else:
        sentence = _sentence(folded, mention)
        step = 1 if _FUTURE.search(sentence) else -1
        years = [as_of.year + step * n for n in range(9)]
        years = [y for y in years if _side(mention, y, as_of) * step >= 0]
    day = mention.day
    for year in years:
        if _exists(year, mention.month, day or 1):
            first = date(year, mention.month, day or 1)
            last = first if day else _month_end(year, mention.month)
            return replace(mention, year=year, earliest=first, latest=last)
    ask = f"「{mention.text}」是哪一年?请按年月日说一下。"
    return replace(mention, precision="year", month=None, day=None, kind="impossible", ask=ask)


def _side(mention: DateMention, year: int, as_of: date) -> int:
    """-1, 0 or 1: the mention in that year lies before, on or after the day (or month) of reading."""
    here = (year, mention.month or 1, mention.day or 0)
    now = (as_of.year, as_of.month, as_of.day if mention.day else 0)
    return (here > now) - (here < now)


def _sentence(folded: str, mention: DateMention) -> str:
    start, end = 0, len(folded)
    for stop in _SENTENCE_END.finditer(folded):
        if stop.end() <= mention.start:
            start = stop.end()
        elif stop.start() >= mention.end:
            end = stop.start()
            break
    return folded[start:end]


def _read_month_offset(match: re.Match[str], as_of: date) -> DateMention | None:
    word = match.group("word")
    offset = word.count("上") * -1 + word.count("下")
    at = as_of.replace(day=1) + relativedelta(months=offset)
    day = match.group("d")
    return _calendar(match, at.year, at.month, _int(day) if day else None, kind="relative")


_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨儿": -1,
    "昨夜": -1,
    "今天": 0,
    "今日": 0,
    "今早": 0,
    "今儿": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}


def _read_day_word(match: re.Match[str], as_of: date) -> DateMention | None:
    return _on_day(match, as_of + timedelta(days=_DAY_WORDS[match.group()]))


def _read_weekday(match: re.Match[str], as_of: date) -> DateMention | None:
    weeks = match.group("w").count("下") - match.group("w").count("上")
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=weeks)
    return _on_day(match, monday + timedelta(days=_WEEKDAYS[match.group("wd")]))


def _read_week(match: re.Match[str], as_of: date) -> DateMention | None:
    monday = as_of - timedelta(days=as_of.weekday() + 7 * match.group("w").count("上"))
    ask = "请问具体是哪年哪月哪日?"
    return _range(match, monday, monday + timedelta(days=6), ask, "relative")


def _read_days_ago(match: re.Match[str], as_of: date) -> DateMention | None:
    sign = -1 if "前" in match.group("dir") else 1
    return _on_day(match, as_of + timedelta(days=sign * _int(match.group("n"))))


def _range(
    match: re.Match[str],
    earliest: date,
    latest: date,
    ask: str,
    kind: Kind,
    suggested: date | None = None,
) -> DateMention:
    year = earliest.year if earliest.year == latest.year else None
    month = earliest.month if year and earliest.month == latest.month else None
    if suggested:
        year, month = suggested.year, suggested.month
    precision: Precision = "month" if month else "year"
    return _mention(
        match,
        precision,
        year=year,
        month=month,
        ask=ask,
        kind=kind,
        earliest=earliest,
        latest=latest,
        year_stated=False,
    )


def _read_span_ago(match: re.Match[str], as_of: date) -> DateMention | None:
    sign = -1 if "前" in match.group("dir") else 1
    unit = match.group("unit")
    count = 0.5 if match.group("n") == "半" else float(_int(match.group("n")))
    if unit in ("周", "星期", "礼拜"):
        at, slack = as_of + timedelta(weeks=sign * count), relativedelta(days=7)
    elif unit == "月":
        at = as_of + sign * relativedelta(months=int(count), days=15 if count == 0.5 else 0)
        slack = relativedelta(days=20)
    else:
        at, slack = as_of + sign * relativedelta(months=int(count * 12)), relativedelta(months=6)
    return _range(match, at - slack, at + slack, _WHICH_MONTH, "relative")


def _read_newborn(match: re.Match[str], as_of: date) -> DateMention | None:
    return _range(
        match, as_of - relativedelta(months=1), as_of, "恭喜!请问孩子是哪一天出生的?", "age"
    )


_AGE = re.compile(
    rf"(?P<pre>刚刚满|刚刚过|刚满|刚过|刚到|刚好|刚|差不多|将近|接近|快要|快满|快到|快|马上|不到|不足|不满|未满|"
    rf"没到|没满|虚|实|满|年满|已满|到|至)?{_S}"
    rf"(?:虚岁(?P<nominal>{_N})岁?|(?P<years>{_N}){_S}(?P<unit>周岁|虚岁|周年|岁|周(?=半))"
    rf"(?:{_S}(?P<half>半|多|出头)|{_S}[零又]?{_S}(?P<plus>{_N}){_S}个?(?P<plushalf>半)?多?月)?|"
    rf"(?P<months>{_N}){_S}(?:个{_S}(?P<mhalf>半|多)?{_S}月(?P<mtail>半|多)?{_S}(?P<msure>大|龄)?|(?P<msure2>月龄)|"
    rf"(?P<msure3>月大))|(?P<days>{_N}){_S}(?P<dunit>天|周)大|(?P<feast>满月|百天|百日|一百天))"
)
_NEARLY = {"快要", "快满", "快到", "快", "马上", "将近", "接近", "差不多"}
_BELOW = {"不到", "不足", "不满", "未满", "没到", "没满"}
_JUST = {"刚刚满", "刚刚过", "刚满", "刚过", "刚到", "刚好", "刚"}
_THRESHOLD_AFTER = re.compile(
    r" *(?:\(?含\)?)?(?:及?以[下内上前后]|之[前后内下]|前|后|为止|止|封顶|内|的?时候|那[年天]|当[月年天]|生日|"
    r"还?有?[-~至到] *[0-9一二两三四五六七八九十]|差|还差)"
)
_RANGE_BEFORE = re.compile(r"[0-9〇零一二两三四五六七八九十](?:周?岁)? *[-~至到] *$")
_CHILD_BEFORE = re.compile(
    r"(?:宝宝|宝贝|宝|孩子|小孩|娃儿|娃娃|娃|儿子|女儿|闺女|崽|老[大二三四]|大的|小的|他|她|胎|双胞胎|龙凤胎|丫头|小子)"
    r"[ ,]*(?:现在|今年|目前|如今|已经|都|才|有|也|就|大概|大约|是|还|刚刚|刚|快|满|了|一个|,| )*$"
)
_CHILD_AFTER = re.compile(r" *(?:了)? *的? *(?:宝宝|宝贝|娃|孩子|小孩|婴儿|儿子|女儿|闺女|崽|小宝)")
_NOT_AN_AGE = re.compile(
    r"(?:怀孕|怀了|怀|孕|孕期|休|领|补|发|交|缴|放|请|过|再|每|隔)[^,。]{0,4}$"
)


def _read_age(match: re.Match[str], as_of: date) -> DateMention | None:
    return _age(match, as_of, sure=False)


def _read_bare_age(match: re.Match[str], as_of: date) -> DateMention | None:
    return _age(match, as_of, sure=True)


def _age(match: re.Match[str], as_of: date, sure: bool) -> DateMention | None:
    folded = match.string
    before, after = folded[: match.start()], folded[match.end() :]
    pre = match.group("pre") or ""
    if _THRESHOLD_AFTER.match(after) or _RANGE_BEFORE.search(before):
        return None
    reached = bool(re.match(r" *了", after))
    if pre in ("到", "至", "年满", "满") and not reached and not sure:
        return None
    if before.endswith(("发", "领", "补", "拿", "给", "第")) or (
        pre == "满" and before.endswith("每")
    ):
        return None
    if (
        pre in _BELOW
        and re.match(r"的?(?:婴幼儿|儿童|可以|能)", after)
        and not _CHILD_BEFORE.search(before)
    ):
        return None
    if match.group("months") and not _is_month_age(match, before, after, sure):
        return None
    return _age_range(match, as_of, pre)


def _is_month_age(match: re.Match[str], before: str, after: str, sure: bool) -> bool:
    if match.group("msure") or match.group("msure2") or match.group("msure3"):
        return not re.search(r"(?:怀孕|孕期?|怀了?)[^,。]{0,3}$", before)
    if _NOT_AN_AGE.search(before):
        return False
    return sure or bool(_CHILD_BEFORE.search(before) or _CHILD_AFTER.match(after))


def _months_ago(as_of: date, months: int) -> date:
    return as_of - relativedelta(months=months)


def _age_range(match: re.Match[str], as_of: date, pre: str) -> DateMention | None:
    groups = match.groupdict()
    nominal = groups["nominal"] or (
        groups["years"] if groups["unit"] == "虚岁" or pre == "虚" else None
    )
    if nominal:
        year = as_of.year - _int(nominal)
        ask = "虚岁要换算成出生年月:" + _BIRTH_MONTH
        return _range(match, date(year, 1, 1), min(as_of, date(year + 1, 12, 31)), ask, "age")
    if groups["days"]:
        days = _int(groups["days"]) * (7 if groups["dunit"] == "周" else 1)
        at = as_of - timedelta(days=days)
        return _range(match, at - timedelta(days=7), at + timedelta(days=1), _BIRTH_MONTH, "age")
    if groups["feast"]:
        at = as_of - (relativedelta(months=1) if groups["feast"] == "满月" else timedelta(days=100))
        return _range(match, at - timedelta(days=30), at + timedelta(days=3), _BIRTH_MONTH, "age")
    if groups["years"]:
        low = high = _int(groups["years"]) * 12
        if groups["plus"]:
            low = high = low + _int(groups["plus"])
        elif groups["half"] == "半":
            low, high = low + 5, low + 7
        else:
            high = low + 11
        step = 12
    else:
        low = high = _int(groups["months"])
        step = 1
    if pre in _JUST:
        at = _months_ago(as_of, low)
        ask = f"请问孩子是{at.year}年{at.month}月出生的吗?如果不是,请告诉我是哪年哪月。"
        return _range(match, _months_ago(as_of, low + 2), at, ask, "age", suggested=at)
    if pre in _NEARLY:
        low, high = max(low - step, 0), low - 1
    elif pre in _BELOW:
        low, high = 0, low - 1
    earliest = _months_ago(as_of, high + 1) + timedelta(days=1)
    return _range(match, earliest, _months_ago(as_of, low), _BIRTH_MONTH, "age")


_NOT_MONTH_BEFORE = r"(?<![0-9年每个怀孕])(?<!怀孕 )"
_NOT_MONTH_AFTER = r"(?!薪|工资|收入|龄|嫂|子|经|供|租|怀胎|大|饼|平均|均)"
_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (
        re.compile(
            rf"(?:{_YEAR}{_S}的?{_S})?(?:{_LUNAR_NAME}{_S}的?{_S}(?:{_YEAR.replace('P<', 'P<l')}{_S})?"
            rf"(?:闰?(?:{_M}|正|腊|冬){_S}月{_S}份?{_S}(?:{_LUNAR_DAY}|{_D}[日号]?)?|{_LUNAR_DAY})?|"
            rf"闰{_M}月(?:{_LUNAR_DAY})?|(?:正|腊|冬)月{_S}(?:{_LUNAR_DAY})?|大年(?:三十|初[一二三四五六七八九十])|"
            rf"[一二三四五六七八九十]{{1,2}}月(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九十]?)(?![日号0-9一二三四五六七八九十])|"
            rf"[0-9]{{1,2}}月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)|"
            rf"除夕|中秋节?|端午节?|重阳节?|元宵节?|春节|过年|小年)"
        ),
        _read_lunar,
    ),
    (
        re.compile(
            rf"{_YEAR}{_S}的?{_S}(?P<m>{_M}){_S}月{_S}份?(?:{_S}的?{_S}(?P<d>{_D}){_S}[日号]|"
            rf"{_S}(?P<dbare>[0-9]{{1,2}})(?![0-9]|{_S}[个岁天次万千胎孩年月名.%元块周-]))?"
            rf"(?:{_S}(?:上旬|中旬|下旬|初(?![一二三四五六七八九十])|中(?!秋)|底|末))?"
        ),
        _read_full,
    ),
    (
        re.compile(
            rf"(?<![0-9.])(?P<y4>{_Y4}){_S}(?P<sep>[-/.]){_S}(?P<m>[0-9]{{1,2}}){_S}(?P=sep){_S}(?P<d>[0-9]{{1,2}})(?![0-9])"
            rf"{_S}日?"
        ),
        _read_numeric,
    ),
    (
        re.compile(
            r"(?<![0-9./-])(?P<y4>(?:19|20)[0-9]{2})[-/.](?P<m>[0-9]{1,2})(?![0-9]|[-/.年][0-9]|%|万|千|元|周?岁)"
        ),
        _read_numeric,
    ),
    (
        re.compile(
            r"(?<![0-9./-])(?P<y2>[0-9]{2})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?![0-9]|[-/.][0-9])"
        ),
        _read_numeric,
    ),
    (
        re.compile(
            r"(?<![0-9./-])(?P<y2>[0-9]{2})[./](?P<m>1[0-2]|0?[1-9])(?= *(?:出生|生的|生$|月生|的(?:宝|娃|孩)))(?P<d>)"
        ),
        _read_numeric,
    ),
    (
        re.compile(r"(?<![0-9./-])([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})(?![0-9])"),
        _read_day_first,
    ),
    (re.compile(r"(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])"), _read_compact),
    (
        re.compile(
            r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9])(?= *(?:出生|生|的(?:宝|娃|孩)))"
        ),
        _read_compact,
    ),
    (
        re.compile(
            rf"{_YEAR}{_S}的?{_S}(?:年?(?:年底|年末|年尾|年初|年中|底|末|尾|初|中(?=[出生的,。 ]|$)|头)|春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|"
            rf"上半年|下半年|暑假|寒假|开春|入冬|国庆节?|元旦|五一|六一|十一(?!月)|圣诞节?)"
        ),
        _read_vague,
    ),
    (re.compile(r"年底|年末|年初|(?<![0-9])(?:上半年|下半年)"), _read_vague),
    (
        re.compile(
            rf"(?P<y4>(?<![0-9]){_Y4}){_S}年(?!前|后|以)|(?P<rel>{_REL})|"
            rf"(?<![0-9了满过够有共近约第每交缴干])(?P<y2>[0-9]{{2}})年(?![0-9]|了|以|之|后|前|来|工龄|社保|时间|内|多|左右|期|级|的?工)|"
            rf"(?<![0-9〇零一二三四五六七八九])(?P<y2c>[〇零二][〇零一二三四五六七八九])年(?=的|出生|生)"
        ),
        lambda m, as_of: (
            _calendar(m, _two_digit_year(digits_value(m.group("y2c")) or 0, as_of))
            if m.group("y2c")
            else _read_year(m, as_of)
        ),
    ),
    (
        re.compile(
            r"(?<![0-9])(?P<y4>(?:19|20)[0-9]{2})(?= *(?:出生|生的|的(?:宝|娃|孩|吗|呢|$)))"
        ),
        _read_bare_year,
    ),
    (
        re.compile(
            rf"{_NOT_MONTH_BEFORE}{_AFTER_NAME}(?P<m>{_M}){_S}月{_S}份?{_S}(?P<d>{_D}){_S}[日号]"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            rf"{_NOT_MONTH_BEFORE}{_AFTER_NAME}(?P<m>[0-9]{{1,2}}){_S}月{_S}(?P<d>[0-9]{{1,2}})(?=出生|生|,|。|$)"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            rf"{_NOT_MONTH_BEFORE}{_AFTER_NAME}(?!一月(?:多少|能|可以|领|给|发|拿))(?P<m>{_M}){_S}月(?!前|以)"
            rf"{_NOT_MONTH_AFTER}{_S}份?(?:初(?![一二三四五六七八九十])|底|中旬|上旬|下旬)?"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            r"(?<![0-9./-])(?P<m>1[0-2]|0?[1-9])[./](?P<d>[0-9]{1,2})(?= *(?:出生|生的|生$))"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            rf"(?P<word>上{{1,2}}个?月|这个?月|本月|下{{1,2}}个?月|当前月份){_S}(?:(?P<d>{_D}){_S}[日号]|初(?![一二三])|底|中旬|末)?"
        ),
        _read_month_offset,
    ),
    (re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True))), _read_day_word),
    (
        re.compile(
            r"(?P<w>上{1,2}|这|本|下{1,2}|)(?:个)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天1-7])(?![0-9个年岁])"
        ),
        _read_weekday,
    ),
    (re.compile(r"(?P<w>上{1,2})个?(?:周|星期|礼拜)(?![一二三四五六日天1-7])"), _read_week),
    (re.compile(rf"(?P<n>{_N}){_S}天{_S}(?P<dir>之?前|以前|之?后|以后)"), _read_days_ago),
    (
        re.compile(
            rf"(?P<n>半|{_N}){_S}个?{_S}(?P<unit>周|星期|礼拜){_S}(?P<dir>之?前|以前|之?后|以后)"
        ),
        _read_span_ago,
    ),
    (
        re.compile(rf"(?P<n>半|{_N}){_S}个{_S}多?(?P<unit>月){_S}(?P<dir>之?前|以前|之?后|以后)"),
        _read_span_ago,
    ),
    (
        re.compile(rf"(?P<n>半|{_N}){_S}(?P<unit>年){_S}(?P<dir>之?前|以前|之?后|以后)"),
        _read_span_ago,
    ),
    (
        re.compile(r"刚刚?(?:才)?(?:出生|生下来?|生完|生了|生的|生)|才(?:出生|生下来?)(?!多|几)"),
        _read_newborn,
    ),
    (_AGE, _read_age),
]
_BARE_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9])"), _read_compact),
    (
        re.compile(r"(?<![0-9./-])(?P<y2>[0-9]{2})[./-](?P<m>1[0-2]|0?[1-9])(?![0-9./-])(?P<d>)"),
        _read_numeric,
    ),
    (re.compile(rf"(?<![0-9])(?P<y4>{_Y4})(?![0-9])"), _read_bare_year),
    (_AGE, _read_bare_age),
]
