"""Dates of the calendar as people write them: 「2024年5月3日」「24.5.3」「二〇二四年五月」「去年5月」.

In: a folded text, by the patterns in `CALENDAR_FORMS`. Out: `DateMention`s. Lunar dates, 「年底」 and
days that do not exist are asked about.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.eligibility.reading.chinese_text import digits_value
from assistant.eligibility.reading.date_grammar import (
    AFTER_NAME,
    LUNAR_DAY,
    LUNAR_NAME,
    REL,
    Y4,
    YEAR,
    D,
    M,
    S,
    two_digit_year,
    year_of,
)
from assistant.eligibility.reading.date_mention import (
    WHICH_MONTH,
    DateMention,
    Precision,
    Reader,
    calendar_mention,
    exists,
    mention_at,
    whole,
)


def _read_full(match: re.Match[str], as_of: date) -> DateMention | None:
    year = year_of(match, as_of)
    if year is None:
        return None
    day = match.group("d") or match.group("dbare")
    return calendar_mention(match, year, whole(match.group("m")), whole(day) if day else None)


def _read_numeric(match: re.Match[str], as_of: date) -> DateMention | None:
    year = year_of(match, as_of)
    if year is None:
        return None
    day = match.groupdict().get("d")
    return calendar_mention(match, year, int(match.group("m")), int(day) if day else None)


def _read_day_first(match: re.Match[str], as_of: date) -> DateMention | None:
    first, second, year = int(match.group(1)), int(match.group(2)), int(match.group(3))
    if first > 12 or second > 12:
        return calendar_mention(match, year, min(first, second), max(first, second))
    if first == second:
        return calendar_mention(match, year, first, second)
    ask = f"「{match.group()}」里哪个是月、哪个是日?请按年月日说一下。"
    return mention_at(match, "year", year=year, kind="vague", ask=ask)


def _read_compact(match: re.Match[str], as_of: date) -> DateMention | None:
    digits = match.group()
    day = int(digits[6:8]) if len(digits) == 8 else None
    mention = calendar_mention(match, int(digits[:4]), int(digits[4:6]), day)
    if mention.ask and (day is None or not 1 <= int(digits[4:6]) <= 19):
        return None
    return mention


def _read_lunar(match: re.Match[str], as_of: date) -> DateMention | None:
    text = match.group().strip()
    ask = f"「{text}」是农历的说法,请问对应的公历(阳历)是哪年哪月哪日?"
    return mention_at(match, "year", kind="lunar", ask=ask, year_stated=False)


def _read_vague(match: re.Match[str], as_of: date) -> DateMention | None:
    year = year_of(match, as_of)
    if year is None:
        return mention_at(match, "year", kind="vague", ask=WHICH_MONTH, year_stated=False)
    return mention_at(
        match,
        "year",
        year=year,
        kind="vague",
        ask=f"请问具体是{year}年几月?",
        earliest=date(year, 1, 1),
        latest=date(year, 12, 31),
    )


_HOLIDAYS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
_HOLIDAY_WEEKS = ("国庆", "十一", "五一", "劳动节")
_THAT_DAY = re.compile(r" *(?:那天|当天|当日|这天)")
_HOLIDAY = "|".join(_HOLIDAYS)
_AROUND = r"(?!期间|假期?|长假|前|后|左右|那几天|附近|档|黄金周)"


def _read_holiday(match: re.Match[str], as_of: date) -> DateMention | None:
    """A holiday that has its day in the solar calendar; one without a year gets it like a day.

    「国庆」 may mean the week: only the month is sure, unless 「那天」 follows.
    """
    name = match.group("holiday") or match.group("holiday2")
    month, day = _HOLIDAYS[name]
    year = year_of(match, as_of)
    if name in _HOLIDAY_WEEKS and not _THAT_DAY.match(match.string, match.end()):
        if year is None:
            return mention_at(match, "month", month=month, year_stated=False)
        return calendar_mention(match, year, month)
    if year is None:
        return mention_at(match, "day", month=month, day=day, year_stated=False)
    return calendar_mention(match, year, month, day)


def _read_year(match: re.Match[str], as_of: date) -> DateMention | None:
    year = year_of(match, as_of)
    if year is None:
        return None
    if match.group("y2") and not (year <= as_of.year + 3 and year >= as_of.year - 40):
        return None
    return calendar_mention(match, year)


def _read_bare_year(match: re.Match[str], as_of: date) -> DateMention | None:
    return calendar_mention(match, digits_value(match.group("y4")) or 0)


def _read_yearless(match: re.Match[str], as_of: date) -> DateMention | None:
    month = whole(match.group("m"))
    day_text = match.groupdict().get("d")
    day = whole(day_text) if day_text else None
    if not 1 <= month <= 12 or (day is not None and not exists(2024, month, day)):
        return calendar_mention(
            match, 2024, month, day if day is not None else None, year_stated=False
        )
    precision: Precision = "month" if day is None else "day"
    return mention_at(match, precision, month=month, day=day, year_stated=False)


_NOT_MONTH_BEFORE = r"(?<![0-9年每个怀孕])(?<!怀孕 )"
_NOT_MONTH_AFTER = r"(?!薪|工资|收入|龄|嫂|子|经|供|租|怀胎|大|饼|平均|均)"
CALENDAR_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (
        re.compile(
            rf"(?:{YEAR}{S}的?{S})?(?:{LUNAR_NAME}{S}的?{S}(?:{YEAR.replace('P<', 'P<l')}{S})?"
            rf"(?:闰?(?:{M}|正|腊|冬){S}月{S}份?{S}(?:{LUNAR_DAY}|{D}[日号]?)?|{LUNAR_DAY})?|"
            rf"闰{M}月(?:{LUNAR_DAY})?|(?:正|腊|冬)月{S}(?:{LUNAR_DAY})?|大年(?:三十|初[一二三四五六七八九十])|"
            rf"[一二三四五六七八九十]{{1,2}}月(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九十]?)(?![日号0-9一二三四五六七八九十])|"
            rf"[0-9]{{1,2}}月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)|"
            rf"除夕|中秋节?|端午节?|重阳节?|元宵节?|春节|过年|小年)"
        ),
        _read_lunar,
    ),
    (
        re.compile(
            rf"{YEAR}{S}的?{S}(?P<m>{M}){S}月{S}份?(?:{S}的?{S}(?P<d>{D}){S}[日号]|"
            rf"{S}(?P<dbare>[0-9]{{1,2}})(?![0-9]|{S}[个岁天次万千胎孩年月名.%元块周-]))?"
            rf"(?:{S}(?:上旬|中旬|下旬|初(?![一二三四五六七八九十])|中(?!秋)|底|末))?"
        ),
        _read_full,
    ),
    (
        re.compile(
            rf"(?<![0-9.])(?P<y4>{Y4}){S}(?P<sep>[-/.]){S}(?P<m>[0-9]{{1,2}}){S}(?P=sep){S}(?P<d>[0-9]{{1,2}})(?![0-9])"
            rf"{S}日?"
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
            rf"(?:{YEAR}{S}的?{S}(?P<holiday>{_HOLIDAY})(?!月|[日号])(?:劳动节|儿童节|妇女节|节)?{_AROUND}|"
            rf"(?P<holiday2>{_HOLIDAY})(?:劳动节|儿童节|妇女节|节)?(?= *(?:那天|当天|当日|这天|出生|生的|生了|生娃|生(?=[,。 ]|$))))"
        ),
        _read_holiday,
    ),
    (
        re.compile(
            rf"{YEAR}{S}的?{S}(?:年?(?:年底|年末|年尾|年初|年中|底|末|尾|初|中(?=[出生的,。 ]|$)|头)|春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|"
            rf"上半年|下半年|暑假|寒假|开春|入冬|国庆节?|元旦|五一|六一|十一(?!月)|圣诞节?)"
        ),
        _read_vague,
    ),
    (re.compile(r"年底|年末|年初|(?<![0-9])(?:上半年|下半年)"), _read_vague),
    (
        re.compile(
            rf"(?P<y4>(?<![0-9]){Y4}){S}年(?!前|后|以)|(?P<rel>{REL})|"
            rf"(?<![0-9了满过够有共近约第每交缴干])(?P<y2>[0-9]{{2}})年(?![0-9]|了|以|之|后|前|来|工龄|社保|时间|内|多|左右|期|级|的?工)|"
            rf"(?<![0-9〇零一二三四五六七八九])(?P<y2c>[〇零二][〇零一二三四五六七八九])年(?=的|出生|生)"
        ),
        lambda m, as_of: (
            calendar_mention(m, two_digit_year(digits_value(m.group("y2c")) or 0, as_of))
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
        re.compile(rf"{_NOT_MONTH_BEFORE}{AFTER_NAME}(?P<m>{M}){S}月{S}份?{S}(?P<d>{D}){S}[日号]"),
        _read_yearless,
    ),
    (
        re.compile(
            rf"{_NOT_MONTH_BEFORE}{AFTER_NAME}(?P<m>[0-9]{{1,2}}){S}月{S}(?P<d>[0-9]{{1,2}})(?=出生|生|,|。|$)"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            rf"{_NOT_MONTH_BEFORE}{AFTER_NAME}(?!一月(?:多少|能|可以|领|给|发|拿))(?P<m>{M}){S}月(?!前|以)"
            rf"{_NOT_MONTH_AFTER}{S}份?(?:初(?![一二三四五六七八九十])|底|中旬|上旬|下旬)?"
        ),
        _read_yearless,
    ),
    (
        re.compile(
            r"(?<![0-9./-])(?P<m>1[0-2]|0?[1-9])[./](?P<d>[0-9]{1,2})(?= *(?:出生|生的|生$))"
        ),
        _read_yearless,
    ),
]
BARE_CALENDAR_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9])"), _read_compact),
    (
        re.compile(r"(?<![0-9./-])(?P<y2>[0-9]{2})[./-](?P<m>1[0-2]|0?[1-9])(?![0-9./-])(?P<d>)"),
        _read_numeric,
    ),
    (re.compile(rf"(?<![0-9])(?P<y4>{Y4})(?![0-9])"), _read_bare_year),
]
"""Forms that are a date only in answer to a question for one."""
