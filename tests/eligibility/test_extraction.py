"""Facts read from what people write, and what is asked back instead of guessed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.eligibility.extraction import Extraction, extract_facts, merge_facts
from assistant.eligibility.rules.registry import run_rule

AS_OF = date(2026, 11, 24)


def _facts(
    text: str, asked: str | None = None, previous: dict[str, Any] | None = None
) -> Extraction:
    found = extract_facts(text, AS_OF, asked, previous)
    _check(text, found)
    return found


def _check(text: str, found: Extraction) -> None:
    assert set(found.spans) == set(found.facts)
    for span in found.spans.values():
        assert 0 <= span.start <= span.end <= len(text)
        assert text[span.start : span.end] == span.text
    json.dumps(found.facts)
    for _, question in found.clarify:
        assert question.endswith(("?", "。"))


STATED: list[tuple[str, dict[str, Any]]] = [
    ("孩子2023年10月生的,不对,是2024年10月生的", {"birth_date": "2024-10"}),
    ("去年国庆节那天生的宝宝", {"birth_date": "2025-10-01"}),
    ("如果我明年五月生", {"expected_date": "2027-05"}),
    ("孩子2014年5月和2017年11月的", {"birth_dates": ["2014-05", "2017-11"]}),
    ("孩子年龄15", {"birth_date_range": ["2010-11-25", "2011-11-24"]}),
    ("孩子14周岁生日刚过", {"birth_date_range": ["2011-11-25", "2012-11-24"]}),
    ("我儿子下个月满三岁", {"birth_date_range": ["2023-12-01", "2023-12-31"]}),
    ("现在怀孕五个月了", {"pregnant": True, "expected_date_range": ["2027-02-25", "2027-05-06"]}),
    ("单位上年度月平均工资人民币9000元整", {"average_monthly_wage": 9000}),
    ("怀孕50天流产", {"miscarriage": True, "pregnancy_months": 1.6}),
    ("孩子2024年5月3日出生,能领多少补贴?", {"birth_date": "2024-05-03"}),
    ("孩子2024年5月出生", {"birth_date": "2024-05"}),
    ("我家宝宝24.5.3生的", {"birth_date": "2024-05-03"}),
    ("二〇二四年五月三日出生的孩子", {"birth_date": "2024-05-03"}),
    ("出生日期:2024-05-03", {"birth_date": "2024-05-03"}),
    ("生日是20240503", {"birth_date": "2024-05-03"}),
    ("2024年5月3号生的娃", {"birth_date": "2024-05-03"}),
    ("我老婆2024年5月3号生的", {"birth_date": "2024-05-03"}),
    ("我2024年5月生的孩子", {"birth_date": "2024-05"}),
    ("去年8月出生的宝宝", {"birth_date": "2025-08"}),
    ("孩子上个月出生", {"birth_date": "2026-10"}),
    ("宝宝昨天出生的", {"birth_date": "2026-11-23"}),
    ("5月3号出生的", {"birth_date": "2026-05-03"}),
    ("儿子生于2023年12月", {"birth_date": "2023-12"}),
    ("孩子是24年5月的", {"birth_date": "2024-05"}),
    ("我家细伢子24年2月生的", {"birth_date": "2024-02"}),
    ("2024年5月3日凌晨出生的", {"birth_date": "2024-05-03"}),
    ("农历2024年三月初五,阳历是2024年4月13日出生", {"birth_date": "2024-04-13"}),
    ("我98年出生,孩子2024年5月出生", {"birth_date": "2024-05"}),
    ("我35岁,孩子2024年5月出生", {"birth_date": "2024-05"}),
    ("孩子2024年5月3日出生,现在两岁半", {"birth_date": "2024-05-03"}),
    ("2022年3月结婚,2024年5月生娃", {"birth_date": "2024-05"}),
    ("孩子2024年5月出生,6月上的户口", {"birth_date": "2024-05"}),
    ("兩個孩子分別2022年3月和2024年5月出生", {"birth_dates": ["2022-03", "2024-05"], "minor_children": 2}),
    ("两个孩子分别2022年3月和2024年5月出生", {"birth_dates": ["2022-03", "2024-05"]}),
    ("老大2022年3月,老二2024年5月出生", {"birth_dates": ["2022-03", "2024-05"]}),
    ("老二2024年5月出生,老大2022年3月出生", {"birth_dates": ["2022-03", "2024-05"]}),
    ("大宝2019年8月,二宝2023年12月生,一共多少", {"birth_dates": ["2019-08", "2023-12"]}),
    ("大宝2019年8月生,二宝2023年12月生,二宝能领多少", {"birth_date": "2023-12"}),
    ("一个2022年5月出生,一个2024年8月出生", {"birth_dates": ["2022-05", "2024-08"]}),
    ("老大2020年1月老二2022年2月老三2024年3月出生", {"birth_dates": ["2020-01", "2022-02", "2024-03"], "minor_children": 3}),
    ("我家老大8岁,老二2024年5月出生,能领多少补贴?", {"birth_date": "2024-05", "minor_children": 2}),
    ("双胞胎2024年5月3号生的", {"birth_dates": ["2024-05-03", "2024-05-03"], "babies": 2}),
    ("2024年5月生的双胞胎", {"birth_dates": ["2024-05", "2024-05"], "babies": 2}),
    ("龙凤胎,2025年6月18号生", {"birth_dates": ["2025-06-18", "2025-06-18"], "babies": 2}),
    ("三胞胎2024年5月出生", {"birth_dates": ["2024-05"] * 3, "babies": 3}),
    ("老大2020年3月,双胞胎2024年5月出生", {"birth_dates": ["2020-03", "2024-05", "2024-05"], "minor_children": 3}),
    ("预产期2027年3月5日", {"expected_date": "2027-03-05", "pregnant": True}),
    ("预产期明年3月", {"expected_date": "2027-03"}),
    ("明年2月的预产期", {"expected_date": "2027-02"}),
    ("预产期是5月3号", {"expected_date": "2027-05-03"}),
    ("明年3月要生了", {"expected_date": "2027-03"}),
    ("从2026年3月1日开始休产假", {"leave_start": "2026-03-01"}),
    ("我2026年12月1日开始休产假,休到哪天", {"leave_start": "2026-12-01"}),
    ("产假从2026年9月15号起", {"leave_start": "2026-09-15"}),
    ("12月1号休产假", {"leave_start": "2026-12-01"}),
    ("孩子2025年10月1日出生,陪产假从10月8日开始休", {"birth_date": "2025-10-01", "leave_start": "2025-10-08"}),
    ("孩子2026年6月毕业", {"education_end": "2026-06"}),
    ("按2025年9月1日算,孩子2024年5月出生", {"as_of": "2025-09-01", "birth_date": "2024-05"}),
    ("户口在外省", {"hukou_in_jiangxi": False}),
    ("不是江西户口", {"hukou_in_jiangxi": False}),
    ("孩子没有户口", {"hukou_in_jiangxi": False}),
    ("孩子还没上户口", {"hukou_in_jiangxi": False}),
    ("没有江西户口", {"hukou_in_jiangxi": False}),
    ("户口不在江西", {"hukou_in_jiangxi": False}),
    ("户口在深圳能领吗", {"hukou_in_jiangxi": False}),
    ("孩子是湖北户籍", {"hukou_in_jiangxi": False}),
    ("外地户口的孩子", {"hukou_in_jiangxi": False}),
    ("孩子户口在赣州", {"hukou_in_jiangxi": True}),
    ("孩子是南昌户口", {"hukou_in_jiangxi": True}),
    ("宝宝落户在鄱阳", {"hukou_in_jiangxi": True}),
    ("本地户口", {"hukou_in_jiangxi": True}),
    ("我在深圳打工,孩子户口在江西", {"hukou_in_jiangxi": True}),
    ("我是湖北户口,孩子户口在江西", {"hukou_in_jiangxi": True}),
    ("孩子户口在广东,人在江西住", {"hukou_in_jiangxi": False}),
    ("符合政策生育", {"lawful_birth": True}),
    ("我家是超生的", {"lawful_birth": False}),
    ("难产产假多少天", {"difficult_birth": True}),
    ("没有难产", {"difficult_birth": False}),
    ("顺产", {"difficult_birth": False}),
    ("单胎顺产", {"difficult_birth": False, "babies": 1}),
    ("不是难产", {"difficult_birth": False}),
    ("难产,最后剖的", {"difficult_birth": True}),
    ("生双胞胎产假几天", {"babies": 2}),
    ("生三胞胎", {"babies": 3}),
    ("不是双胞胎", {"babies": 1}),
    ("怀孕3个月流产休几天", {"miscarriage": True, "pregnancy_months": 3}),
    ("怀孕五个月流产了", {"miscarriage": True, "pregnancy_months": 5}),
    ("怀孕4个半月小产", {"miscarriage": True, "pregnancy_months": 4.5}),
    ("怀孕不到四个月流产", {"miscarriage": True, "pregnancy_months": 3.5}),
    ("怀孕12周胎停", {"miscarriage": True, "pregnancy_months": 2.8}),
    ("3个多月流产了", {"miscarriage": True, "pregnancy_months": 3}),
    ("没有流产", {"miscarriage": False}),
    ("工资8000", {"average_monthly_wage": 8000, "own_wage": True}),
    ("月薪一万二", {"average_monthly_wage": 12000, "own_wage": True}),
    ("我工资八千块", {"average_monthly_wage": 8000, "own_wage": True}),
    ("一个月八千块工资", {"average_monthly_wage": 8000, "own_wage": True}),
    ("单位月平均工资1.2万", {"average_monthly_wage": 12000}),
    ("公司上年度职工月平均工资6000元", {"average_monthly_wage": 6000}),
    ("单位去年平均工资是7500", {"average_monthly_wage": 7500}),
    ("缴费基数8,500", {"average_monthly_wage": 8500}),
    ("平均工资9k", {"average_monthly_wage": 9000}),
    ("月工资7千5", {"average_monthly_wage": 7500}),
    ("税率10%", {"marginal_rate": 10}),
    ("我的税率是百分之二十", {"marginal_rate": 20}),
    ("适用3%税率", {"marginal_rate": 3}),
    ("个税税率25个点", {"marginal_rate": 25}),
    ("一人一半", {"share": 50}),
    ("各扣50%", {"share": 50}),
    ("夫妻各扣一半", {"share": 50}),
    ("我跟老公平分", {"share": 50}),
    ("我一个人扣", {"share": 100}),
    ("全部由老公扣", {"share": 100}),
    ("按100%扣", {"share": 100}),
    ("不是一人一半,是我一个人扣", {"share": 100}),
    ("2025年个税能抵多少", {"tax_year": 2025}),
    ("去年的婴幼儿照护能扣多少", {"tax_year": 2025}),
    ("今年个税能抵多少", {"tax_year": 2026}),
    ("女儿2022年6月15日出生,2025年的子女教育扣除多少", {"birth_date": "2022-06-15", "tax_year": 2025}),
    ("孩子上小学三年级", {"in_full_time_education": True}),
    ("儿子读大二", {"in_full_time_education": True}),
    ("还在上学", {"in_full_time_education": True}),
    ("女儿已经毕业了", {"in_full_time_education": False}),
    ("产假188天", {"leave_days": 188}),
    ("休了158天产假", {"leave_days": 158}),
    ("三个娃买房公积金能多贷多少", {"minor_children": 3, "buying_home": True}),
    ("两个孩子的家庭", {"minor_children": 2}),
    ("三孩家庭购房", {"minor_children": 3, "buying_home": True}),
    ("我有一个儿子两个女儿", {"minor_children": 3}),
    ("家里只有一个孩子", {"minor_children": 1}),
    ("有一名未成年子女", {"minor_children": 1}),
    ("我家俩娃都没成年,家里俩娃", {"minor_children": 2}),
    ("准备买房", {"buying_home": True}),
    ("没有买房", {"buying_home": False}),
    ("住公租房", {"renting_public_housing": True}),
    ("我交了公积金", {"pays_provident_fund": True}),
    ("没交公积金", {"pays_provident_fund": False}),
    ("我交了生育保险", {"insured_employee": True}),
    ("没交社保", {"insured_employee": False}),
    ("单位没给交社保", {"insured_employee": False}),
    ("我是灵活就业", {"flexible_employment": True}),
    ("在领失业金", {"unemployment_benefit": True}),
    ("全职妈妈", {"employed": False}),
    ("我失业了", {"employed": False}),
    ("我在南昌一家公司上班", {"employed": True}),
    ("我怀孕了", {"pregnant": True}),
    ("怀孕5个月", {"pregnant": True}),
    ("还没怀孕", {"pregnant": False}),
    ("家里是低保户", {"hardship": True}),
    ("孩子有残疾", {"disabled_child": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_stated_facts(text: str, expected: dict[str, Any]) -> None:
    facts = _facts(text).facts
    assert {name: facts.get(name) for name in expected} == expected


ASKED: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("2024年5月", "birth_date", {}, {"birth_date": "2024-05"}),
    ("2024年5月3日", "birth_date", {}, {"birth_date": "2024-05-03"}),
    ("24年5月", "birth_date", {}, {"birth_date": "2024-05"}),
    ("202405", "birth_date", {}, {"birth_date": "2024-05"}),
    ("24.5", "birth_date", {}, {"birth_date": "2024-05"}),
    ("5月", "birth_date", {"birth_year": 2024}, {"birth_date": "2024-05"}),
    ("5月3号", "birth_date", {"birth_year": 2024}, {"birth_date": "2024-05-03"}),
    ("去年的3月", "birth_date", {}, {"birth_date": "2025-03"}),
    ("2024年5月3日", "birth_date", {"babies": 2}, {"birth_dates": ["2024-05-03"] * 2}),
    ("是", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": True}),
    ("是的", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": True}),
    ("对", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": True}),
    ("在的", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": True}),
    ("不是", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": False}),
    ("没有", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": False}),
    ("不在", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": False}),
    ("在南昌", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": True}),
    ("在广东", "hukou_in_jiangxi", {}, {"hukou_in_jiangxi": False}),
    ("符合", "lawful_birth", {}, {"lawful_birth": True}),
    ("不符合", "lawful_birth", {}, {"lawful_birth": False}),
    ("没错", "lawful_birth", {}, {"lawful_birth": True}),
    ("双胞胎", "babies", {}, {"babies": 2}),
    ("一个", "babies", {}, {"babies": 1}),
    ("2", "babies", {}, {"babies": 2}),
    ("单胎", "babies", {}, {"babies": 1}),
    ("8000", "average_monthly_wage", {}, {"average_monthly_wage": 8000}),
    ("8千", "average_monthly_wage", {}, {"average_monthly_wage": 8000}),
    ("一万二", "average_monthly_wage", {}, {"average_monthly_wage": 12000}),
    ("大概7500块", "average_monthly_wage", {}, {"average_monthly_wage": 7500}),
    ("难产", "difficult_birth", {}, {"difficult_birth": True}),
    ("是的,难产", "difficult_birth", {}, {"difficult_birth": True}),
    ("顺产", "difficult_birth", {}, {"difficult_birth": False}),
    ("没有", "difficult_birth", {}, {"difficult_birth": False}),
    ("10", "marginal_rate", {}, {"marginal_rate": 10}),
    ("10%", "marginal_rate", {}, {"marginal_rate": 10}),
    ("一半", "share", {}, {"share": 50}),
    ("50%", "share", {}, {"share": 50}),
    ("全部我扣", "share", {}, {"share": 100}),
    ("100", "share", {}, {"share": 100}),
    ("3个月", "pregnancy_months", {}, {"pregnancy_months": 3}),
    ("五个月", "pregnancy_months", {}, {"pregnancy_months": 5}),
    ("10周", "pregnancy_months", {}, {"pregnancy_months": 2.3}),
    ("三个", "minor_children", {}, {"minor_children": 3}),
    ("俩", "minor_children", {}, {"minor_children": 2}),
    ("2025", "tax_year", {}, {"tax_year": 2025}),
    ("去年", "tax_year", {}, {"tax_year": 2025}),
    ("188", "leave_days", {}, {"leave_days": 188}),
    ("3月1日", "leave_start", {"birth_date": "2026-03-05"}, {"leave_start": "2026-03-01"}),
    ("2026年3月1日", "leave_start", {}, {"leave_start": "2026-03-01"}),
    ("5月3号", "expected_date", {}, {"expected_date": "2027-05-03"}),
    ("是", "birth_date", {"suggested": {"field": "birth_date", "value": "2024-11"}}, {"birth_date": "2024-11"}),
    ("在上", "in_full_time_education", {}, {"in_full_time_education": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "previous", "expected"), ASKED)
def test_bare_answers(
    text: str, asked: str, previous: dict[str, Any], expected: dict[str, Any]
) -> None:
    facts = _facts(text, asked, previous).facts
    assert {name: facts.get(name) for name in expected} == expected


CLARIFIED = [
    ("孩子去年腊月生的", "birth_date", "公历"),
    ("孩子农历八月十五出生", "birth_date", "公历"),
    ("孩子去年底出生的", "birth_date", "2025年几月"),
    ("孩子2024年2月30日出生", "birth_date", "不存在"),
    ("孩子2024年出生", "birth_date", "2024年几月"),
    ("孩子刚满两岁", "birth_date", "2024年11月出生的吗"),
    ("孩子三个月大", "birth_date", "哪年哪月"),
    ("宝宝刚出生", "birth_date", "哪一天"),
    ("大的5岁小的2岁", "birth_date", "小宝"),
    ("孩子2027年5月出生", "expected_date", "预产期"),
    ("剖腹产产假几天", "difficult_birth", "诊断证明"),
    ("剖宫产", "difficult_birth", "诊断证明"),
    ("多胞胎产假几天", "babies", "几个宝宝"),
    ("我是江西户口", "hukou_in_jiangxi", "孩子的户口"),
    ("老公是南昌户口", "hukou_in_jiangxi", "孩子的户口"),
    ("孩子户口在农村老家", "hukou_in_jiangxi", "在江西吗"),
    ("税率15%", "marginal_rate", "哪一档"),
    ("怀孕16周流产", "pregnancy_months", "4个月"),
    ("预产期是年底", "expected_date", "哪年哪月"),
    ("平均工资8块", "average_monthly_wage", "每月多少元"),
]


@pytest.mark.parametrize(("text", "name", "part"), CLARIFIED)
def test_ambiguous_is_asked(text: str, name: str, part: str) -> None:
    found = _facts(text)
    assert name not in found.facts
    questions = dict(found.clarify)
    assert part in questions[name]


NOTHING = [
    "育儿补贴从2025年1月1日起发放吗", "需要江西户口吗", "必须是江西户口才能领吗", "3周岁以下婴幼儿有补贴吗", "产假是98天还是188天",
    "育儿补贴是什么", "各扣一半还是一个人扣", "国办发〔2024〕48号是什么文件", "第二个孩子能领多少", "一个孩子一年多少钱", "谢谢", "",
    "14周岁以下儿童坐公交", "2025年7月10日印发的措施", "要不要交社保", "托育机构有补助吗",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_no_fact_in(text: str) -> None:
    assert _facts(text).facts == {}


CORRECTED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("不对,是23年的", {"birth_date": "2024-05"}, {"birth_date": "2023-05"}),
    ("不对,是23年的", {"birth_date": "2024-05-03"}, {"birth_date": "2023-05-03"}),
    ("说错了,是6月", {"birth_date": "2024-05"}, {"birth_date": "2024-06"}),
    ("说错了,是6月", {"birth_date": "2024-05-03"}, {"birth_date": "2024-06-03"}),
    ("说错了,是6月", {"birth_date": "2024-05-31"}, {"birth_date": "2024-06"}),
    ("应该是3号", {"birth_date": "2024-05-13"}, {"birth_date": "2024-05-03"}),
    ("不是5月,是6月", {"birth_date": "2024-05"}, {"birth_date": "2024-06"}),
    ("不是2024年5月,是2023年4月", {"birth_date": "2024-05"}, {"birth_date": "2023-04"}),
    ("记错了,2022年12月", {"birth_date": "2024-05-03"}, {"birth_date": "2022-12"}),
    ("打错了,是2024年6月8日", {"birth_date": "2024-05"}, {"birth_date": "2024-06-08"}),
    ("2023年的呢", {"birth_date": "2024-05"}, {"birth_date": "2023-05"}),
    ("要是23年的呢", {"birth_date": "2024-05"}, {"birth_date": "2023-05"}),
    ("预产期说错了,是明年4月", {"expected_date": "2027-03"}, {"expected_date": "2027-04"}),
    ("不对,从3月5号开始休", {"leave_start": "2026-03-01"}, {"leave_start": "2026-03-05"}),
    ("不是双胞胎", {"babies": 2}, {"babies": 1}),
    ("不是剖腹产", {"difficult_birth": True}, {"difficult_birth": False}),
    ("说错了,工资是9000", {"average_monthly_wage": 8000}, {"average_monthly_wage": 9000}),
    ("不对,户口在湖南", {"hukou_in_jiangxi": True}, {"hukou_in_jiangxi": False}),
    ("不是我一个人扣,是一人一半", {"share": 100}, {"share": 50}),
    ("如果是双胞胎呢", {"birth_date": "2024-05"}, {"birth_dates": ["2024-05", "2024-05"]}),
    ("不对,双胞胎是23年的", {"birth_dates": ["2024-05", "2024-05"]}, {"birth_dates": ["2023-05", "2023-05"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "previous", "expected"), CORRECTED)
def test_correction_replaces_only_its_part(
    text: str, previous: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = _facts(text, None, previous)
    merged = merge_facts(previous, found.facts, found.corrections)
    assert {name: merged.get(name) for name in expected} == expected
    assert set(found.corrections) & (set(previous) | set(expected))


def test_correction_of_one_of_two_children() -> None:
    first = _facts("老大2022年1月,老二2024年5月出生")
    known = merge_facts({}, first.facts)
    found = _facts("说错了,老二是23年的", None, known)
    assert found.facts["birth_dates"] == ["2022-01", "2023-05"]
    unclear = _facts("说错了,是23年的", None, known)
    assert "birth_dates" in dict(unclear.clarify)


def test_named_child_afterwards() -> None:
    known = merge_facts({}, _facts("老大2022年1月,老二2024年5月出生").facts)
    merged = merge_facts(known, _facts("那老大呢", None, known).facts)
    assert merged["birth_date"] == "2022-01" and "birth_dates" not in merged


def test_age_then_date_completes_the_child() -> None:
    known = merge_facts({}, _facts("大的5岁小的2岁").facts)
    merged = merge_facts(known, _facts("2024年5月", "birth_date", known).facts)
    assert merged["birth_date"] == "2024-05"
    assert merged["children"][1] == {"label": "小宝", "birth_date": "2024-05"}


def test_year_then_month() -> None:
    first = _facts("2024年", "birth_date")
    known = merge_facts({}, first.facts)
    assert known["birth_date_range"] == ["2024-01-01", "2024-12-31"]
    merged = merge_facts(known, _facts("5月", "birth_date", known).facts)
    assert merged == {"birth_date": "2024-05"}


def test_refused_suggestion_is_asked_again() -> None:
    known = merge_facts({}, _facts("孩子刚满两岁").facts)
    found = _facts("不是", "birth_date", known)
    assert "birth_date" in dict(found.clarify) and "birth_date" not in found.facts


def test_age_far_from_the_limits_gives_a_range_only() -> None:
    found = _facts("孩子10岁,坐公交能减免吗?")
    assert found.facts["birth_date_range"] == ["2015-11-25", "2016-11-24"]


def test_known_date_is_not_lost_to_an_age() -> None:
    known = {"birth_date": "2024-05-03"}
    found = _facts("孩子现在两岁半了", None, known)
    assert merge_facts(known, found.facts, found.corrections)["birth_date"] == "2024-05-03"
    assert found.clarify == []


def test_unknown_is_said() -> None:
    assert _facts("不知道", "marginal_rate").unknown == ("marginal_rate",)


def test_caesarean_withdraws_difficult_birth() -> None:
    known = {"difficult_birth": True, "babies": 1}
    found = _facts("不对,是剖腹产", None, known)
    assert merge_facts(known, found.facts, found.corrections) == {"babies": 1}
    assert "difficult_birth" in dict(found.clarify)


_PIECES = (
    "孩子", "老大", "老二", "双胞胎", "2024年", "5月", "3日", "出生", "生的", "两岁", "刚满", "8个月",
    "不对", "是", "不是", "户口", "在", "江西", "深圳", "工资", "8000", "一万二", "税率", "10%",
    "一人一半", "难产", "剖腹产", "流产", "怀孕", "3个月", "预产期", "明年", "开始休", "产假", ",", "。",
    "?", "吗", "多少", "三个", "娃", "买房", "公积金", "2023", "农历", "正月", "年底", "说错了",
)  # fmt: skip
_WORDS = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
_PREVIOUS = st.dictionaries(
    st.sampled_from(["birth_date", "birth_dates", "expected_date", "babies", "children", "suggested", "birth_year", "miscarriage"]),
    st.one_of(
        st.sampled_from(["2024-05", "2024-05-31", "2024", "x", 2024, 2, True, None]),
        st.just(["2024-05", "2022-01"]),
        st.just([{"label": "老二", "birth_date": "2024-05"}]),
        st.just({"field": "birth_date", "value": "2024-11"}),
    ),
    max_size=3,
)  # fmt: skip
_FIELDS = st.sampled_from(
    [None, "birth_date", "birth_dates", "expected_date", "leave_start", "babies", "share", "marginal_rate",
     "average_monthly_wage", "hukou_in_jiangxi", "pregnancy_months", "minor_children", "tax_year", "nonsense"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), _WORDS), _FIELDS, _PREVIOUS)
@example("老二2001年", None, {"birth_date": ["2024-05", "2022-01"]})
def test_never_raises(text: str, asked: str | None, previous: dict[str, Any]) -> None:
    found = _facts(text, asked, previous)
    merge_facts(previous, found.facts, found.corrections)


@pytest.mark.parametrize(
    ("question", "minors"),
    [
        ("两个孩子一个已经19岁读大学,一个9岁,公积金贷款能提高吗", 1),
        ("三个孩子,老大20岁,老二10岁,老三5岁,公积金能多贷吗", 2),
        ("三个孩子,最大的20岁,公积金能多贷吗", 2),
        ("两个未成年孩子,一个17岁一个9岁,公积金能多贷吗", 2),
    ],
)
def test_a_grown_child_is_no_minor(question: str, minors: int) -> None:
    day = date(2025, 9, 1)
    result = run_rule("provident_fund_loan", extract_facts(question, day).facts, day)
    assert [step["value"] for step in result["steps"] if step["value"] is not None] == [minors]


def test_a_child_known_by_its_year_is_not_left_out() -> None:
    known = _facts("大的2024年生的,小的2025年2月生的,两个一起能领多少")
    assert "birth_date" not in known.facts
    merged = merge_facts({}, known.facts)
    completed = _facts("大的是5月", "birth_date", merged).facts
    assert completed["birth_dates"] == ["2024-05", "2025-02"]


def test_born_next_year_is_a_range() -> None:
    span = _facts("我明年才生能有补贴不").facts["expected_date_range"]
    assert span == [f"{AS_OF.year + 1}-01-01", f"{AS_OF.year + 1}-12-31"]


def test_the_year_of_a_tax_is_no_birth() -> None:
    assert "children" not in _facts("宝宝2025年3月生的今年个税能扣多少").facts
