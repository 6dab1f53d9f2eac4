"""The forms that Chinese policy documents take, each in a short text of its own making."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.model import Document, Metadata, Role
from corpus.parser import parse

LAW = """# 某某省鼓励儿童阅读条例

2019年3月28日 某某省第十三届人民代表大会常务委员会第十一次会议通过

目录
第一章  总则
第二章  阅读服务
第三章  附则

## 第一章  总则

第一条 为了鼓励儿童阅读,根据有关法律,制定本条例。

第二条　本条例适用于本省行政区域内的儿童阅读活动。
第一条规定的活动,包括亲子阅读。

## 第二章  阅读服务

### 第一节  场所

第三条 公共图书馆应当设置儿童阅览区。

县级公共图书馆应当符合下列条件:

(一)有独立的出入口;

(二)有母婴室。

### 第二节  活动

第四条 学校每年至少举办一次阅读活动。
第三条和第二条规定的单位应当配合。

## 第三章  附则

第五条 本条例自2019年5月1日起施行。
"""


def law() -> Document:
    return parse("law", LAW)


def rebuilt(document: Document) -> str:
    return "".join(document.text[leaf.start : leaf.end] for leaf in document.leaves)


def test_law_articles_run_through_chapters_and_subchapters() -> None:
    document = law()
    assert [(m.number, m.section, m.marker) for m in document.measures] == [
        (1, 1, "第一条"),
        (2, 1, "第二条"),
        (3, 2, "第三条"),
        (4, 2, "第四条"),
        (5, 3, "第五条"),
    ]
    assert [(s.number, s.marker, s.title) for s in document.sections] == [
        (1, "第一章", "总则"),
        (2, "第二章", "阅读服务"),
        (3, "第三章", "附则"),
    ]
    assert rebuilt(document) == LAW


def test_law_subchapter_title_belongs_to_no_article() -> None:
    document = law()
    for measure in document.measures:
        text = "".join(s.text for s in measure.all_sentences())
        assert "第一节" not in text
        assert text != "活动"
    titles = [LAW[x.start : x.end] for x in document.leaves if x.role is Role.SECTION_TITLE]
    assert titles == ["总则", "阅读服务", "场所", "活动", "附则"]


def test_law_paragraphs_and_items_stay_in_their_article() -> None:
    third = law().measures[2]
    assert [s.text for s in third.sentences] == [
        "公共图书馆应当设置儿童阅览区。",
        "县级公共图书馆应当符合下列条件:",
        "(一)有独立的出入口;",
        "(二)有母婴室。",
    ]


def test_law_line_that_begins_with_a_reference_is_no_article() -> None:
    document = law()
    assert document.measures[1].sentences[-1].text == "第一条规定的活动,包括亲子阅读。"
    assert document.measures[3].sentences[-1].text == "第三条和第二条规定的单位应当配合。"


def test_law_metadata() -> None:
    metadata = law().metadata
    assert metadata.title == "某某省鼓励儿童阅读条例"
    assert metadata.issued == date(2019, 3, 28)
    assert metadata.effective_from == date(2019, 5, 1)
    assert metadata.region == "某某省"


def test_law_without_numbers_in_its_first_chapter() -> None:
    """A damaged copy: the unnumbered text is kept, under its chapter, and no number is invented."""
    text = (
        "某某市办法\n第一章 总则\n为了保护树木,制定本办法。\n第二条 树木受保护。\n第三条 不得砍伐。"
    )
    document = parse("x", text)
    assert [m.number for m in document.measures] == [None, 2, 3]
    assert document.measures[0].section == 1
    assert rebuilt(document) == text


@pytest.mark.parametrize(
    "opening, closing", ["()", "\uff08\uff09", ("\uff08", ")"), ("(", "\uff09")]
)
def test_brackets_of_either_width(opening: str, closing: str) -> None:
    text = (
        "某市关于支持养老的若干措施\n"
        "一、增加供给\n"
        f"{opening}一{closing}建设养老床位。新建居住区配建养老设施。{opening}市民政局、市财政局按职责分工负责{closing}\n"
        f"{opening}二{closing}发展助餐服务。支持社区食堂。{opening}责任单位\uff1a市民政局{closing}\n"
        "二、加强保障\n"
        f"{opening}三{closing}落实资金。各县安排专项资金。{opening}市财政局负责{closing}\n"
    )
    document = parse("x", text)
    assert [m.number for m in document.measures] == [1, 2, 3]
    assert [m.title for m in document.measures] == ["建设养老床位", "发展助餐服务", "落实资金"]
    assert [[u.name for u in m.units] for m in document.measures] == [
        ["市民政局", "市财政局"],
        ["市民政局"],
        ["市财政局"],
    ]
    assert rebuilt(document) == text


def test_four_levels_of_numbering() -> None:
    text = (
        "某市关于支持养老的若干措施\n"
        "一、增加供给\n"
        "(一)建设床位。按下列要求建设\uff1a\n"
        "1.新建居住区同步配建\uff1b\n"
        "(1)每百户不少于三十平方米\uff1b\n"
        "(2)集中设置。\n"
        "2\uff0e老旧小区补建。\n"
        "(二)发展助餐。支持社区食堂。\n"
        "二、加强保障\n"
        "(一)落实资金。安排专项资金。\n"
    )
    document = parse("x", text)
    assert [(m.key, m.section, m.number) for m in document.measures] == [
        ("s1m1", 1, 1),
        ("s1m2", 1, 2),
        ("s2m1", 2, 1),
    ]
    assert [s.text for s in document.measures[0].sentences] == [
        "按下列要求建设\uff1a",
        "1.新建居住区同步配建\uff1b",
        "(1)每百户不少于三十平方米\uff1b",
        "(2)集中设置。",
        "2\uff0e老旧小区补建。",
    ]
    assert document.measure(1, section=2) is document.measures[2]
    assert rebuilt(document) == text


def test_parts_with_arabic_items() -> None:
    text = "某市关于稳岗的措施\n一、支持企业\n1.减税。依法减税。\n2.降费。依法降费。\n二、支持个人\n3.培训。组织培训。"
    document = parse("x", text)
    assert [(m.section, m.number, m.title) for m in document.measures] == [
        (1, 1, "减税"),
        (1, 2, "降费"),
        (2, 3, "培训"),
    ]


def test_parts_alone_are_the_measures() -> None:
    text = "某市关于稳岗的措施\n一、减税。依法减税。\n二、降费。依法降费。\n三、培训。组织培训。"
    document = parse("x", text)
    assert [m.label for m in document.measures] == ["一、减税", "二、降费", "三、培训"]
    assert document.sections == ()


def test_items_listed_in_one_part_are_not_measures() -> None:
    text = (
        "某市关于救助的决定\n"
        "一、救助对象应当符合下列条件\uff1a\n(一)本市户籍\uff1b\n(二)生活困难。\n"
        "二、救助按月发放。\n三、救助由街道受理。\n四、本决定自公布之日起施行。"
    )
    document = parse("x", text)
    assert [m.number for m in document.measures] == [1, 2, 3, 4]
    assert "(二)生活困难。" in [s.text for s in document.measures[0].sentences]


def test_part_with_text_before_its_first_measure() -> None:
    text = (
        "某市关于稳岗的实施意见\n一、总体要求\n坚持就业优先。\n"
        "二、主要任务\n(一)减税。依法减税。\n(二)降费。依法降费。\n三、保障\n(三)落实。各县落实。"
    )
    document = parse("x", text)
    assert [(m.section, m.number) for m in document.measures] == [(1, None), (2, 1), (2, 2), (3, 3)]
    assert document.measures[0].label == "一、总体要求"
    assert [s.text for s in document.measures[0].sentences] == ["坚持就业优先。"]


def test_responsibility_in_lines_of_its_own() -> None:
    text = (
        "某市关于稳岗的措施\n一、减税。依法减税。\n牵头单位\uff1a市税务局\n配合单位\uff1a市财政局、各县(区)\n"
        "二、培训。组织培训。\n责任单位\uff1a市人社局\n"
    )
    document = parse("x", text)
    assert [[(u.name, u.role) for u in m.units] for m in document.measures] == [
        [("市税务局", "牵头"), ("市财政局", "配合"), ("各县(区)", "配合")],
        [("市人社局", "负责")],
    ]
    assert [s.text for s in document.measures[0].sentences] == ["依法减税。"]
    assert rebuilt(document) == text


def test_text_without_structure_becomes_paragraphs() -> None:
    text = "育儿补贴怎么领\n满足条件的家庭可以线上申请。审核需要十天。\n\n发放到社保卡。"
    document = parse("x", text)
    assert document.metadata.title == "育儿补贴怎么领"
    assert [(m.number, m.label) for m in document.measures] == [(1, "第1段"), (2, "第2段")]
    assert [s.text for s in document.measures[0].sentences] == [
        "满足条件的家庭可以线上申请。",
        "审核需要十天。",
    ]
    assert rebuilt(document) == text


@pytest.mark.parametrize(
    "text", ["", "\n", " \n\t\n", "↓↓↓", "。", "一、", "第一条", "(一)", "\ufeff"]
)
def test_almost_nothing(text: str) -> None:
    document = parse("x", text)
    assert rebuilt(document) == text


def test_notice_that_carries_a_document() -> None:
    text = (
        "某某市人民政府办公室关于印发《某某市托育服务管理办法》的通知\n某政办发\u30142024\u301515号\n"
        "各县(区)人民政府\uff1a\n现将《某某市托育服务管理办法》印发给你们,请认真执行。\n2024年3月5日\n"
        "某某市托育服务管理办法\n"
        "第一条 为规范托育服务,制定本办法。\n第二条 本办法自2024年4月1日起施行,有效期5年。\n"
    )
    metadata = parse("x", text).metadata
    assert metadata.title == "某某市托育服务管理办法"
    assert metadata.issuer == "某某市人民政府办公室"
    assert metadata.number == "某政办发〔2024〕15号"
    assert metadata.issued == date(2024, 3, 5)
    assert metadata.effective_from == date(2024, 4, 1)
    assert metadata.effective_to == date(2029, 3, 31)
    assert metadata.region == "某某市"


def test_years_of_a_licence_are_not_the_document_s_validity() -> None:
    text = "某市办法\n第一条 许可证有效期3年。\n第二条 本办法自2024年4月1日起施行。"
    metadata = parse("x", text).metadata
    assert (metadata.effective_from, metadata.effective_to) == (date(2024, 4, 1), None)


def test_dates_in_chinese_numerals() -> None:
    text = "某某市关于托育服务的意见\n一、补助。给予补助。\n二、监管。加强监管。\n某某市人民政府\n二〇二四年十月十二日"
    assert parse("x", text).metadata.issued == date(2024, 10, 12)


def test_given_metadata_overrides_the_text() -> None:
    given = Metadata(issuer="某某省人民代表大会常务委员会", effective_from=date(2020, 1, 1))
    metadata = parse("law", LAW, given).metadata
    assert metadata.issuer == "某某省人民代表大会常务委员会"
    assert metadata.effective_from == date(2020, 1, 1)
    assert metadata.title == "某某省鼓励儿童阅读条例"


def test_page_furniture_between_measures_is_skipped() -> None:
    text = (
        "某市关于稳岗的措施\n一、减税。依法减税。\n扫一扫在手机打开当前页\n责任编辑\uff1a张三\n"
        "二、培训。组织培训。\n版权所有\uff1a某市人民政府\n"
    )
    document = parse("x", text)
    assert [s.text for m in document.measures for s in m.all_sentences()] == [
        "减税。",
        "依法减税。",
        "培训。",
        "组织培训。",
    ]
    assert document.closing == ()


def test_decimal_numbers() -> None:
    text = (
        "某市托育机构服务标准\n1 总则\n1.1 范围\n本标准适用于托育机构。\n1.2 原则\n1.2.1 安全第一,预防为主。\n"
        "1.2.2 儿童优先。\n2 服务\n2.1 收托\n3.5万元以下的项目由县级批准。\n2.2 退托\n提前一周提出。\n"
    )
    document = parse("x", text)
    assert [(s.number, s.title) for s in document.sections] == [(1, "总则"), (2, "服务")]
    assert [(m.section, m.number, m.label) for m in document.measures] == [
        (1, 1, "1.1范围"),
        (1, 2, "1.2原则"),
        (2, 1, "2.1收托"),
        (2, 2, "2.2退托"),
    ]
    assert [s.text for s in document.measures[2].sentences] == ["3.5万元以下的项目由县级批准。"]
    assert rebuilt(document) == text


def test_figures_at_the_start_of_lines_are_no_decimal_numbers() -> None:
    text = "某市办法\n第一条 补贴如下:\n1.5万元的项目由县级批准。\n2.5万元的由市级批准。\n第二条 本办法自公布之日起施行。\n"
    document = parse("x", text)
    assert [m.number for m in document.measures] == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "打印 关闭",
        "【打印】【关闭】",
        "上一篇 | 下一篇",
        "首页 > 政务公开 > 政策",
        "主办\uff1a某市人民政府办公室",
    ],
)
def test_what_a_page_puts_below_a_text_is_furniture(line: str) -> None:
    document = parse(
        "x",
        f"某市办法\n第一条 甲应当备案。\n第二条 乙应当公示。\n某市人民政府\n2025年3月1日\n{line}\n",
    )
    assert [s.text for s in document.measures[1].sentences] == ["乙应当公示。"]
    assert line not in [s.text for s, _ in document.sentences()]
