"""Word files: automatic numbers, merged cells, tracked changes, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx_making import abstract, docx, number, paragraph

from corpus.loaded import LoadError
from corpus.loaders import load
from corpus.loaders.docx import read_docx
from corpus.parser import parse

NUMBERING = abstract(
    "1", ("chineseCounting", "%1、"), ("chineseCounting", "(%2)"), ("decimal", "%3.")
) + abstract("2", ("chineseCountingThousand", "第%1条"))


def read(body: str, tmp_path: Path, numbering: str = "", styles: str = "") -> str:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, numbering, styles))
    return load(path).text


def test_docx_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    body = (
        paragraph("某市托育措施")
        + paragraph("增加供给", "5", 0)
        + paragraph("建设中心。每县一个。", "5", 1)
        + paragraph("按需建设;", "5", 2)
        + paragraph("统一标准。", "5", 2)
        + paragraph("发展社区托育。同步规划。", "5", 1)
        + paragraph("加强支持", "5", 0)
        + paragraph("给予补助。按人数补助。", "5", 1)
    )
    text = read(body, tmp_path, NUMBERING + number("5", "1"))
    assert text == (
        "某市托育措施\n一、增加供给\n(一)建设中心。每县一个。\n1.按需建设;\n2.统一标准。\n"
        "(二)发展社区托育。同步规划。\n二、加强支持\n(一)给予补助。按人数补助。\n"
    )
    document = parse("x", text)
    assert [m.key for m in document.measures] == ["s1m1", "s1m2", "s2m1"]


def test_docx_articles_numbered_by_a_style(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Article"><w:basedOn w:val="Base"/></w:style>'
    )
    body = paragraph("某市托育办法") + "".join(
        paragraph(f"内容{i}。", style="Article") for i in range(1, 12)
    )
    text = read(body, tmp_path, NUMBERING + number("7", "2"), styles)
    assert "第一条 内容1。\n" in text and "第十一条 内容11。\n" in text
    assert [m.number for m in parse("x", text).measures] == list(range(1, 12))


def test_docx_numbering_that_starts_anew(tmp_path: Path) -> None:
    numbering = NUMBERING + number("5", "2") + number("6", "2", restart=1)
    body = paragraph("甲", "5") + paragraph("乙", "5") + paragraph("丙", "6")
    assert read(body, tmp_path, numbering) == "第一条 甲\n第二条 乙\n第一条 丙\n"


def test_docx_tables_changes_and_breaks(tmp_path: Path) -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{paragraph(text)}</w:tc>"

    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:p><w:r><w:t>补助</w:t></w:r><w:ins><w:r><w:t>标准</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:br/><w:t>如下</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{cell('类别', merged[0])}{cell('标准')}</w:tr>"
        f"<w:tr>{cell('', merged[1])}{cell('200元')}</w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent>{paragraph('完')}</w:sdtContent></w:sdt>"
    )
    assert read(body, tmp_path) == "补助标准\n如下\n类别\t标准\n类别\t200元\n完\n"


def test_docx_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    with pytest.raises(LoadError, match="异常庞大"):
        load(path)


def test_docx_xml_entities_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE lolz [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("第一条 &b;&f;"), declaration=laughs))
    with pytest.raises(LoadError, match="不安全"):
        load(path)


def test_docx_broken_or_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    whole = docx(paragraph("第一条 为了规范托育,制定本办法。"))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LoadError):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    with pytest.raises(LoadError, match="不是 Word 文档"):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a><b></a>")
    with pytest.raises(LoadError, match="已损坏"):
        load(path)


def test_a_zip_inside_memory_only() -> None:
    """Nothing of an archive is ever written to disk, whatever its entries are called."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../evil.txt", "x")
        archive.writestr("word/document.xml", "<a/>")
    assert read_docx(buffer.getvalue(), "evil.docx").text.strip() == ""


def cell(text: str, *, span: int = 1, merge: str = "") -> str:
    merged = {"": "", "begin": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{wide}{merged}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_docx_cells_merged_downwards_stand_in_every_row(tmp_path: Path) -> None:
    text = read(
        paragraph("某市托育补贴办法")
        + paragraph("第一条 补贴标准如下表。")
        + table(
            cell("等级", merge="begin") + cell("每月补贴", span=2),
            cell("", merge="on") + cell("乳儿班") + cell("托小班"),
            cell("一级", merge="begin") + cell("800元") + cell("600元"),
            cell("", merge="on") + cell("(新建)900元") + cell("700元"),
            cell("农村地区", span=3),
            cell("二级") + cell("500元") + cell("350元"),
        )
        + paragraph("第二条 本办法自2024年4月1日起施行。"),
        tmp_path,
    )
    assert text.split("\n")[2:7] == [
        "等级\t每月补贴 乳儿班\t每月补贴 托小班",
        "一级\t800元\t600元",
        "一级\t(新建)900元\t700元",
        "农村地区\t",
        "二级\t500元\t350元",
    ]
    document = parse("x", text)
    row = next(s for s in document.measures[0].sentences if s.text.startswith("二级"))
    assert [text[a:b] for a, b in row.context] == [
        "等级\t每月补贴 乳儿班\t每月补贴 托小班",
        "农村地区",
    ]
    cited = [s.text for s, _ in document.sentences()]
    assert "等级\t每月补贴 乳儿班\t每月补贴 托小班" not in cited
    assert document.measures[1].number == 2


def test_docx_frame_around_running_text_is_no_table(tmp_path: Path) -> None:
    text = read(table(cell("第一条 机构应当备案。"), cell("第二条 机构应当公示。")), tmp_path)
    assert text == "第一条 机构应当备案。\n第二条 机构应当公示。\n"
