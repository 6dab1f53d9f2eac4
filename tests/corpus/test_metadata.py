"""What a text says of itself: title, number, issuer and days, on heads like those of real documents."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.model import Metadata
from corpus.parser import parse

BODY = "第一条 为了规范房屋租赁,制定本办法。\n第二条 本办法由市住房城乡建设局解释。\n"


def read(head: str, body: str = BODY) -> Metadata:
    return parse("x", head + body).metadata


def test_title_stands_below_the_line_of_a_decree() -> None:
    metadata = read(
        "广州市人民政府令\n第195号\n《广州市房屋租赁管理办法》已经2023年1月5日市人民政府常务会议通过,现予公布,"
        "自2023年3月1日起施行。\n市长 某某\n2023年1月20日\n广州市房屋租赁管理办法\n"
    )
    assert metadata.title == "广州市房屋租赁管理办法"
    assert metadata.number == "广州市人民政府令第195号"
    assert metadata.issuer == "广州市人民政府"
    assert metadata.issued == date(2023, 1, 20)
    assert metadata.effective_from == date(2023, 3, 1)
    assert metadata.region == "广州市"


def test_issuer_and_number_of_a_text_issued_again_over_a_line_break() -> None:
    metadata = read(
        "广州市人民政府办公厅关于重新\n印发广州市房屋租赁管理办法的通知\n穗府办规〔2023〕5号\n各区人民政府:\n"
        "经修订的《广州市房屋租赁管理办法》重新印发给你们,原办法(穗府办规〔2018〕10号)同时废止。\n"
        "2023年4月6日\n广州市房屋租赁管理办法\n"
    )
    assert metadata.title == "广州市房屋租赁管理办法"
    assert metadata.issuer == "广州市人民政府办公厅"
    assert metadata.number == "穗府办规〔2023〕5号"
    assert metadata.issued == date(2023, 4, 6)


def test_issuer_is_who_signs_and_no_ministry_that_is_named() -> None:
    metadata = read(
        "关于贯彻落实人力资源社会保障部生育津贴发放办法的通知\n赣人社发〔2024〕12号\n各设区市人力资源和社会保障局:\n",
        "一、发放范围。参保职工。\n二、发放标准。按月发放。\n江西省人力资源和社会保障厅 江西省医疗保障局\n2024年6月3日\n",
    )
    assert metadata.issuer == "江西省人力资源和社会保障厅、江西省医疗保障局"
    assert metadata.region == "江西省"
    assert metadata.issued == date(2024, 6, 3)
    assert metadata.number == "赣人社发〔2024〕12号"


def test_a_re_enactment_is_the_issue_of_the_text() -> None:
    metadata = read(
        "某某省房屋租赁条例\n(2005年9月29日某某省第十届人民代表大会常务委员会第十八次会议通过\n"
        "2018年5月31日某某省第十三届人民代表大会常务委员会第三次会议修订)\n"
    )
    assert metadata.issued == date(2018, 5, 31)
    assert metadata.revised == date(2018, 5, 31)
    assert metadata.issuer == "某某省人民代表大会常务委员会"


def test_an_amendment_is_none() -> None:
    metadata = read(
        "中华人民共和国租赁法\n(1994年5月12日第八届全国人民代表大会常务委员会第七次会议通过 根据2010年4月29日"
        "第十一届全国人民代表大会常务委员会第十四次会议《关于修改〈中华人民共和国租赁法〉的决定》第一次修正 根据"
        "2012年10月26日第十一届全国人民代表大会常务委员会第二十九次会议《关于修改〈中华人民共和国租赁法〉的决定》第二次修正)\n"
    )
    assert metadata.issued == date(1994, 5, 12)
    assert metadata.revised == date(2012, 10, 26)
    assert metadata.issuer == "全国人民代表大会常务委员会"
    assert metadata.region == "全国"


@pytest.mark.parametrize(
    "note, number, issued, revised",
    [
        (
            "2004年3月5日中华人民共和国国务院令第399号公布 2021年4月7日中华人民共和国国务院令第741号修订",
            "国务院令第741号",
            date(2021, 4, 7),
            date(2021, 4, 7),
        ),
        (
            "2009年7月20日中华人民共和国国务院令第557号公布 根据2016年2月6日《国务院关于修改部分行政法规的决定》修订 "
            "2019年3月26日国务院第42次常务会议修订通过 2019年10月11日中华人民共和国国务院令第721号公布",
            "国务院令第721号",
            date(2019, 10, 11),
            date(2019, 10, 11),
        ),
        (
            "2003年3月1日中华人民共和国国务院令第372号公布 根据2019年3月2日《国务院关于修改部分行政法规的决定》修订",
            "国务院令第372号",
            date(2003, 3, 1),
            date(2019, 3, 2),
        ),
        (
            "2020年12月22日国家保密局、国家市场监督管理总局令2020年第2号公布",
            "国家保密局、国家市场监督管理总局令2020年第2号",
            date(2020, 12, 22),
            None,
        ),
    ],
)
def test_number_of_the_text_as_it_stands(
    note: str, number: str, issued: date, revised: date | None
) -> None:
    metadata = read(f"房屋租赁管理条例\n({note})\n")
    assert (metadata.number, metadata.issued, metadata.revised) == (number, issued, revised)
    assert metadata.title == "房屋租赁管理条例"


def test_passed_one_day_published_another_in_force_a_third() -> None:
    metadata = read(
        "房屋租赁管理条例\n(2004年10月13日国务院第66次常务会议通过\u30002004年10月20日中华人民共和国国务院令第422号公布"
        "\u3000自2004年12月1日起施行)\n"
    )
    assert metadata.issued == date(2004, 10, 20)
    assert metadata.effective_from == date(2004, 12, 1)
    assert metadata.issuer == "国务院"


def test_title_of_an_excerpt() -> None:
    metadata = read(
        "江西省生育保险实施办法(赣府厅字〔2019〕94号) 第三条第三点(节录)\n",
        "(三)生育津贴。按月计发。\n",
    )
    assert metadata.title == "江西省生育保险实施办法"
    assert metadata.number == "赣府厅字〔2019〕94号"
    assert metadata.excerpt


def test_a_number_line_is_no_title() -> None:
    metadata = read(
        "国卫办人口发〔2025〕24号\n\n各省、自治区、直辖市卫生健康委:\n房屋租赁管理规范(试行)\n"
    )
    assert metadata.title == "房屋租赁管理规范(试行)"
    assert metadata.number == "国卫办人口发〔2025〕24号"


@pytest.mark.parametrize(
    "title", ["人力资源市场暂行条例", "食用农产品市场销售监督管理办法", "县级以上医院管理办法"]
)
def test_a_word_in_a_title_is_no_place(title: str) -> None:
    assert read(f"{title}\n").region == ""


def test_no_day_in_force_where_the_text_names_none() -> None:
    metadata = read(
        "某某省人民政府办公厅印发《某某省租房若干措施》的通知\n各市人民政府:\n2025年7月10日\n某某省租房若干措施\n",
        "一、加大支持。给予补贴。\n二、加强服务。提供房源。\n",
    )
    assert metadata.issued == date(2025, 7, 10)
    assert metadata.effective_from is None
