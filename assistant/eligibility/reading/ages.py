"""Ages as ranges of birth dates: 「三个月大」「刚满两岁」「一岁半」「虚岁四岁」「过了14岁生日」「年龄15」.

In: a folded text, by `AGE_FORMS`; in answer to a question, by `BARE_AGE_FORMS`. Out: `DateMention`s of
kind "age", whose `ask` asks for the month of birth; a threshold («3周岁以下») is no age.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.eligibility.reading.date_grammar import N, S
from assistant.eligibility.reading.date_mention import (
    BIRTH_MONTH,
    DateMention,
    Reader,
    range_mention,
    whole,
)

_AGE = re.compile(
    rf"(?P<pre>刚刚满|刚刚过|刚满|刚过|刚到|刚好|刚|差不多|将近|接近|快要|快满|快到|快|马上|不到|不足|不满|未满|"
    rf"没到|没满|虚|实|满|年满|已满|到|至)?{S}"
    rf"(?:虚岁(?P<nominal>{N})岁?|(?P<years>{N}){S}(?P<unit>周岁|虚岁|周年|岁|周(?=半))"
    rf"(?:{S}(?P<half>半|多|出头)|{S}[零又]?{S}(?P<plus>{N}){S}个?(?P<plushalf>半)?多?月)?|"
    rf"(?P<months>{N}){S}(?:个{S}(?P<mhalf>半|多)?{S}月(?P<mtail>半|多)?{S}(?P<msure>大|龄)?|(?P<msure2>月龄)|"
    rf"(?P<msure3>月大))|(?P<days>{N}){S}(?P<dunit>天|周)大|(?P<feast>满月|百天|百日|一百天))"
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
_A_CHILD_AFTER = re.compile(r"的(?:学生|孩子|小孩|儿童|少年|儿子|女儿|娃)")
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
    of_a_child = pre in ("年满", "满") and _A_CHILD_AFTER.match(after)
    if pre in ("到", "至", "年满", "满") and not (reached or sure or of_a_child):
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
        year = as_of.year - whole(nominal)
        ask = "虚岁要换算成出生年月:" + BIRTH_MONTH
        return range_mention(
            match, date(year, 1, 1), min(as_of, date(year + 1, 12, 31)), ask, "age"
        )
    if groups["days"]:
        days = whole(groups["days"]) * (7 if groups["dunit"] == "周" else 1)
        at = as_of - timedelta(days=days)
        return range_mention(
            match, at - timedelta(days=7), at + timedelta(days=1), BIRTH_MONTH, "age"
        )
    if groups["feast"]:
        at = as_of - (relativedelta(months=1) if groups["feast"] == "满月" else timedelta(days=100))
        return range_mention(
            match, at - timedelta(days=30), at + timedelta(days=3), BIRTH_MONTH, "age"
        )
    if groups["years"]:
        low = high = whole(groups["years"]) * 12
        if groups["plus"]:
            low = high = low + whole(groups["plus"])
        elif groups["half"] == "半":
            low, high = low + 5, low + 7
        else:
            high = low + 11
        step = 12
    else:
        low = high = whole(groups["months"])
        step = 1
    if pre in _JUST:
        at = _months_ago(as_of, low)
        ask = f"请问孩子是{at.year}年{at.month}月出生的吗?如果不是,请告诉我是哪年哪月。"
        return range_mention(match, _months_ago(as_of, low + 2), at, ask, "age", suggested=at)
    if pre in _NEARLY:
        low, high = max(low - step, 0), low - 1
    elif pre in _BELOW:
        low, high = 0, low - 1
    earliest = _months_ago(as_of, high + 1) + timedelta(days=1)
    return range_mention(match, earliest, _months_ago(as_of, low), BIRTH_MONTH, "age")


_BIRTHDAY = re.compile(
    rf"(?P<not>没过|没到|未过|没满)?(?P<pre>过了|过完|刚过|满了)?{S}(?P<years>{N}){S}周?岁的?生日"
    r"(?P<post>(?:已经|都|早就|刚刚?|才|还)*(?:过|没过|没到|未过)[了完]?)?"
)
_MONTH_BIRTHDAY = re.compile(
    rf"(?P<word>上个?月|这个?月|本月|下个?月)(?:刚刚?|就|要|才|将|快|会|已经|底|初|中旬)*满了?{S}(?P<years>{N}){S}周?岁"
)
_AGE_FIELD = re.compile(rf"年龄(?:是|为|:| )*(?P<years>{N})(?![0-9年月])(?:周?岁)?")


def _read_birthday(match: re.Match[str], as_of: date) -> DateMention | None:
    """「过了14岁生日」「三岁生日还没过」: whether the birthday lies behind."""
    post = match.group("post") or ""
    behind = bool(match.group("pre")) or post.endswith(("过", "过了", "过完"))
    if not behind and not match.group("not") and not post:
        return None
    ahead = bool(match.group("not")) or "没" in post or "未" in post
    months = 12 * (whole(match.group("years")) - ahead)
    earliest = _months_ago(as_of, months + 12) + timedelta(days=1)
    return range_mention(match, earliest, _months_ago(as_of, months), BIRTH_MONTH, "age")


def _read_month_birthday(match: re.Match[str], as_of: date) -> DateMention | None:
    """「下个月满三岁」: the month of the birthday is known."""
    word = match.group("word")
    month = as_of.replace(day=1) + relativedelta(months=("下" in word) - ("上" in word))
    born = month - relativedelta(years=whole(match.group("years")))
    return range_mention(match, born, born + relativedelta(day=31), BIRTH_MONTH, "age")


def _read_age_field(match: re.Match[str], as_of: date) -> DateMention | None:
    if _THRESHOLD_AFTER.match(match.string, match.end()):
        return None
    months = 12 * whole(match.group("years"))
    earliest = _months_ago(as_of, months + 12) + timedelta(days=1)
    return range_mention(match, earliest, _months_ago(as_of, months), BIRTH_MONTH, "age")


AGE_FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (_BIRTHDAY, _read_birthday),
    (_MONTH_BIRTHDAY, _read_month_birthday),
    (_AGE_FIELD, _read_age_field),
    (_AGE, _read_age),
]
BARE_AGE_FORMS: list[tuple[re.Pattern[str], Reader]] = [(_AGE, _read_bare_age)]
