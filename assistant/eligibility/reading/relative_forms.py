"""Dates told from the day of reading: 「上个月」「昨天」「上周三」「三天前」「半年前」「刚出生」.

In: a folded text, by the patterns in `RELATIVE_FORMS`. Out: `DateMention`s; spans that leave the
month open are asked about.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.eligibility.reading.date_grammar import D, N, S
from assistant.eligibility.reading.date_mention import (
    WHICH_MONTH,
    DateMention,
    Reader,
    calendar_mention,
    range_mention,
    whole,
)

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


def _on_day(match: re.Match[str], at: date) -> DateMention:
    return calendar_mention(match, at.year, at.month, at.day, kind="relative")


def _read_month_offset(match: re.Match[str], as_of: date) -> DateMention | None:
    word = match.group("word")
    offset = word.count("上") * -1 + word.count("下")
    at = as_of.replace(day=1) + relativedelta(months=offset)
    day = match.group("d")
    return calendar_mention(match, at.year, at.month, whole(day) if day else None, kind="relative")


def _read_day_word(match: re.Match[str], as_of: date) -> DateMention | None:
    return _on_day(match, as_of + timedelta(days=_DAY_WORDS[match.group()]))


def _read_weekday(match: re.Match[str], as_of: date) -> DateMention | None:
    weeks = match.group("w").count("下") - match.group("w").count("上")
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=weeks)
    return _on_day(match, monday + timedelta(days=_WEEKDAYS[match.group("wd")]))


def _read_week(match: re.Match[str], as_of: date) -> DateMention | None:
    monday = as_of - timedelta(days=as_of.weekday() + 7 * match.group("w").count("上"))
    ask = "请问具体是哪年哪月哪日?"
    return range_mention(match, monday, monday + timedelta(days=6), ask, "relative")


def _read_days_ago(match: re.Match[str], as_of: date) -> DateMention | None:
    sign = -1 if "前" in match.group("dir") else 1
    return _on_day(match, as_of + timedelta(days=sign * whole(match.group("n"))))


def _read_span_ago(match: re.Match[str], as_of: date) -> DateMention | None:
    sign = -1 if "前" in match.group("dir") else 1
    unit = match.group("unit")
    count = 0.5 if match.group("n") == "半" else float(whole(match.group("n")))
    if unit in ("周", "星期", "礼拜"):
        at, slack = as_of + timedelta(weeks=sign * count), relativedelta(days=7)
    elif unit == "月":
        at = as_of + sign * relativedelta(months=int(count), days=15 if count == 0.5 else 0)
        slack = relativedelta(days=20)
    else:
        at, slack = as_of + sign * relativedelta(months=int(count * 12)), relativedelta(months=6)
    return range_mention(match, at - slack, at + slack, WHICH_MONTH, "relative")


def _read_newborn(match: re.Match[str], as_of: date) -> DateMention | None:
    return range_mention(
        match, as_of - relativedelta(months=1), as_of, "恭喜!请问孩子是哪一天出生的?", "age"
    )


RELATIVE_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (
        re.compile(
            rf"(?P<word>上{{1,2}}个?月|这个?月|本月|下{{1,2}}个?月|当前月份){S}(?:(?P<d>{D}){S}[日号]|初(?![一二三])|底|中旬|末)?"
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
    (re.compile(rf"(?P<n>{N}){S}天{S}(?P<dir>之?前|以前|之?后|以后)"), _read_days_ago),
    (
        re.compile(
            rf"(?P<n>半|{N}){S}个?{S}(?P<unit>周|星期|礼拜){S}(?P<dir>之?前|以前|之?后|以后)"
        ),
        _read_span_ago,
    ),
    (
        re.compile(rf"(?P<n>半|{N}){S}个{S}多?(?P<unit>月){S}(?P<dir>之?前|以前|之?后|以后)"),
        _read_span_ago,
    ),
    (
        re.compile(rf"(?P<n>半|{N}){S}(?P<unit>年){S}(?P<dir>之?前|以前|之?后|以后)"),
        _read_span_ago,
    ),
    (
        re.compile(r"刚刚?(?:才)?(?:出生|生下来?|生完|生了|生的|生)|才(?:出生|生下来?)(?!多|几)"),
        _read_newborn,
    ),
]
