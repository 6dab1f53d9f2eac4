"""Dates and ages in every usual Chinese form, and what must be asked instead of guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility.reading.chinese_text import fold, number
from assistant.eligibility.reading.date_mention import DateMention, parse_iso
from assistant.eligibility.reading.dates import find_dates

AS_OF = date(2026, 11, 24)

PLAIN = [
    ("去年国庆", "2025-10"),
    ("去年国庆节那天", "2025-10-01"),
    ("今年元旦", "2026-01-01"),
    ("2024年六一儿童节", "2024-06-01"),
    ("2024年5月3日", "2024-05-03"),
    ("2024年05月03日", "2024-05-03"),
    ("2024-05-03", "2024-05-03"),
    ("2024-5-3", "2024-05-03"),
    ("2024/5/3", "2024-05-03"),
    ("2024/05/03", "2024-05-03"),
    ("2024.5.3", "2024-05-03"),
    ("2024.05.03", "2024-05-03"),
    ("2024·5·3", "2024-05-03"),
    ("24.5.3", "2024-05-03"),
    ("24/5/3", "2024-05-03"),
    ("24-05-03", "2024-05-03"),
    ("24年5月3日", "2024-05-03"),
    ("24年5月3号", "2024-05-03"),
    ("24年5月", "2024-05"),
    ("24年12月", "2024-12"),
    ("2024年5月", "2024-05"),
    ("2024年5月份", "2024-05"),
    ("2024年的5月", "2024-05"),
    ("2024-05", "2024-05"),
    ("2024/5", "2024-05"),
    ("2024.05", "2024-05"),
    ("二〇二四年五月三日", "2024-05-03"),
    ("二零二四年五月三号", "2024-05-03"),
    ("二O二四年五月", "2024-05"),
    ("二○二四年五月", "2024-05"),
    ("二〇二三年十二月二十一日", "2023-12-21"),
    ("二〇二三年十二月三十一日", "2023-12-31"),
    ("二〇二四年十月十日", "2024-10-10"),
    ("二四年五月", "2024-05"),
    ("2024年五月三号", "2024-05-03"),
    ("20240503", "2024-05-03"),
    ("2024年5月3", "2024-05-03"),
    ("2024 年 5 月 3 日", "2024-05-03"),
    ("2024年5月3日".translate({d: d + 0xFEE0 for d in range(0x30, 0x3A)}), "2024-05-03"),
    ("2024/5/3".translate({d: d + 0xFEE0 for d in range(0x2F, 0x3A)}), "2024-05-03"),
    ("2024年5月3號", "2024-05-03"),
    ("13/5/2024", "2024-05-13"),
    ("98年7月1日", "1998-07-01"),
    ("2024-05-03T08:30", "2024-05-03"),
    ("2024年2月29日", "2024-02-29"),
    ("今年3月", "2026-03"),
    ("今年3月8号", "2026-03-08"),
    ("去年8月", "2025-08"),
    ("去年的8月15日", "2025-08-15"),
    ("去年十二月", "2025-12"),
    ("前年6月", "2024-06"),
    ("大前年1月", "2023-01"),
    ("明年2月", "2027-02"),
    ("明年2月14号", "2027-02-14"),
    ("后年1月", "2028-01"),
    ("上个月", "2026-10"),
    ("上个月5号", "2026-10-05"),
    ("上月20日", "2026-10-20"),
    ("上上个月", "2026-09"),
    ("这个月", "2026-11"),
    ("本月3号", "2026-11-03"),
    ("下个月", "2026-12"),
    ("下个月5号", "2026-12-05"),
    ("今天", "2026-11-24"),
    ("昨天", "2026-11-23"),
    ("昨晚", "2026-11-23"),
    ("前天", "2026-11-22"),
    ("大前天", "2026-11-21"),
    ("明天", "2026-11-25"),
    ("三天前", "2026-11-21"),
    ("10天后", "2026-12-04"),
    ("上周五", "2026-11-20"),
    ("上星期天", "2026-11-22"),
    ("这周一", "2026-11-23"),
    ("5月3号", "2026-05-03"),
    ("5月3日", "2026-05-03"),
    ("12月20号", "2025-12-20"),
    ("十二月三十一号", "2025-12-31"),
    ("十月一日", "2026-10-01"),
    ("11月24日", "2026-11-24"),
    ("11月25日", "2025-11-25"),
    ("5月份", "2026-05"),
    ("十二月", "2025-12"),
    ("2月29日", "2024-02-29"),
    ("预产期5月3号", "2027-05-03"),
    ("预产期在12月", "2026-12"),
    ("24.5出生", "2024-05"),
    ("202405出生", "2024-05"),
    ("5/3生的", "2026-05-03"),
    ("2024年5月底", "2024-05"),
    ("2024年5月上旬", "2024-05"),
]


@pytest.mark.parametrize(("text", "iso"), PLAIN)
def test_plain_date(text: str, iso: str) -> None:
    mentions = find_dates(text, AS_OF)
    assert [(m.iso, m.ask) for m in mentions] == [(iso, None)]
    assert mentions[0].precision == ("day" if len(iso) == 10 else "month")
    sentence = f"我家孩子{text}出生,想问一下"
    assert iso in [m.iso for m in find_dates(sentence, AS_OF)]


YEARS = [
    ("2024年", 2024),
    ("二零二四年", 2024),
    ("今年", 2026),
    ("去年", 2025),
    ("前年", 2024),
    ("是23年的", 2023),
    ("二三年的", 2023),
    ("98年的", 1998),
    ("2023的宝宝", 2023),
]


@pytest.mark.parametrize(("text", "year"), YEARS)
def test_year_alone(text: str, year: int) -> None:
    (mention,) = find_dates(text, AS_OF)
    assert (mention.year, mention.month, mention.precision) == (year, None, "year")
    assert mention.iso is None


ASKED = [
    ("去年腊月", "lunar", "公历"),
    ("腊月二十三", "lunar", "公历"),
    ("正月初五", "lunar", "公历"),
    ("农历2024年三月初五", "lunar", "公历"),
    ("阴历八月", "lunar", "公历"),
    ("2024年闰六月", "lunar", "公历"),
    ("農曆五月", "lunar", "公历"),
    ("2024年农历五月初三", "lunar", "公历"),
    ("八月十五", "lunar", "公历"),
    ("5月初三", "lunar", "公历"),
    ("大年初一", "lunar", "公历"),
    ("去年中秋节", "lunar", "公历"),
    ("冬月", "lunar", "公历"),
    ("去年除夕", "lunar", "公历"),
    ("旧历十月", "lunar", "公历"),
    ("年底", "vague", "哪年哪月"),
    ("去年底", "vague", "2025年几月"),
    ("去年年底", "vague", "2025年几月"),
    ("2024年初", "vague", "2024年几月"),
    ("24年年底", "vague", "2024年几月"),
    ("今年上半年", "vague", "2026年几月"),
    ("去年夏天", "vague", "2025年几月"),
    ("年初", "vague", "哪年哪月"),
    ("2024年2月30日", "impossible", "不存在"),
    ("2023年2月29日", "impossible", "不存在"),
    ("2024年13月", "impossible", "不存在"),
    ("2024年4月31号", "impossible", "不存在"),
    ("2024-13-01", "impossible", "不存在"),
    ("20240230", "impossible", "不存在"),
    ("二〇二四年十三月", "impossible", "不存在"),
    ("13月5日", "impossible", "不存在"),
    ("2024年0月", "impossible", "不存在"),
    ("5/3/2024", "vague", "哪个是月"),
    ("半年前", "relative", "哪年哪月"),
    ("两个月前", "relative", "哪年哪月"),
    ("两年前", "relative", "哪年哪月"),
    ("上周", "relative", "哪年哪月"),
]


@pytest.mark.parametrize(("text", "kind", "part"), ASKED)
def test_asks_instead_of_guessing(text: str, kind: str, part: str) -> None:
    (mention,) = find_dates(text, AS_OF)
    assert mention.kind == kind
    assert mention.ask is not None and part in mention.ask
    assert mention.text == text
    assert mention.month is None or kind == "relative"


AGES = [
    ("三个月大", "2026-07-25", "2026-08-24"), ("孩子8个月", "2026-02-25", "2026-03-24"),
    ("宝宝6个月了", "2026-04-25", "2026-05-24"), ("3月龄", "2026-07-25", "2026-08-24"),
    ("8个月的宝宝", "2026-02-25", "2026-03-24"), ("两岁", "2023-11-25", "2024-11-24"),
    ("2周岁", "2023-11-25", "2024-11-24"), ("2歲", "2023-11-25", "2024-11-24"),
    ("3個月大", "2026-07-25", "2026-08-24"), ("1岁3个月", "2025-07-25", "2025-08-24"),
    ("三周岁零两个月", "2023-08-25", "2023-09-24"), ("一岁多", "2024-11-25", "2025-11-24"),
    ("5岁", "2020-11-25", "2021-11-24"), ("十三岁", "2012-11-25", "2013-11-24"),
    ("满3岁了", "2022-11-25", "2023-11-24"), ("快三岁了", "2023-11-25", "2024-11-24"),
    ("不到两岁", "2024-11-25", "2026-11-24"), ("刚满两岁", "2024-09-24", "2024-11-24"),
    ("虚岁3岁", "2023-01-01", "2024-12-31"), ("虚3岁", "2023-01-01", "2024-12-31"),
    ("3虚岁", "2023-01-01", "2024-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "earliest", "latest"), AGES)
def test_age_is_a_range(text: str, earliest: str, latest: str) -> None:
    (mention,) = find_dates(text, AS_OF)
    assert (str(mention.earliest), str(mention.latest)) == (earliest, latest)
    assert mention.kind == "age"
    assert mention.ask is not None and "出生" in mention.ask


def test_two_and_a_half_lies_around_thirty_months() -> None:
    (mention,) = find_dates("两岁半", AS_OF)
    assert mention.earliest is not None and mention.latest is not None
    assert mention.earliest < date(2024, 5, 24) < mention.latest


def test_just_turned_suggests_the_month_but_asks() -> None:
    (mention,) = find_dates("刚满两岁", AS_OF)
    assert mention.iso == "2024-11"
    assert mention.ask is not None and "2024年11月出生的吗" in mention.ask


def test_newborn_asks() -> None:
    (mention,) = find_dates("孩子刚出生", AS_OF)
    assert mention.ask is not None and mention.iso is None


NOTHING = [
    "3岁以下婴幼儿", "14周岁以下儿童", "发到3岁", "至其年满3周岁", "0到3岁", "0-3岁", "3至6岁", "未满3岁的婴幼儿",
    "6周岁以内", "交了10年社保", "休了8个月", "怀孕3个月流产", "怀孕五个月", "每月3600元", "一月能领多少",
    "工资8000.50元", "身份证号360102202405030012", "电话13812345678", "1.2万", "国办发〔2024〕48号", "第3条",
    "能领几个月", "领8个月", "188天产假", "税率10%", "2000元", "12345", "育儿补贴是什么", "",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_no_date_in(text: str) -> None:
    assert find_dates(text, AS_OF) == []


def test_year_from_a_dated_neighbour() -> None:
    mentions = find_dates("2024年5月3号生的,6月1号上的户口", AS_OF)
    assert [m.iso for m in mentions] == ["2024-05-03", "2024-06-01"]
    assert [m.year_stated for m in mentions] == [True, False]


def test_several_dates_keep_text_order() -> None:
    mentions = find_dates("老大2022年3月,老二24.5.3", AS_OF)
    assert [m.iso for m in mentions] == ["2022-03", "2024-05-03"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [("202405", "2024-05"), ("24.5", "2024-05"), ("24/5", "2024-05"), ("5月", "2026-05")],
)
def test_bare_answer(text: str, iso: str) -> None:
    assert [m.iso for m in find_dates(text, AS_OF, bare=True)] == [iso]


def test_bare_year_and_age() -> None:
    assert find_dates("2024", AS_OF, bare=True)[0].year == 2024
    assert find_dates("8个月", AS_OF, bare=True)[0].kind == "age"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,000", 8000),
        ("8k", 8000),
        ("1.2万", 12000),
        ("一万二", 12000),
        ("八千五", 8500),
        ("一万零五百", 10500),
        ("廿三", 23),
        ("1万2", 12000),
        ("两千", 2000),
        ("三百零五", 305),
        ("十二", 12),
        ("二〇二四", 2024),
    ],
)
def test_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "万", "孩子", ".", "一二千三四"])
def test_no_number(text: str) -> None:
    assert number(text) is None


def test_parse_iso() -> None:
    assert parse_iso("2024-05-03") == (2024, 5, 3)
    assert parse_iso("2024-05") == (2024, 5, None)
    assert parse_iso("2024-02-30") is None
    assert parse_iso("abc") is None


def _check(text: str, mentions: list[DateMention]) -> None:
    end = 0
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


_ALPHABET = st.sampled_from(
    [
        *"0123456789〇零一二三四五六七八九十两年月日号岁个半刚满快不到虚农历闰腊正初去前今明后上下周大生出.-/ ,2024天底龄",
        "出生",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(_ALPHABET, max_size=25).map("".join)), st.dates())
def test_never_raises_and_spans_are_inside(text: str, as_of: date) -> None:
    _check(text, find_dates(text, as_of))
    _check(text, find_dates(text, as_of, bare=True))


_CHINESE = "〇一二三四五六七八九"


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones or not tens else "")


_FORMS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}号",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: d.strftime("%Y%m%d"),
    lambda d: f"{d.year % 100:02d}年{d.month}月{d.day}日",
    lambda d: f"{d.year % 100:02d}.{d.month}.{d.day}",
    lambda d: (
        "".join(_CHINESE[int(c)] for c in str(d.year))
        + f"年{_chinese(d.month)}月{_chinese(d.day)}日"
    ),
    lambda d: "".join(
        chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in f"{d.year}年{d.month}月{d.day}日"
    ),
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
]


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from(_FORMS))
def test_every_form_round_trips(day: date, render: object) -> None:
    text = f"孩子{render(day)}出生"  # type: ignore[operator]
    (mention,) = find_dates(text, AS_OF)
    assert mention.iso == day.isoformat()
    assert mention.ask is None


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30 * 12), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_an_age_range_contains_the_birth(months: int, as_of: date) -> None:
    from dateutil.relativedelta import relativedelta

    born = as_of - relativedelta(months=months)
    text = f"孩子{months // 12}岁{months % 12}个月" if months % 12 else f"孩子{months // 12}岁"
    if months < 12:
        return
    (mention,) = find_dates(text, as_of)
    assert mention.earliest is not None and mention.latest is not None
    assert mention.earliest <= born <= mention.latest


@given(st.text(max_size=60))
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)
