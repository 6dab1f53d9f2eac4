"""Figures and dates in a sentence: value, unit, direction (「3周岁以下」 is not 「3周岁以上」)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import parse_numeral

_HAN_NUMERAL = "零〇一二两三四五六七八九十百千万"
_UNITS = r"周岁|岁|万元|亿元|元|块钱|块|个百分点|%|个月|天|小时|分钟|倍|折|平方米|公里"
_SPOKEN = re.compile(rf"(?P<number>[{_HAN_NUMERAL}]+)(?=(?:{_UNITS}))")
_PERCENT = re.compile(rf"百分之(?P<number>[{_HAN_NUMERAL}]+|\d+(?:\.\d+)?)")
_DATE = re.compile(
    r"(?P<before>从|自|截至|截止到?|到|至)?(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?"
    r"(?P<after>起|以来|以后|之后|后|以前|之前|前|止|底前|底|开始)?"
)
_BEFORE = "不满|未满|年满|满|不超过|超过|高于|低于|至少|最多|最高|最低|不少于|不低于|不足|大于|小于|达到|到|至"
_AFTER = "及以下|及以上|以下|以上|以内|之内|以前|之前|以后|之后|内|前|后|起|止"
_FIGURE = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<number>\d+(?:\.\d+)?)(?P<scale>[万亿千百])?(?P<unit>{_UNITS}|年|月|日|号|[\u4e00-\u9fff])?"
    rf"(?P<after>{_AFTER})?"
)
_DIRECTIONS = {
    "below": "不满 未满 不超过 低于 最多 最高 不足 小于 及以下 以下 以内 之内 内 以前 之前 前 截至 截止 截止到 底前 底 止",
    "reached": "满 年满 达到",
    "above": "超过 高于 至少 最低 不少于 不低于 大于 及以上 以上 以后 之后 后 起 从 自 以来 开始",
    "until": "到 至",
}
_DIRECTION = {word: name for name, words in _DIRECTIONS.items() for word in words.split()}
_SPAN = re.compile(r"[从自到至](?=[^,;。从自到至]*$)")
_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2}
_SAME_UNIT = {"周岁": "岁", "块": "元", "块钱": "元", "个百分点": "%", "日": "天", "号": "天"}
_BIG_UNITS = {"万元": 1e4, "亿元": 1e8}
_ANY_NUMERAL = re.compile(rf"[{_HAN_NUMERAL}亿]+.?")
_IDIOMS = re.compile(r"进一步|一些|一并|一起|之一|一方面|统一|一体|一站式|第一时间|一般|一系列")


@dataclass(frozen=True)
class Figure:
    """A number with its unit ("" where it has none) and its direction: below, above, reached, until or ""."""

    value: float
    unit: str
    direction: str


@dataclass(frozen=True)
class Day:
    """A date as far as it is given (year, month, day), and its direction."""

    parts: tuple[int, ...]
    direction: str


def in_digits(text: str) -> str:
    """Chinese numerals before a unit of measure in digits: 「三周岁」 → 「3周岁」."""
    text = _PERCENT.sub(lambda m: f"{_digits(m['number'])}%", text)
    return _SPOKEN.sub(lambda m: _digits(m["number"]), text)


def figures_hold(sentence: str, source: str) -> bool:
    """Whether every figure, date and numeral of `sentence` stands in `source`, in its direction."""
    days, figures = _read(source)
    claimed_days, claimed = _read(sentence)
    return (
        all(any(_same_day(claim, known) for known in days) for claim in claimed_days)
        and all(any(_same_figure(claim, known) for known in figures) for claim in claimed)
        and all(numeral in source for numeral in _ANY_NUMERAL.findall(_IDIOMS.sub("", sentence)))
    )


def lacks_figures(text: str, source: str, *, asks_day: bool) -> bool:
    """Whether `text` leaves out what a question for a figure (or for a day) asks of `source`.

    「3周岁以下」 says whom a sentence is about rather than answers; it is not asked for.
    """
    days, figures = _read(in_digits(text))
    known_days, known = _read(in_digits(source))
    if asks_day:
        return not set(known_days) <= set(days)
    return not {figure for figure in known if figure.direction != "below"} <= set(figures)


def without_figures(text: str) -> str:
    """`text` with its figures and dates left out."""
    return _FIGURE.sub(" ", _DATE.sub(" ", text))


def _read(text: str) -> tuple[list[Day], list[Figure]]:
    days = [
        Day(
            tuple(int(m[name]) for name in ("year", "month", "day") if m[name]),
            _DIRECTION.get(m["after"] or m["before"] or "", ""),
        )
        for m in _DATE.finditer(text)
    ]
    rest = _DATE.sub(" ", text)
    return days, [
        _figure(m, rest[max(0, m.start() - 6) : m.start()]) for m in _FIGURE.finditer(rest)
    ]


def _figure(match: re.Match[str], before: str) -> Figure:
    unit = match["unit"] or ""
    value = float(match["number"]) * _SCALES.get(match["scale"] or "", 1) * _BIG_UNITS.get(unit, 1)
    unit = "元" if unit in _BIG_UNITS else _SAME_UNIT.get(unit, unit)
    direction = _DIRECTION.get(match["after"] or match["before"] or "", "")
    span = _SPAN.search(before)
    if span and direction in ("", "reached"):
        direction = _DIRECTION[span[0]]
    return Figure(value, unit, direction)


def _same_day(claim: Day, known: Day) -> bool:
    return known.parts[: len(claim.parts)] == claim.parts and claim.direction == known.direction


def _same_figure(claim: Figure, known: Figure) -> bool:
    if claim.value != known.value or claim.unit != known.unit:
        return False
    reached = claim.direction == "until" and known.direction == "reached"
    return claim.direction == known.direction or reached


def _digits(number: str) -> str:
    value = parse_numeral(number.replace("两", "二"))
    return number if value is None else str(value)
