"""How years, months and days are written in Chinese: pieces of regular expressions, and their values.

In: a match of an expression that uses `YEAR`. Out: the year meant, on the day of reading.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.eligibility.reading.chinese_text import digits_value

S = r" *"
Y4 = r"(?:(?:19|20)[0-9]{2}|[一二][〇零Oo九][〇零Oo一二三四五六七八九]{2})"
AFTER_NAME = r"(?:(?<![0-9〇零一二三四五六七八九十])|(?<=老[大二三四]))"
REL = r"(?:大前年|前年|去年|上年|旧年|今年|本年|明年|来年|后年)"
M = r"(?:[0-9]{1,2}|十[一二三]?|[一二三四五六七八九])"
D = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
N = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
YEAR = (
    rf"(?:(?P<y4>(?<![0-9]){Y4}){S}(?:年|[-/.](?=[0-9]))|"
    rf"(?P<y2>(?<![0-9])[0-9]{{2}}|{AFTER_NAME}[〇零一二三四五六七八九]{{2}}){S}年|(?P<rel>{REL}))"
)
LUNAR_NAME = r"(?:农历|阴历|旧历|古历|老历|黄历)"
LUNAR_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九十]?|[0-9]{1,2}[日号]?)"
OFFSETS = {
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


def two_digit_year(value: int, as_of: date) -> int:
    """24 → 2024; up to ten years ahead counts as this century."""
    century = as_of.year - as_of.year % 100
    return century + value if value <= as_of.year % 100 + 10 else century - 100 + value


def year_of(match: re.Match[str], as_of: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y4"):
        return digits_value(groups["y4"])
    if groups.get("y2"):
        return two_digit_year(digits_value(groups["y2"]) or 0, as_of)
    if groups.get("rel"):
        return as_of.year + OFFSETS[groups["rel"]]
    return None
