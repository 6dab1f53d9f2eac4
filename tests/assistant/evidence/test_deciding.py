"""One measure answers: from the nearest tier, with whole quotes; or none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.deciding import decide, evidence_of
from assistant.evidence.quoting import quote_of, sentence_at
from corpus.library import Library
from index.ranking import RankedMeasure, RankedSentence

PROVINCE = """某省补贴办法
第一条 补贴按年发放。补贴免税。
第二条 申请补贴应当提交下列材料：
（一）身份证；
（二）户口簿。
"""
NATION = """补贴条例
第一条 国家发放补贴。
"""
SURE, UNSURE = 0.9, 0.1


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in (("province", PROVINCE), ("nation", NATION)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "source.txt").write_text(text, encoding="utf-8")
    return Library(tmp_path)


def ranked(
    library: Library, document: str, key: str, probability: float, score: float = 2.0
) -> RankedMeasure:
    measure = library.get(document).by_key(key)
    assert measure is not None
    sentences = [
        RankedSentence(s.start, s.end, score - 0.2 * n) for n, s in enumerate(measure.sentences)
    ]
    return RankedMeasure(
        document, key, score, probability, probability == SURE, sentences=tuple(sentences)
    )


TIERS = [{"province"}, {"nation"}]


def test_below_the_threshold_nothing_answers(library: Library) -> None:
    found = decide(library, [ranked(library, "province", "m1", UNSURE)], TIERS)
    assert not found.is_covered and found.probability == UNSURE


def test_one_measure_answers_with_its_best_sentence(library: Library) -> None:
    measures = [ranked(library, "province", key, SURE) for key in ("m1", "m2")]
    [evidence] = decide(library, measures, TIERS).evidence
    assert [quote.text for quote in evidence.quotes] == ["补贴按年发放。"]


def test_the_nearer_tier_answers_unless_the_further_fits_much_better(library: Library) -> None:
    own = ranked(library, "province", "m1", SURE, 2.0)
    for nation, expected in ((2.1, "province"), (2.6, "nation")):
        measures = [ranked(library, "nation", "m1", SURE, nation), own]
        [evidence] = decide(library, measures, TIERS).evidence
        assert evidence.document.id == expected


def test_what_is_not_asked_does_not_answer(library: Library) -> None:
    measures = [ranked(library, "nation", "m1", SURE)]
    assert not decide(library, measures, [{"province"}]).is_covered


def test_the_conversations_measure_answers_before_one_that_fits_little_better(
    library: Library,
) -> None:
    measures = [
        ranked(library, "province", "m1", SURE, 2.1),
        ranked(library, "province", "m2", SURE, 2.0),
    ]
    [evidence] = decide(library, measures, TIERS, {("province", "m2")}).evidence
    assert evidence.measure is not None and evidence.measure.key == "m2"


def test_neighbours_that_answer_about_as_well_are_quoted_together(library: Library) -> None:
    document = library.get("province")
    measure = document.by_key("m1")
    assert measure is not None
    first, second = measure.sentences
    hits = (
        RankedSentence(second.start, second.end, 2.0),
        RankedSentence(first.start, first.end, 1.9),
    )
    found = evidence_of(library, RankedMeasure("province", "m1", 2.0, sentences=hits))
    assert [quote.text for quote in found.quotes] == ["补贴按年发放。补贴免税。"]
    assert [quote.text for quote in found.sentences] == ["补贴免税。", "补贴按年发放。"]


def test_an_item_is_quoted_with_its_stem_and_a_stem_with_its_items(library: Library) -> None:
    document = library.get("province")
    measure = document.by_key("m2")
    assert measure is not None
    stem, first, second = measure.sentences
    assert quote_of(document, measure, second).text == "申请补贴应当提交下列材料：……（二）户口簿。"
    assert quote_of(document, measure, stem).text == document.text[stem.start : second.end]
    assert sentence_at(document, measure, first.start) == first
    assert sentence_at(document, measure, first.start + 1) is None
