"""Files of all kinds to text: encodings, html, docx, pdf, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx_making import abstract, docx, number, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.loaders import LoadError, decode, load
from corpus.parser import parse

DATA = Path(__file__).parent / "data"
TEXT = "某某市托育办法\n第一条 为了规范托育,制定本办法。\n第二条 本办法自2024年4月1日起施行。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"], ids=lambda e: str(e)
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_usual_encoding(encoding: str, line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", line_end).encode(encoding))
    assert load(path).text == TEXT


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("䶮城市办法。㐂欢。".encode("gb18030"))
    assert load(path).text == "䶮城市办法。㐂欢。"


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("a.txt", b"", "空文件"),
        ("a.txt", b"   \n", "没有读到文字"),
        ("a.txt", bytes(range(256)) * 20, "不是文本文件"),
        ("a.txt", b"%PDF-1.7 \xe2\xe3", "不是文本文件"),
        ("a.txt", b"PK\x03\x04 abc", "不是文本文件"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 docx"),
        ("a.xlsx", b"PK\x03\x04", "不支持 .xlsx"),
        ("a", b"abc", "没有扩展名"),
        ("a.pdf", b"%PDF-1.7 nothing", "PDF"),
        ("a.pdf", TEXT.encode(), "PDF"),
        ("a.docx", TEXT.encode(), "docx"),
        ("a.html", b"<html><body></body></html>", "没有找到正文"),
        ("a.html", b"", "空文件"),
    ],
)
def test_what_cannot_be_read_is_said(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadError, match=message):
        load(path)


def test_missing_files_folders_and_huge_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LoadError, match="找不到"):
        load(tmp_path / "none.txt")
    with pytest.raises(LoadError, match="不是普通文件"):
        load(tmp_path)
    monkeypatch.setattr("corpus.loaders.MAX_BYTES", 10)
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(LoadError, match="上限"):
        load(path)


def test_saved_page_keeps_the_article_only() -> None:
    loaded = load(DATA / "page.html")
    assert loaded.text == (
        "某某市托育服务补助办法\n"
        "第一条 为规范托育服务补助,制定本办法。\n"
        "第二条 补助标准按收托人数确定,见下表:\n"
        "类别 | 标准\n"
        "普惠托位 | 每人每月200元\n"
        "第三条 申请人应当符合下列条件:\n"
        "(一)已经备案;\n"
        "(二)价格普惠。\n"
        "第四条 本办法自2024年4月1日起施行,《某某市托育机构扶持办法》(某政发〔2019〕3号)同时废止。\n"
        "某某市人民政府\n"
        "2024年3月1日\n"
    )
    assert loaded.hints == {
        "title": "某某市托育服务补助办法",
        "url": "https://www.example.gov.cn/zc/2024/t20240305_1.html",
    }


def test_saved_page_is_parsed() -> None:
    document = parse("x", load(DATA / "page.html").text)
    assert [m.number for m in document.measures] == [1, 2, 3, 4]
    assert document.metadata.title == "某某市托育服务补助办法"
    assert document.metadata.issuer == "某某市人民政府"
    assert document.metadata.issued == date(2024, 3, 1)
    assert document.metadata.effective_from == date(2024, 4, 1)
    assert document.metadata.supersedes == ("某政发〔2019〕3号",)


def test_page_without_a_known_container(tmp_path: Path) -> None:
    """The element with most running text is taken; long lists of links weigh nothing."""
    links = "".join(
        f"<li><a href='#'>这是一条很长很长的新闻标题第{i}号</a></li>" for i in range(60)
    )
    article = "".join(f"<p>第{n}条 托育机构应当依法备案,保障安全。</p>" for n in "一二三四五六")
    path = tmp_path / "a.htm"
    path.write_bytes(
        f"<html><body><div><ul>{links}</ul></div><div class='c'><h1>某市托育办法</h1>{article}</div>"
        f"<div>联系我们</div></body></html>".encode("gb18030")
    )
    text = load(path).text
    assert text.startswith("某市托育办法\n第一条 托育机构")
    assert "新闻标题" not in text


def test_script_in_a_page_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>第一条 托育机构应当依法备案,保障婴幼儿安全和健康成长。</p>"
    path.write_text(
        f"<body><script>alert(1)</script><p onclick='x()'>某市办法</p>{body}<iframe src=x>坏</iframe></body>",
        encoding="utf-8",
    )
    assert load(path).text == "某市办法\n第一条 托育机构应当依法备案,保障婴幼儿安全和健康成长。\n"


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
    assert read(body, tmp_path) == "补助标准\n如下\n类别 | 标准\n200元\n完\n"


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
    whole = docx(paragraph(TEXT))
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


def test_pdf_headers_page_numbers_and_line_breaks_are_mended() -> None:
    """A gazette of three pages: running head, — 1 —, lines cut at the page's edge."""
    text = load(DATA / "sample.pdf").text
    assert "公报" not in text and "—" not in text
    document = parse("x", text)
    assert document.metadata.title == "某某市支持托育服务若干措施"
    assert document.metadata.effective_from == date(2024, 3, 1)
    assert document.metadata.effective_to == date(2027, 2, 28)
    assert document.metadata.implements[0].number == "某政发〔2023〕6号"
    assert [(m.section, m.number, m.title) for m in document.measures] == [
        (1, 1, "建设托育综合服务中心"),
        (1, 2, "发展社区托育"),
        (2, 3, "给予运营补助"),
        (2, 4, "落实税费优惠"),
        (3, 5, "守住安全底线"),
    ]
    assert [u.name for u in document.measures[1].units] == ["市自然资源局", "市住房城乡建设局"]
    assert "每人每月200元补助" in document.measures[2].sentences[0].text
    assert [s.text[:3] for s in document.closing] == ["本措施"]


def test_pdf_without_text_is_a_scan(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=595, height=842)
    path = tmp_path / "scan.pdf"
    writer.write(path)
    with pytest.raises(LoadError, match="扫描件"):
        load(path)


def test_pdf_with_a_password(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=DATA / "sample.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    with pytest.raises(LoadError, match="密码"):
        load(path)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf"])
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_never_fail_unexpectedly(
    suffix: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz{suffix}"
    path.write_bytes(data)
    try:
        assert load(path).text
    except LoadError as error:
        assert any("\u4e00" <= c <= "\u9fff" for c in str(error))


@pytest.mark.parametrize("name", ["sample.pdf", "made.docx", "page.html"])
@settings(max_examples=60, deadline=None)
@given(position=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_damaged_files_never_fail_unexpectedly(
    name: str, position: int, byte: int, cut: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = (
        docx(paragraph("第一条 托育。"), NUMBERING)
        if name == "made.docx"
        else (DATA / name).read_bytes()
    )
    data = bytearray(whole)
    data[position % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / f"damaged{Path(name).suffix}"
    path.write_bytes(data[: position % len(data)] if cut else data)
    try:
        assert load(path).text
    except LoadError as error:
        assert any("\u4e00" <= c <= "\u9fff" for c in str(error))


def test_decoding_keeps_every_character() -> None:
    text = "“引号”——破折号…〔2024〕①㎡"
    assert decode(text.encode("utf-8"), "x") == text
    assert decode(text.encode("gb18030"), "x") == text


def test_a_zip_inside_memory_only() -> None:
    """Nothing of an archive is ever written to disk, whatever its entries are called."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../evil.txt", "x")
        archive.writestr("word/document.xml", "<a/>")
    from corpus.docx_text import read_docx

    assert read_docx(buffer.getvalue(), "evil.docx").strip() == ""


def test_pdf_radical_signs_and_gaps_become_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a browser's PDF gives back: look-alike radicals, gaps around digits and brackets."""
    page = (
        "某市托育办法\n\u7b2c\u2f00\u6761  \u81ea 2024 年 4 \u2f49 1 \u2f47\u8d77,\u2f08\u2ea0 ( \u2f00 ) 受益。\n"
        "第⼆条  托育机构应当备案,接受监督,保障安全。\n"
    )
    monkeypatch.setattr("corpus.pdf_text._page_texts", lambda data, name: [page])
    from corpus.pdf_text import read_pdf

    assert read_pdf(b"", "x") == (
        "某市托育办法\n第一条 自2024年4月1日起,人民(一)受益。\n第二条 托育机构应当备案,接受监督,保障安全。\n"
    )
