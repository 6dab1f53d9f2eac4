"""PDF: tables, headers and footers, broken lines, scans in part or whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pdf_making import PdfPage, pdf, table

from corpus import ocr
from corpus.loaded import LoadError
from corpus.loaders import load
from corpus.loaders.pdf import read_pdf
from corpus.parser import parse

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether an OCR library happens to be installed makes no difference here."""
    monkeypatch.setattr(ocr, "is_available", lambda: False)


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


def page(*lines: str, top: float = 60, **more: bool) -> PdfPage:
    return PdfPage([(72, top + 24 * i, line) for i, line in enumerate(lines)], **more)


def test_pdf_rows_are_whole_whatever_wraps_in_their_cells() -> None:
    made = table(
        100,
        200,
        [130, 80, 110],
        [
            ["享受对象", "家庭", "每月补助\n标准(元)"],
            ["双方均为\n本市户籍", "二孩", "300"],
            [None, "三孩", "500"],
            ["一方为本市\n户籍", "二孩", "200"],
        ],
    )
    text_lines = [(72, 60, "某市育儿补助办法"), (72, 90, "第一条 本市按下表发放补助。")]
    after = [(72, 420, "第二条 补助由街道受理。")]
    text = read_pdf(pdf(PdfPage([*text_lines, *made.lines, *after], made.rules)), "x.pdf").text
    assert text == (
        "某市育儿补助办法\n第一条 本市按下表发放补助。\n"
        "享受对象\t家庭\t每月补助标准(元)\n"
        "双方均为本市户籍\t二孩\t300\n双方均为本市户籍\t三孩\t500\n一方为本市户籍\t二孩\t200\n"
        "第二条 补助由街道受理。\n"
    )


def test_pdf_furniture_in_mid_sentence_and_on_the_number_s_line() -> None:
    pages = [
        page("某市人民政府办公室文件", "某市托育办法", "第一条 全日托每月不得超过"),
        page("某市人民政府办公室文件", "1500元,半日托不得超过900元。"),
    ]
    made = [
        PdfPage([*p.lines, (260, 820, f"— {n} — 内部资料 注意保存")])
        for n, p in enumerate(pages, 1)
    ]
    text = read_pdf(pdf(*made), "x.pdf").text
    assert text == "某市托育办法\n第一条 全日托每月不得超过1500元,半日托不得超过900元。\n"


def test_pdf_scanned_pages_are_named_and_the_rest_is_read() -> None:
    loaded = read_pdf(
        pdf(page("某市办法", "第一条 奖励2000元。"), page(picture=True), page("第二条 按年发放。")),
        "x.pdf",
    )
    assert loaded.text == "某市办法\n第一条 奖励2000元。\n第二条 按年发放。\n"
    assert len(loaded.warnings) == 1
    assert "第 2 页是扫描图像" in loaded.warnings[0]


def test_pdf_pages_read_off_their_pictures_are_named_for_checking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    read = [ocr.PictureLine("第二条 按年发放。", 0.1, 0.1, 0.5)]
    monkeypatch.setattr(ocr, "read_picture", lambda picture: read)
    loaded = read_pdf(pdf(page("第一条 奖励2000元。"), page(picture=True)), "x.pdf")
    assert loaded.text == "第一条 奖励2000元。\n第二条 按年发放。\n"
    assert "第 2 页" in loaded.warnings[0] and "核对" in loaded.warnings[0]


def test_pdf_of_pictures_alone_is_a_scan() -> None:
    with pytest.raises(LoadError, match="扫描件"):
        read_pdf(pdf(page(picture=True), page(picture=True)), "x.pdf")


def test_pdf_with_a_password(tmp_path: Path) -> None:
    made = pdf(page("第一条 奖励2000元。"))
    locked = made.replace(
        b"trailer<<",
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"00" * 32
        + b">/U<"
        + b"11" * 32
        + b">>>/ID[<00><00>]",
    )
    with pytest.raises(LoadError, match="密码"):
        read_pdf(locked, "locked.pdf")


def test_pdf_radical_signs_and_gaps_become_plain_text() -> None:
    """What a browser's PDF gives back: look-alike radicals, gaps around digits and brackets."""
    made = page(
        "某市托育办法",
        "\u7b2c\u2f00\u6761  \u81ea 2024 年 4 \u2f49 1 \u2f47\u8d77,\u2f08\u2ea0 ( \u2f00 ) 受益。",
        "第⼆条  托育机构应当备案,接受监督,保障安全。",
    )
    assert read_pdf(pdf(made), "x").text == (
        "某市托育办法\n第一条 自2024年4月1日起,人民(一)受益。\n第二条 托育机构应当备案,接受监督,保障安全。\n"
    )


def test_pdf_a_table_over_two_pages_is_one() -> None:
    rows = [["等级", "标准"], ["一级", "800元"], ["二级", "500元"]]
    first = table(100, 700, [100, 100], rows, height=30)
    second = table(100, 60, [100, 100], [rows[0], ["三级", "300元"]], height=30)
    lines = [(72, 60, "第一条 按下表发放。"), *first.lines]
    text = read_pdf(pdf(PdfPage(lines, first.rules), second), "x.pdf").text
    assert text == "第一条 按下表发放。\n等级\t标准\n一级\t800元\n二级\t500元\n三级\t300元\n"
