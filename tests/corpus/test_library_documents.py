"""The official library as it is parsed: every text's structure, counted by reading it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import Document, Measure, Role, Sentence

FOLDER = Path(__file__).parents[2] / "corpus" / "documents"

CHAPTERS_ARTICLES_ITEMS = {
    "national-compulsory-education-law-2018": (8, 63, 15),
    "national-housing-fund-regulations-2019": (7, 47, 32),
    "national-labor-contract-law-2012": (8, 98, 80),
    "national-maternal-infant-health-law-2017": (7, 39, 16),
    "national-population-law-2021": (7, 48, 7),
    "national-preschool-education-law-2024": (9, 85, 25),
    "national-social-insurance-law-2018": (12, 98, 45),
    "national-subsidy-management-2025": (6, 33, 18),
    "national-women-rights-law-2022": (10, 86, 18),
    "national-women-workers-2012": (0, 16, 0),
}
DATES = {
    "jiangxi-2025-birth-support": (date(2025, 7, 10), None, None),
    "jiangxi-maternity-insurance-merge-2019": (None, None, None),
    "jiangxi-population-article-31-2021": (date(2021, 9, 29), None, date(2021, 9, 29)),
    "jiangxi-subsidy-guide-2026": (date(2026, 4, 21), None, date(2025, 1, 1)),
    "national-compulsory-education-law-2018": (
        date(2006, 6, 29),
        date(2018, 12, 29),
        date(2006, 9, 1),
    ),
    "national-housing-fund-regulations-2019": (
        date(1999, 4, 3),
        date(2019, 3, 24),
        date(1999, 4, 3),
    ),
    "national-infant-care-deduction-2022": (date(2022, 3, 19), None, date(2022, 1, 1)),
    "national-labor-contract-law-2012": (date(2007, 6, 29), date(2012, 12, 28), date(2008, 1, 1)),
    "national-maternal-infant-health-law-2017": (
        date(1994, 10, 27),
        date(2017, 11, 4),
        date(1995, 6, 1),
    ),
    "national-population-law-2021": (date(2001, 12, 29), date(2021, 8, 20), date(2002, 9, 1)),
    "national-preschool-education-law-2024": (date(2024, 11, 8), None, date(2025, 6, 1)),
    "national-social-insurance-law-2018": (
        date(2010, 10, 28),
        date(2018, 12, 29),
        date(2011, 7, 1),
    ),
    "national-subsidy-management-2025": (date(2025, 8, 24), None, date(2025, 8, 24)),
    "national-subsidy-qa-2025": (date(2025, 7, 28), None, date(2025, 1, 1)),
    "national-subsidy-scheme-2025": (date(2025, 6, 19), None, date(2025, 1, 1)),
    "national-tax-deductions-2023": (date(2023, 8, 28), None, date(2023, 1, 1)),
    "national-women-rights-law-2022": (date(2022, 10, 30), date(2022, 10, 30), date(2023, 1, 1)),
    "national-women-workers-2012": (date(2012, 4, 28), None, date(2012, 4, 28)),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(FOLDER)


def items(measure: Measure) -> int:
    return sum(len(sentence.items) for sentence in measure.all_sentences())


def quoted(document: Document, sentence: Sentence) -> list[str]:
    """What is quoted with a sentence."""
    return [document.text[start:end] for start, end in sentence.context]


def find(document: Document, beginning: str) -> Sentence:
    return next(s for s, _ in document.sentences() if s.text.startswith(beginning))


def test_all_texts_are_there_and_given_back_character_for_character(library: Library) -> None:
    assert set(library.ids) == set(DATES)
    for document in library:
        rebuilt = "".join(document.text[leaf.start : leaf.end] for leaf in document.leaves)
        assert rebuilt == document.text, document.id
        for sentence, _ in document.sentences():
            assert document.text[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize("document_id", CHAPTERS_ARTICLES_ITEMS)
def test_chapters_articles_and_items(document_id: str, library: Library) -> None:
    document = library.get(document_id)
    chapters, articles, listed = CHAPTERS_ARTICLES_ITEMS[document_id]
    numbers = [measure.number for measure in document.measures if measure.number is not None]
    assert numbers == list(range(1, articles + 1))
    assert [section.number for section in document.sections] == list(range(1, chapters + 1))
    assert sum(items(m) for m in document.measures if m.number is not None) == listed


@pytest.mark.parametrize("document_id", DATES)
def test_days(document_id: str, library: Library) -> None:
    metadata = library.get(document_id).metadata
    assert (metadata.issued, metadata.revised, metadata.effective_from) == DATES[document_id]
    assert metadata.title and metadata.issuer and metadata.region in ("全国", "江西省")


def test_a_guide_whose_numbers_nest_the_other_way_round(library: Library) -> None:
    document = library.get("jiangxi-subsidy-guide-2026")
    assert [(m.number, m.title) for m in document.measures] == [
        (1, "适用对象"),
        (2, "补贴标准"),
        (3, "所需信息"),
        (4, "所需材料"),
        (5, "申请方式"),
        (6, "申请时限"),
        (7, "补贴发放"),
        (8, "特殊情况办理"),
        (9, "申请时间"),
        (10, "咨询方式"),
        (11, "是否收费"),
        (12, "审核办理时限"),
    ]
    windows = document.measures[5]
    assert [s.text[:2] for s in windows.sentences] == ["育儿", "一、", "二、", "三、", "后续"]
    material = find(document, "（2）指定监护人")
    assert [text[:12] for text in quoted(document, material)] == [
        "申请相关材料主要包括：",
        "二、申领人有关材料",
        "3.申领人为其他监护人：",
    ]
    offline = find(document, "4.线下申请的")
    assert quoted(document, offline) == ["申请相关材料主要包括：", "二、申领人有关材料"]
    assert quoted(document, find(document, "《出生医学证明》、《居民")) == [
        "申请相关材料主要包括：",
        "一、婴幼儿有关材料",
    ]


def test_questions_are_headings_and_answers_stand_without_their_mark(library: Library) -> None:
    document = library.get("national-subsidy-qa-2025")
    assert [m.number for m in document.measures] == list(range(1, 10))
    assert all(m.title.endswith("？") for m in document.measures)
    assert document.measures[3].title == "育儿补贴制度的补贴对象是谁？标准是多少？"
    assert document.measures[2].sentences[0].text == "从2025年1月1日开始实施。"
    information = find(document, "（3）收款账户")
    assert quoted(document, information) == ["需要提供以下信息："]


def test_an_appendix_is_no_part_of_the_last_article(library: Library) -> None:
    document = library.get("national-women-workers-2012")
    assert "矿山井下" not in "".join(s.text for s in document.measures[15].sentences)
    assert document.count == 16 < len(document.measures)
    [appendix] = document.appendices
    assert appendix.title == "女职工禁忌从事的劳动范围"
    assert [(m.number, items(m)) for m in appendix.measures] == [
        (None, 3),
        (None, 4),
        (None, 10),
        (None, 2),
    ]
    assert appendix.measures[2].label == "附录 三、女职工在孕期禁忌从事的劳动范围"
    lead = find(document, "(一)作业场所空气中铅")
    assert quoted(document, lead) == ["女职工在孕期禁忌从事的劳动范围："]


def test_what_an_excerpt_leaves_out_is_never_cited(library: Library) -> None:
    excerpts = [document for document in library if document.metadata.excerpt]
    assert [document.id for document in excerpts] == [
        "jiangxi-maternity-insurance-merge-2019",
        "jiangxi-population-article-31-2021",
        "national-subsidy-scheme-2025",
    ]
    for document in excerpts:
        assert document.metadata.missing
        assert not [s for s, _ in document.sentences() if "缺" in s.text or "……" in s.text]
    scheme = library.get("national-subsidy-scheme-2025")
    gaps = [scheme.text[x.start : x.end] for x in scheme.leaves if x.role is Role.GAP]
    assert gaps == [
        "申领人填写有关……[缺:三(一)余文、(二)、(三)、(四)]",
        "[缺:五、管理和监督;六、组织实施]",
    ]
    assert [(s.number, len(s.measures)) for s in scheme.sections] == [
        (1, 1),
        (2, 2),
        (3, 2),
        (4, 3),
    ]


def test_an_excerpt_of_one_article_keeps_its_number(library: Library) -> None:
    [article] = library.get("jiangxi-population-article-31-2021").measures
    assert (article.number, article.key) == (31, "m31")
    [third] = library.get("jiangxi-maternity-insurance-merge-2019").measures
    assert (third.number, third.title) == (3, "生育保险待遇")


@pytest.mark.parametrize(
    "document_id, count",
    [("national-infant-care-deduction-2022", 4), ("national-tax-deductions-2023", 5)],
)
def test_a_notice_is_signed_and_its_signature_is_no_answer(
    document_id: str, count: int, library: Library
) -> None:
    document = library.get(document_id)
    assert [m.number for m in document.measures] == list(range(1, count + 1))
    assert [(s.text, s.citable) for s in document.closing[:1]] == [("国务院", False)]
    cited = {s.text for s, _ in document.sentences()}
    assert not cited & {s.text for s in document.closing}


def test_the_list_in_an_article_knows_its_stem(library: Library) -> None:
    document = library.get("national-social-insurance-law-2018")
    article = document.measure(56)
    assert article is not None
    stem = next(s for s in article.sentences if s.items)
    assert stem.text.endswith("：")
    for start, _ in stem.items:
        item = next(s for s in article.sentences if s.start == start)
        assert quoted(document, item) == [stem.text]
