"""Questions about documents themselves, each class answered from the document and verified."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from assistant.answer import Status
from assistant.domain import domain
from assistant.jurisdiction.select import select
from assistant.structure.answer import answer
from assistant.turn import PartAnswer, Request, Run
from assistant.understanding.model import Part, PartKind, Understanding
from assistant.verification.verify import holds, known_to
from corpus.library import Library

MAIN = domain().main_document


def asked(
    library: Library, structure: str, text: str, subject: tuple[tuple[str, str], ...] = ()
) -> PartAnswer | None:
    part = Part(text, text, kind=PartKind.STRUCTURE, structure=structure, subject=subject)
    request = Request(SimpleNamespace(library=library), text, as_of=date(2026, 11, 28))
    found = answer(part, select(part, request), request)
    known = known_to(Run(request, Understanding(text, (part,))))
    for statement in found.statements if found else ():
        assert holds(statement, known), statement.text
    return found


def said(found: PartAnswer | None) -> str:
    assert found is not None
    return "\n".join(statement.text for statement in found.statements)


def cited(found: PartAnswer | None) -> list[int | None]:
    assert found is not None
    quotes = [quote for statement in found.statements for quote in statement.quotes]
    return list(dict.fromkeys(q.measure.number for q in quotes if q.measure))


@pytest.fixture(scope="module")
def library() -> Library:
    from assistant.settings import Settings

    return Library(Settings().corpus_dir)


@pytest.mark.parametrize(
    ("structure", "text", "pieces"),
    [
        ("count_measures", "一共几条", ["4个部分", "14条措施"]),
        ("count_measures", "第二部分有几条", ["(六)至(九)", "4条措施"]),
        ("count_measures", "劳动合同法一共多少条", ["8章", "98条"]),
        ("count_measures", "女职工特别规定有几条", ["共16条"]),
        ("list_sections", "分哪几部分", ["完善生育保障支持政策措施", "营造生育友好社会环境"]),
        ("list_sections", "社会保险法分几章", ["12章", "第四章工伤保险"]),
        ("measure_heading", "倒数第二条叫什么", ["推动建设新型婚育文化"]),
        ("measure_position", "住房那条排第几", ["(十一)", "三、健全教育"]),
        ("measure_position", "讲彩礼的是哪一条", ["(十三)"]),
        ("section_of", "第九条在哪个部分", ["二、强化育幼服务支持政策保障"]),
        ("units_of_measure", "(三)的责任部门", ["4家", "省税务局", "各市、县(区)人民政府", "(一)"]),
        ("units_of_measure", "第八条列了几家", ["12家", "没有列全"]),
        ("units_of_measure", "第五条的责任单位有省公安厅吗", ["责任单位中有省公安厅"]),
        ("units_of_measure", "第十二条有教育厅吗", ["没有省教育厅"]),
        ("units_of_measure", "第九条和第十条有没有相同的单位", ["没有都列出"]),
        ("measures_of_unit", "省卫健委管哪几条", ["省卫生健康委", "定期调度机制"]),
        ("measures_of_unit", "税务局管哪两条", ["以下2条", "(三)", "(八)"]),
        ("measures_of_unit", "市县政府管哪些", ["14条"]),
        ("measures_of_unit", "省水利厅管哪几条", ["没有您说的单位", "省医保局"]),
        ("measures_of_unit", "哪几条没有省财政厅", ["5条", "(五)"]),
        ("lead_unit", "谁牵头", ["没有写明由哪个单位牵头", "定期调度机制"]),
        ("lead_unit", "第三条谁牵头", ["(三)加大养育照护经济支持没有写明"]),
        ("most_units", "哪条涉及的单位最多", ["(八)", "12家"]),
        ("most_units", "哪条责任单位最少", ["(一)", "3家"]),
        ("most_measures", "哪个部门管得最多", ["省卫生健康委"]),
        ("most_measures", "哪个部分条数最多", ["一、完善生育保障支持政策措施", "5条"]),
        ("mentions", "哪几条提到心理健康", ["2条", "(九)", "(十)"]),
        ("issue_date", "什么时候印发的", ["2025年7月10日"]),
        ("effective_date", "什么时候施行", ["没有写明施行日期", "2025年7月10日"]),
        ("effective_date", "妇女权益保障法哪天施行", ["本法自2023年1月1日起施行"]),
        ("document_number", "引用的上位文件文号", ["国办发〔2024〕48号"]),
        ("document_number", "文号", ["没有写明文号"]),
        ("document_number", "女职工劳动保护特别规定文号", ["619号"]),
        ("issuer", "谁发的", ["江西省人民政府办公厅"]),
        ("title", "全称", ["江西省关于加快完善生育支持政策体系的若干措施"]),
        ("title", "第三条的标题", ["加大养育照护经济支持"]),
        ("scope", "公积金条例适用范围", ["中华人民共和国境内"]),
        ("scope", "全省都适用吗", ["江西省"]),
        ("by_force", "哪些是鼓励的", ["鼓励国有场所", "鼓励各地出台"]),
        ("by_force", "探索性的有哪些", ["探索筹建人口发展基金"]),
        ("by_audience", "村里要做什么", ["村(居)委会"]),
        ("by_audience", "企业要做什么", ["鼓励用人单位出台托育支持措施"]),
        ("neighbours", "第五条的下一条", ["促进儿童医疗卫生服务高质量发展"]),
        ("whole_summary", "主要讲什么", ["促进人口高质量发展", "(十四)"]),
        ("closing", "结尾写了什么", ["要完善人口监测体系"]),
        ("closing", "定期调度机制由谁建立", ["卫生健康、发展改革部门要建立"]),
        ("basis", "落实国家哪个文件", ["国办发〔2024〕48号"]),
        ("addressees", "印发给谁", ["各市、县(区)人民政府", "省政府各部门"]),
        ("preamble", "开头怎么说", ["为贯彻落实国务院办公厅"]),
    ],
)
def test_answers(library: Library, structure: str, text: str, pieces: list[str]) -> None:
    found = asked(library, structure, text)
    assert found is not None
    assert found.status is Status.ANSWERED
    for piece in pieces:
        assert piece in said(found)
    assert any(statement.quotes for statement in found.statements)


@pytest.mark.parametrize(
    ("text", "document", "number"),
    [
        ("第十三条全文", MAIN, 13),
        ("劳动合同法第三十八条", "national-labor-contract-law-2012", 38),
        ("社保法第五十六条原文", "national-social-insurance-law-2018", 56),
        ("劳动合同法第二章第一条", "national-labor-contract-law-2012", 7),
        ("公积金条例第24条", "national-housing-fund-regulations-2019", 24),
        ("育儿补贴管理规范附则第一条", "national-subsidy-management-2025", None),
    ],
)
def test_a_measure_comes_whole(
    library: Library, text: str, document: str, number: int | None
) -> None:
    found = asked(library, "measure_text", text)
    measure = library.get(document).measure(number) if number else None
    assert found is not None
    assert {quote.document.id for s in found.statements for quote in s.quotes} == {document}
    if measure:
        assert cited(found) == [number]
        for sentence in measure.all_sentences():
            assert sentence.text.replace("\n", "") in said(found)


def test_a_paragraph_of_an_article(library: Library) -> None:
    found = asked(library, "measure_text", "劳动合同法第三十九条第二项")
    assert found is not None
    assert "严重违反用人单位的规章制度的" in said(found)
    assert "严重失职" not in said(found)


def test_a_number_that_is_not_there_is_said(library: Library) -> None:
    assert "没有第十五条；全文共14条措施" in said(asked(library, "measure_text", "第十五条"))
    assert "没有第五部分" in said(asked(library, "list_measures", "第五部分有哪些"))
    excerpt = asked(library, "measure_text", "江西省人口与计划生育条例第九条")
    assert "节录" in said(excerpt)


def test_a_text_that_is_not_there_is_never_another_s(library: Library) -> None:
    found = asked(library, "measure_text", "国办发〔2024〕48号那个文第三条原文写的啥")
    assert found is not None
    assert found.status is Status.NOT_COVERED
    assert "没有收录《国务院办公厅" in said(found)
    assert cited(found) == []
    assert not any(c.isdigit() for c in said(found).replace("12345", ""))


def test_the_conversation_s_measure_has_a_next_one(library: Library) -> None:
    found = asked(library, "neighbours", "下一条呢", ((MAIN, "m3"),))
    assert cited(found) == [4]


@pytest.mark.parametrize(
    ("structure", "text"),
    [("mentions", "哪里提到比特币"), ("units_of_measure", "劳动合同法谁负责"), ("", "怎么领")],
)
def test_what_cannot_be_read_is_left_to_the_text(
    library: Library, structure: str, text: str
) -> None:
    assert asked(library, structure, text) is None
