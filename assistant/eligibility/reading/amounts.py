"""Wages, tax rates and shares of a deduction.

In: a `Notes` with the text. Out: `average_monthly_wage`, `marginal_rate`, `share` and questions noted in it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.notes import Notes

MARGINAL_RATES = (3, 10, 20, 25, 30, 35, 45)
"""Percent; the brackets of 《个人所得税法》 附 税率表一."""

_WAGE = re.compile(
    r"(?P<whose>(?:单位|公司|企业|厂里?|职工|平均|上年度?|去年|基数|我|本人|自己|我的)[^,。]{0,12})?"
    r"(?:月?平均工资|平均月?工资|月均(?:工资)?|人均(?:工资)?|均薪|平均|月工资|(?<!社平)工资|月薪|薪水|薪资|工钱|收入|缴费基数|社保基数|基数|到手|月入)"
    r"(?:每个?月|一个?月|[^0-9〇零一二两三四五六七八九十百千万,。;?!、]){0,8}"
    rf"(?P<n>{NUMBER})(?![年岁周%天号日]|个月|月[份0-9])(?P<unit>元|块|多|左右)?"
)
_WAGE_LATER = re.compile(
    rf"(?P<n>{NUMBER})(?:元|块钱?|多)?(?:的)?(?:月薪|工资|月工资|薪水)|"
    rf"(?:一个?月|每个?月)(?:能?拿|挣|赚|发|工资)(?:到手)?(?:是|有|:)?(?P<n2>{NUMBER})(?:元|块)?"
)
_EMPLOYERS = re.compile(r"单位|公司|企业|厂|平均|均|基数|职工")


def read_wage(notes: Notes) -> None:
    """The employer's average when one is named, else the first pay named (the last, if corrected)."""
    found: list[tuple[bool, int, Decimal, re.Match[str], str]] = []
    for pattern in (_WAGE, _WAGE_LATER):
        for match in pattern.finditer(notes.folded):
            name = "n" if match.group("n") else "n2"
            amount = number(match.group(name) or "")
            if amount is not None and amount > 0:
                found.append(
                    (not _EMPLOYERS.search(match.group()), len(found), amount, match, name)
                )
    if found:
        order = -1 if notes.corrects else 1
        _, _, amount, match, name = min(found, key=lambda item: (item[0], order * item[1]))
        put_wage(notes, amount, match.start(name), match.end(name), match.group())


def put_wage(notes: Notes, amount: Decimal, start: int, end: int, wording: str) -> None:
    if amount < 500 or amount > 1_000_000:
        notes.ask("average_monthly_wage", "请问单位上年度职工月平均工资是每月多少元?")
        return
    value = int(amount) if amount == int(amount) else float(round(amount, 2))
    notes.put("average_monthly_wage", value, start, end)
    if not _EMPLOYERS.search(wording) and notes.asked != "average_monthly_wage":
        notes.put("own_wage", True, start, end)


_RATE = (
    re.compile(
        rf"税率(?:是|为|大概|大约|适用|按|档|:|,|到| )*(?:百分之)?(?P<n>{NUMBER})(?: *(?:%|个点|个百分点))?"
    ),
    re.compile(rf"(?P<n>{NUMBER}) *(?:%|个点)(?:的)?(?:个?税|税率|档|那档|这档)"),
    re.compile(rf"百分之(?P<n>{NUMBER})(?:的)?(?:个?税|税率|档|那档|这档)"),
)


def read_rate(notes: Notes) -> None:
    for pattern in _RATE:
        match = pattern.search(notes.folded)
        if match:
            put_rate(notes, number(match.group("n")), match)
            return


def put_rate(notes: Notes, value: Decimal | None, match: re.Match[str]) -> None:
    if value is None:
        return
    if value not in MARGINAL_RATES:
        notes.ask("marginal_rate", "个税税率有3%、10%、20%、25%、30%、35%、45%几档,请问适用哪一档?")
        return
    notes.put_match("marginal_rate", int(value), match)


_HALF = re.compile(
    r"一人一半|扣一半|一半[^,。]{0,6}一半|五五[分开]|五五$|AA|各一半|一家一半|对半|平分|平摊|均摊|(?:各|分别|每人|一人)(?:自)?(?:扣除?|抵扣?|按|报|填|承担)?(?:了)? *(?:50 *%|百分之五十|一半|1000|一千)|"
    r"(?:两个?人|夫妻(?:俩|双方)?|双方|我俩|我们俩|父母)(?:一起|都|分开|分摊|分着?)(?:扣|抵|分|报)?"
)
_WHOLE = re.compile(
    r"(?:我|他|她|老公|老婆|一个?人|爸爸|妈妈|一方|丈夫|妻子|单方)(?:自己)?(?:一个?人)?(?:全部|全额|单独|全|独自|来)(?:都)?(?:扣|抵|报|填|申报)|"
    r"(?:我|他|她|老公|老婆|爸爸|妈妈|爱人)(?:自己)?一个?人(?:来)?(?:扣|抵|报|填|申报)|(?:一方|一个人)(?:扣|抵)|全(?:部|额)?(?:由|归|算|给|让)(?:我|他|她|老公|老婆|爸爸|妈妈|一方|一个人)|"
    r"(?:扣|按|抵)(?:除)? *100 *%|100 *%(?:扣|抵)|百分之百(?:扣|抵)"
)


def read_share(notes: Notes) -> None:
    half, whole = _HALF.search(notes.folded), _WHOLE.search(notes.folded)
    if half and whole:
        before = notes.folded[: max(half.start(), whole.start())]
        if (
            re.search(r"(?:不是|不再|不)[^,。]{0,8}[,。]?[^,。]{0,4}$", before)
            and "还是" not in notes.folded
        ):
            later, value = (half, 50) if half.start() > whole.start() else (whole, 100)
            notes.put_match("share", value, later)
        return
    match = half or whole
    if match and not re.search(
        r"(?:能不能|可不可以|可以)[^,。]{0,8}$", notes.folded[: match.start()]
    ):
        denied = re.search(r"不是?$", notes.folded[: match.start()])
        value = 50 if half else 100
        notes.put_match("share", 150 - value if denied else value, match)
