"""The first document of the corpus, read exactly: 江西省关于加快完善生育支持政策体系的若干措施."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.library import load_document
from corpus.model import CITABLE, Document, Role

FOLDER = Path(__file__).parents[2] / "corpus" / "documents" / "jiangxi-2025-birth-support"
LOCAL = "各市、县(区)人民政府"
HEADINGS = [
    "强化生育保险保障功能",
    "推进生育假期制度落实",
    "加大养育照护经济支持",
    "提升生育医疗保障水平",
    "加强妇女生育健康保护",
    "促进儿童医疗卫生服务高质量发展",
    "增加普惠托育服务有效供给",
    "加大普惠托育服务发展支持",
    "加强儿童发展和保护",
    "促进基础教育扩优提质",
    "强化住房保障支持",
    "构建生育友好职场环境",
    "推动建设新型婚育文化",
    "加强宣传教育倡导",
]


@pytest.fixture(scope="module")
def document() -> Document:
    return load_document(FOLDER)


def test_metadata(document: Document) -> None:
    metadata = document.metadata
    assert metadata.title == "江西省关于加快完善生育支持政策体系的若干措施"
    assert metadata.issuer == "江西省人民政府办公厅"
    assert metadata.issued == date(2025, 7, 10)
    assert metadata.effective_from is None  # no day of coming into force is named
    assert metadata.region == "江西省"
    [reference] = metadata.implements
    assert reference.number == "国办发〔2024〕48号"
    assert reference.issuer == "国务院办公厅"
    assert reference.title == "关于加快完善生育支持政策体系推动建设生育友好型社会的若干措施"
    assert reference.number in document.text[reference.start : reference.end]


def test_metadata_comes_from_the_text_alone() -> None:
    from corpus.loaders import read_text
    from corpus.parser import parse

    metadata = parse("x", read_text(FOLDER / "source.txt")).metadata
    assert metadata.title == "江西省关于加快完善生育支持政策体系的若干措施"
    assert metadata.issuer == "江西省人民政府办公厅"
    assert metadata.issued == date(2025, 7, 10)


def test_sections(document: Document) -> None:
    assert [(s.number, s.title, [m.number for m in s.measures]) for s in document.sections] == [
        (1, "完善生育保障支持政策措施", [1, 2, 3, 4, 5]),
        (2, "强化育幼服务支持政策保障", [6, 7, 8, 9]),
        (3, "健全教育、住房、就业等支持政策", [10, 11, 12]),
        (4, "营造生育友好社会环境", [13, 14]),
    ]


def test_measures(document: Document) -> None:
    assert [m.number for m in document.measures] == list(range(1, 15))
    assert [m.title for m in document.measures] == HEADINGS
    assert [m.key for m in document.measures] == [f"m{n}" for n in range(1, 15)]
    assert document.measures[2].label == "一、(三)加大养育照护经济支持"
    assert [len(m.sentences) for m in document.measures] == [
        2,
        2,
        4,
        3,
        4,
        5,
        5,
        6,
        5,
        6,
        3,
        4,
        7,
        3,
    ]


def test_units_of_a_measure(document: Document) -> None:
    first = document.measures[0]
    assert [u.name for u in first.units] == ["省医保局", "省财政厅", "省人力资源社会保障厅", LOCAL]
    assert all(u.inherited_from is None for u in first.units)
    eleventh = document.measures[10]
    assert [u.name for u in eleventh.units] == [
        "省住房城乡建设厅",
        "省财政厅",
        "省发展改革委",
        "中国人民银行江西省分行",
        "省地方金融管理局",
        "省自然资源厅",
        "省教育厅",
        "省卫生健康委",
        LOCAL,
    ]


def test_local_governments_are_added_to_every_later_measure(document: Document) -> None:
    for measure in document.measures[1:]:
        last = measure.units[-1]
        assert (last.name, last.inherited_from) == (LOCAL, 1), measure.label
        assert measure.responsibility is not None
        assert LOCAL not in measure.responsibility.text


def test_every_measure_has_its_responsibility_clause(document: Document) -> None:
    for measure in document.measures:
        assert measure.responsibility is not None
        assert measure.responsibility.text.startswith("(")
        assert measure.responsibility.text.endswith(")")
        assert not any("按职责分工负责" in s.text for s in measure.sentences)


def test_page_noise_is_in_no_citable_node(document: Document) -> None:
    noise = [
        document.text[leaf.start : leaf.end] for leaf in document.leaves if leaf.role is Role.NOISE
    ]
    assert noise == [
        "正式印发!江西将发放育儿补贴",
        "江西省人民政府办公厅印发",
        "《江西省关于加快完善生育支持政策体系的若干措施》",
        "↓↓↓",
        "官网截图",
    ]
    for sentence, _ in document.sentences():
        assert sentence.role in CITABLE
        assert "↓" not in sentence.text
        assert "截图" not in sentence.text
        assert "正式印发" not in sentence.text


def test_notice_title_preamble_and_closing(document: Document) -> None:
    assert len(document.notice) == 5
    assert document.notice[0].text.endswith("的通知")
    assert document.title is not None
    assert document.title.text == "江西省关于加快完善生育支持\n政策体系的若干措施"
    assert [s.text[:4] for s in document.preamble] == ["为贯彻落"]
    assert [s.text[:4] for s in document.closing] == [
        "各地、各",
        "要完善人",
        "卫生健康",
        "各有关部",
    ]


def test_round_trip_and_offsets(document: Document) -> None:
    assert (
        "".join(document.text[leaf.start : leaf.end] for leaf in document.leaves) == document.text
    )
    for sentence, measure in document.sentences():
        assert document.text[sentence.start : sentence.end] == sentence.text
        if measure:
            assert measure.start <= sentence.start < sentence.end <= measure.end


def test_only_furniture_is_left_out_of_the_nodes(document: Document) -> None:
    """Every character with a meaning is a number, a citable sentence or page furniture."""
    for leaf in document.leaves:
        if leaf.role is Role.BLANK:
            assert not document.text[leaf.start : leaf.end].strip()
