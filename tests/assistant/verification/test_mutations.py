"""Every kind of statement, mutated by swapping, dropping, inserting, widening and renumbering: none holds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.eligibility.rules.registry import run_rule
from assistant.verification.abridging import letters
from assistant.verification.making import (
    abridged,
    calculated,
    calculated_sources,
    quote,
    quoted,
    say,
    value,
    verdict,
    verdict_by_quote,
)
from assistant.verification.statement import Kind, Quote, Slot, Source, Statement
from assistant.verification.values import Known, titles
from assistant.verification.verify import holds
from corpus.library import Library

LIBRARY = Library(Path(__file__).parents[3] / "corpus" / "documents")
HOME = LIBRARY.get("jiangxi-2025-birth-support")
QUESTION = "幼儿园能教授小学阶段的课程吗"
KNOWN = Known(LIBRARY, (QUESTION,))


@cache
def statements() -> tuple[Statement, ...]:
    """One and more of each kind, all of which hold."""
    calculation = run_rule("childcare_subsidy", {"birth_date": "2024-05-03"}, "2025-09-01")
    law = LIBRARY.get("national-preschool-education-law-2024")
    found, article = next((s, m) for s, m in law.sentences() if "教授小学阶段的课程" in s.text)
    long, measure = next((s, m) for s, m in HOME.sentences() if "至其年满3周岁" in s.text)
    whole_quote = quoted(HOME, measure, long)
    end = long.start + long.text.index("至其年满3周岁") + len("至其年满3周岁")
    cut = replace(whole_quote, parts=((long.start, end),))
    names = {
        "title": Slot("document_title", (HOME.id,)),
        "region": Slot("document_region", (HOME.id,)),
    }
    units = {
        "measure": Slot("measure_name", (HOME.id, "m3")),
        "units": Slot("units", (HOME.id, "m3")),
    }
    return (
        quote(HOME, measure, long),
        abridged(cut),
        value(LIBRARY, "of_document_in_region", names),
        value(LIBRARY, "units", units),
        calculated(LIBRARY, calculation),
        calculated_sources(LIBRARY, calculation),
        verdict(LIBRARY, calculation),
        verdict_by_quote(LIBRARY, QUESTION, (found.start, found.end), quoted(law, article, found)),
        say("not_covered", titles=titles(LIBRARY)),
        say("ask_12345"),
    )


def test_all_of_them_hold() -> None:
    assert all(holds(statement, KNOWN) for statement in statements())
    assert {statement.kind for statement in statements()} == set(Kind)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9), st.data())
def test_a_text_with_letters_dropped_is_refused(index: int, data: st.DataObject) -> None:
    said = statements()[index]
    start = data.draw(st.integers(0, len(said.text) - 1))
    length = data.draw(st.integers(1, 8))
    assert not holds(replace(said, text=said.text[:start] + said.text[start + length :]), KNOWN)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9), st.data())
def test_a_text_with_words_inserted_is_refused(index: int, data: st.DataObject) -> None:
    said = statements()[index]
    place = data.draw(st.integers(0, len(said.text)))
    word = data.draw(
        st.sampled_from(("不", "都", "您", "按月", "所有", "9999元", "，所以您可以享受"))
    )
    assert not holds(replace(said, text=said.text[:place] + word + said.text[place:]), KNOWN)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9), st.data())
def test_a_text_with_letters_swapped_is_refused(index: int, data: st.DataObject) -> None:
    said = statements()[index]
    one, two = (data.draw(st.integers(0, len(said.text) - 1)) for _ in range(2))
    text = list(said.text)
    text[one], text[two] = text[two], text[one]
    assume("".join(text) != said.text)
    assert not holds(replace(said, text="".join(text)), KNOWN)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9), st.data())
def test_a_moved_quote_is_refused(index: int, data: st.DataObject) -> None:
    """Widened, narrowed or moved, a quote no longer says the text, or cuts a sentence."""
    said = statements()[index]
    assume(said.quotes and said.kind in (Kind.QUOTE, Kind.ABRIDGED))
    found: Quote = said.quotes[0]
    start, end = found.parts[0]
    moved = (start + data.draw(st.integers(-9, 9)), end + data.draw(st.integers(-9, 9)))
    assume(moved != (start, end) and moved[0] < moved[1])
    other = replace(found, parts=(moved,))
    assume(letters(other.text) != letters(found.text))
    assert not holds(replace(said, quotes=(other,)), KNOWN)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9))
def test_a_text_of_another_source_is_refused(one: int, two: int) -> None:
    said, other = statements()[one], statements()[two]
    assume(said.text != other.text)
    assert not holds(replace(said, text=other.text), KNOWN)
    if said.kind is not Kind.QUOTE or other.kind is not Kind.ABRIDGED:
        assert not holds(replace(said, kind=other.kind, source=other.source), KNOWN)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(Kind)), st.text(max_size=40))
def test_free_words_are_of_no_kind(kind: Kind, words: str) -> None:
    assert not holds(Statement(kind, words), KNOWN)
    assert not holds(Statement(kind, words, source=Source(key="ask_12345")), KNOWN)


def test_the_verdict_of_another_question_is_refused() -> None:
    said = next(
        s for s in statements() if s.source.slots.get("verdict", Slot("")).name == "quoted_verdict"
    )
    assert holds(said, KNOWN)
    assert not holds(said, Known(LIBRARY, ("幼儿园能收赞助费吗",)))
    assert not holds(replace(said, quotes=()), KNOWN)


def test_other_inputs_make_another_calculation() -> None:
    calculation = run_rule("childcare_subsidy", {"birth_date": "2024-05-03"}, "2025-09-01")
    other = run_rule("childcare_subsidy", {"birth_date": "2022-05-03"}, "2025-09-01")
    said, foreign = calculated(LIBRARY, calculation), calculated(LIBRARY, other)
    assert said.text != foreign.text
    assert not holds(replace(said, source=foreign.source), KNOWN)
