"""Appendices, tables after the text, and the lines with which a text is signed."""

from __future__ import annotations

from corpus.model import Document
from corpus.parser import parse

LAW = "某市租房办法\n第一条 房屋应当安全。\n第二条 本办法由市住房局解释。\n"


def cited(document: Document) -> list[str]:
    return [sentence.text for sentence, measure in document.sentences() if measure]


def test_a_table_after_the_last_article_is_a_unit_of_its_own() -> None:
    document = parse("x", LAW + "某市租房补贴标准表\n区域\t标准\n城区\t800元\n郊区\t500元\n")
    assert [m.number for m in document.measures] == [1, 2, None]
    table = document.measures[2]
    assert table.label == "某市租房补贴标准表"
    assert table.heading is not None and table.heading.text == "某市租房补贴标准表"
    assert [s.text for s in table.sentences if s.citable] == ["城区\t800元", "郊区\t500元"]
    assert [s.text for s in document.measures[1].sentences] == ["本办法由市住房局解释。"]


def test_two_tables_with_their_notes() -> None:
    tables = (
        "税率表一(综合所得)\n级数\t税率\n1\t3%\n2\t10%\n(注:以年度收入计。)\n"
        "税率表二(经营所得)\n级数\t税率\n1\t5%\n2\t20%\n"
    )
    document = parse("x", LAW + tables)
    assert document.count == 2
    assert [m.label for m in document.measures[2:]] == ["税率表一(综合所得)", "税率表二(经营所得)"]
    assert [s.text for s in document.measures[2].sentences][-1] == "(注:以年度收入计。)"


def test_a_part_of_an_appendix_stands_over_its_measures() -> None:
    document = parse(
        "x",
        LAW + "附件\n资质条件\n一、文件资料\n(一)甲级。有职工五十名。\n(二)乙级。有职工二十名。\n"
        "二、考试试卷\n(一)甲级。有职工四十名。\n(二)乙级。有职工十名。\n",
    )
    assert [m.label for m in document.measures[2:]] == [
        "附件 一、文件资料 (一)甲级",
        "附件 一、文件资料 (二)乙级",
        "附件 二、考试试卷 (一)甲级",
        "附件 二、考试试卷 (二)乙级",
    ]
    sentence = next(s for s, _ in document.sentences() if s.text == "有职工四十名。")
    assert [document.text[a:b] for a, b in sentence.context] == ["考试试卷"]


def test_a_table_that_the_last_article_points_to_is_part_of_it() -> None:
    text = "某市租房办法\n第一条 房屋应当安全。\n第二条 补贴标准见下表。\n区域\t标准\n城区\t800元\n"
    document = parse("x", text)
    assert [m.number for m in document.measures] == [1, 2]
    assert "城区\t800元" in [s.text for s in document.measures[1].sentences]


def test_appendices_of_a_notice() -> None:
    document = parse(
        "x",
        "关于做好租房补贴工作的通知\n各县(区)人民政府:\n一、加强领导。明确分工。\n二、抓好落实。按时发放。\n"
        "附件:1.补贴标准\n2.申请流程\n某市住房局\n2025年3月1日\n"
        "附件1\n补贴标准\n区域\t标准\n城区\t800元\n附件2\n申请流程\n一、申请。向街道申请。\n二、审核。街道审核。\n",
    )
    assert [(m.number, m.label) for m in document.measures] == [
        (1, "一、加强领导"),
        (2, "二、抓好落实"),
        (None, "附件1 补贴标准"),
        (None, "附件2 一、申请"),
        (None, "附件2 二、审核"),
    ]
    assert [(a.name, a.title) for a in document.appendices] == [
        ("附件1", "补贴标准"),
        ("附件2", "申请流程"),
    ]
    assert [s.text for s in document.closing if s.citable] == []
    assert [s.text for s in document.closing] == [
        "附件:1.补贴标准",
        "2.申请流程",
        "某市住房局",
        "2025年3月1日",
    ]


def test_a_list_of_attachments_alone_is_no_appendix() -> None:
    document = parse(
        "x", LAW + "附件:租房补贴申请表\n某市人民政府办公室\n2025年3月1日\n(此件公开发布)\n"
    )
    assert document.appendices == ()
    assert cited(document)[-1] == "本办法由市住房局解释。"
    assert [s.citable for s in document.closing] == [False] * 4


def test_articles_of_an_only_appendix_keep_their_numbers() -> None:
    document = parse(
        "x",
        "关于规范租房的公告\n现将有关规定公告如下。\n某市住房局\n2025年3月1日\n附件\n租房管理规定\n"
        "第一条 房屋应当安全。\n第二条 租金应当公示。\n第三条 合同应当备案。\n",
    )
    numbered = [(m.number, m.label) for m in document.measures if m.number and m.marker]
    assert numbered == [(1, "附件 第一条"), (2, "附件 第二条"), (3, "附件 第三条")]


def test_a_signature_after_the_last_article() -> None:
    document = parse("x", LAW + "某市人民政府\n2025年3月1日\n")
    assert cited(document)[-1] == "本办法由市住房局解释。"
    assert [s.text for s in document.closing] == ["某市人民政府", "2025年3月1日"]
