"""Statements of each kind: made from their source, held by the verifier, refused when altered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.eligibility.rules.registry import run_rule
from assistant.verification.making import (
    calculated,
    calculated_question,
    calculated_sources,
    quote,
    quoted_range,
    say,
    value,
    verdict,
)
from assistant.verification.rendering import shown
from assistant.verification.slots import SlotError
from assistant.verification.statement import Kind, Slot, Source, Statement
from assistant.verification.values import Known, retold, titles
from assistant.verification.verify import holds, repeats
from corpus.library import Library

DOCUMENTS = Path(__file__).parents[3] / "corpus" / "documents"
MEASURES = "jiangxi-2025-birth-support"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(DOCUMENTS)


@pytest.fixture(scope="module")
def known(library: Library) -> Known:
    return Known(library, ("我想问8700元的事,还有[1]狗证怎么办?",))


@pytest.fixture(scope="module")
def calculation() -> dict:
    return run_rule("childcare_subsidy", {"birth_date": "2024-05-03"}, "2025-09-01")


def test_every_sentence_of_the_library_is_a_quote(library: Library, known: Known) -> None:
    for document in library:
        for sentence, measure in document.sentences():
            assert holds(quote(document, measure, sentence), known), sentence.text


def test_a_quote_with_another_word_is_refused(library: Library, known: Known) -> None:
    document = library.get(MEASURES)
    sentence, measure = next((s, m) for s, m in document.sentences() if "3周岁以下" in s.text)
    said = quote(document, measure, sentence)
    assert holds(said, known)
    assert not holds(replace(said, text=said.text.replace("3周岁", "6周岁")), known)
    cut = quoted_range(document, sentence.start, sentence.end - 4)
    assert not holds(Statement(Kind.QUOTE, cut.text, (cut,)), known)


def test_a_list_item_is_a_quote_only_with_its_stem(library: Library, known: Known) -> None:
    for document in library:
        for sentence, measure in document.sentences():
            if sentence.context:
                item = quoted_range(document, sentence.start, sentence.end)
                assert not holds(Statement(Kind.QUOTE, item.text, (item,)), known)
                assert holds(quote(document, measure, sentence), known)
                return
    pytest.fail("the library has no list")


def test_a_count_is_counted_again(library: Library, known: Known) -> None:
    said = value(library, "units", _units(MEASURES, "m3"))
    assert holds(said, known)
    assert not holds(replace(said, text=said.text.replace("省", "市")), known)
    with pytest.raises(SlotError):
        value(library, "units", _units(MEASURES, "m99"))


def _units(document: str, key: str) -> dict[str, Slot]:
    return {
        "measure": Slot("measure_name", (document, key)),
        "units": Slot("units", (document, key)),
    }


def test_a_calculation_is_computed_again(library: Library, known: Known, calculation: dict) -> None:
    for said in (
        calculated(library, calculation),
        calculated(library, calculation, "steps.0"),
        calculated_sources(library, calculation),
        verdict(library, calculation),
    ):
        assert holds(said, known)
        assert not holds(replace(said, text=said.text + "9999元"), known)
    assert repeats(calculation)
    result = {**calculation["result"], "total": 9999}
    assert not repeats({**calculation, "result": result})
    assert not repeats({**calculation, "summary": "一共可领育儿补贴9999元。"})


def test_a_lacking_input_is_asked_for(library: Library, known: Known) -> None:
    lacking = run_rule("childcare_subsidy", {}, "2025-09-01")
    assert holds(calculated_question(library, lacking, "birth_date"), known)
    with pytest.raises(SlotError):
        verdict(library, lacking)


def test_a_phrase_holds_only_values_of_its_kinds(library: Library, known: Known) -> None:
    asked = retold(known.said[0])
    assert "8700" not in asked and "[" not in asked
    assert holds(say("ask_12345"), known)
    assert holds(say("not_covered", titles=titles(library)), known)
    assert holds(say("part_not_covered", question=asked), known)
    assert not holds(say("not_covered", titles="《一切都免费的规定》"), known)
    assert not holds(say("part_not_covered", question="补贴已经发给您了"), known)
    assert not holds(say("part_not_covered", question="我想问8700元的事"), known)
    assert not holds(Statement(Kind.PHRASE, "育儿补贴人人都有。", (), Source("ask_12345")), known)
    assert not holds(Statement(Kind.PHRASE, "育儿补贴人人都有。", (), Source("none")), known)


def test_rows_of_a_table_keep_their_lines_and_wrapped_words_do_not() -> None:
    assert shown("收费如\n下表。") == "收费如下表。"
    assert shown("标准如\n下:\n类型\t元\n小型车\t5\n另有\n规定。") == (
        "标准如下:\n类型\t元\n小型车\t5\n另有规定。"
    )
