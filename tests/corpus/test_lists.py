"""Items and their stems, however numbers nest; rows and their headers."""

from __future__ import annotations

from corpus.model import Document
from corpus.parser import parse


def contexts(document: Document) -> dict[str, list[str]]:
    """What is quoted with each sentence that has a context."""
    return {
        s.text: [document.text[a:b] for a, b in s.context]
        for s, _ in document.sentences()
        if s.context
    }


def law(*lines: str) -> Document:
    return parse("x", "\n".join(("某市租房办法", *lines, "第九条 本办法自公布之日起施行。")))


def test_items_stand_under_their_stem_and_the_paragraph_after_them_does_not() -> None:
    document = law(
        "第八条 机构应当守法。有下列情形之一的,责令改正:",
        "(一)未备案;",
        "(二)未公示收费,且经提醒不改的。",
        "前款规定由县级部门执行。",
    )
    assert contexts(document) == {
        "(一)未备案;": ["有下列情形之一的,责令改正:"],
        "(二)未公示收费,且经提醒不改的。": ["有下列情形之一的,责令改正:"],
    }
    stem = next(s for s, _ in document.sentences() if s.items)
    assert [document.text[a:b] for a, b in stem.items] == [
        "(一)未备案;",
        "(二)未公示收费,且经提醒不改的。",
    ]


def test_a_stem_may_end_with_a_full_stop() -> None:
    document = law("第八条 有下列行为之一的,依法处分。", "(一)弄虚作假的;", "(二)玩忽职守的。")
    assert contexts(document)["(二)玩忽职守的。"] == ["有下列行为之一的,依法处分。"]


def test_numbers_that_are_no_list_have_no_stem() -> None:
    document = parse(
        "x",
        "某市租房指南\n1.时限\n按年申请。\n一、新建的,当年申请。\n二、其他的,次年申请。\n"
        "2.发放\n一、按年发放。\n二、发到社保卡。\n",
    )
    assert [m.number for m in document.measures] == [1, 2]
    assert contexts(document) == {}


def test_nested_lists_go_on_with_the_list_that_looks_like_them() -> None:
    document = parse(
        "x",
        "某市租房指南\n1.对象\n一、本市户籍。\n2.材料\n应当提交以下材料:\n一、申请人材料\n1.身份证明,一份;\n"
        "2.户口簿,一份。\n二、房屋材料\n(1)租赁合同。\n3.窗口\n各街道窗口\n一、工作日办理。\n",
    )
    assert [(m.number, m.title) for m in document.measures] == [
        (1, "对象"),
        (2, "材料"),
        (3, "窗口"),
    ]
    assert contexts(document)["2.户口簿,一份。"] == ["应当提交以下材料:", "一、申请人材料"]
    assert contexts(document)["(1)租赁合同。"] == ["应当提交以下材料:", "二、房屋材料"]


def test_items_without_numbers() -> None:
    document = law(
        "第八条 申请人提交下列材料:", "身份证;", "户口簿;", "租赁合同。", "材料应当真实。"
    )
    found = contexts(document)
    assert set(found) == {"身份证;", "户口簿;", "租赁合同。"}
    assert found["租赁合同。"] == ["申请人提交下列材料:"]


def test_rows_with_header_and_group() -> None:
    document = law(
        "第八条 补贴标准如下表。",
        "班型\t标准",
        "一级机构\t",
        "乳儿班\t800元",
        "二级机构\t",
        "乳儿班\t500元",
    )
    eighth = document.measures[0]
    rows = [s for s in eighth.sentences if s.text.startswith("乳儿班")]
    assert [[document.text[a:b] for a, b in row.context] for row in rows] == [
        ["班型\t标准", "一级机构"],
        ["班型\t标准", "二级机构"],
    ]
    assert [s.text for s in eighth.sentences if not s.citable] == [
        "班型\t标准",
        "一级机构",
        "二级机构",
    ]
    stem = next(s for s in eighth.sentences if s.items)
    start, end = stem.items[0]
    assert document.text[start:end].startswith("班型") and document.text[start:end].endswith(
        "500元"
    )


def test_a_long_row_is_cut_into_the_sentences_of_its_cells() -> None:
    long = "符合条件的家庭可以申请补贴。" * 20
    document = law("第八条 见下表。", "事项\t说明", f"补贴\t{long}", "登记\t向街道登记。")
    cut = [s for s, _ in document.sentences() if s.text == "符合条件的家庭可以申请补贴。"]
    assert len(cut) == 20
    assert [document.text[a:b] for a, b in cut[3].context] == ["事项\t说明", "补贴"]


def test_a_tab_after_a_number_makes_no_table() -> None:
    document = parse("x", "某市租房办法\n第一条\t房屋应当安全。\n第二条\t租金应当公示。\n")
    assert [m.number for m in document.measures] == [1, 2]
    assert [s.citable for s, _ in document.sentences()] == [True] * 3
