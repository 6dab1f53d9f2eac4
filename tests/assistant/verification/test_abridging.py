"""What may be left out of a sentence: honest abridgements pass, lies and mutations do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification.abridging import align, is_sound, letters
from assistant.verification.clauses import units, words
from assistant.verification.making import abridged, quoted
from assistant.verification.statement import Quote
from assistant.verification.values import Known
from assistant.verification.verify import holds
from corpus.library import Library
from corpus.model import Document, Measure, Sentence

DATA = Path(__file__).parents[1] / "data"
LIBRARY = Library(Path(__file__).parents[3] / "corpus" / "documents")
HOME = LIBRARY.get("jiangxi-2025-birth-support")
LEAST_KEPT = 0.95

Sentences = list[tuple[Document, Sentence, Measure | None]]


def _bodies(*documents: Document) -> Sentences:
    return [
        (document, sentence, measure)
        for document in documents
        for sentence, measure in document.sentences()
        if sentence.role == "body"
    ]


ALL = _bodies(*LIBRARY)
LONG = [found for found in ALL if len(units(found[1].text)) > 1]


def _cases(name: str) -> Iterator[tuple[str, str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        key, sentence, *_ = line.split("\t")
        yield key, sentence


def _aligned(key: str, sentence: str) -> list[Quote]:
    found = [f for f in (*_bodies(HOME), *ALL) if key in f[1].text]
    assert found, f"no sentence of the library has {key}"
    quotes = (align(sentence, quoted(document, measure, s)) for document, s, measure in found)
    return [quote for quote in quotes if quote is not None]


def test_honest_abridgements_are_kept() -> None:
    missed = [sentence for key, sentence in _cases("honest.tsv") if not _aligned(key, sentence)]
    total = sum(1 for _ in _cases("honest.tsv"))
    assert 1 - len(missed) / total >= LEAST_KEPT, missed


def test_an_abridgement_is_shown_with_what_it_leaves_out_marked() -> None:
    (quote,) = _aligned(
        "14周岁以下儿童", "鼓励各地加大力度对14周岁以下儿童乘坐公交、地铁实行减免收费"
    )[:1]
    said = abridged(quote)
    assert said.text == "鼓励各地加大力度对14周岁以下儿童乘坐公交、地铁……实行减免收费。"
    assert holds(said, Known(LIBRARY))
    assert len(quote.parts) == 2


@pytest.mark.parametrize(("key", "lie"), list(_cases("lies.tsv")))
def test_no_lie_is_an_abridgement(key: str, lie: str) -> None:
    for document, sentence, measure in ALL:
        quote = quoted(document, measure, sentence)
        if key in sentence.text:
            found = align(lie, quote)
            assert found is None, found.text


def test_alignment_and_soundness_agree() -> None:
    """Whatever is left of a sentence by alignment is sound by the verifier's own reading."""
    for document, sentence, measure in LONG:
        for unit in units(sentence.text):
            rest = sentence.text.replace(sentence.text[slice(*unit.span)], "", 1)
            found = align(rest, quoted(document, measure, sentence))
            if found is not None:
                assert is_sound(found), found.text
                assert letters(found.text) == letters(rest)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_left_out_letters_are_not_sound(data: st.DataObject) -> None:
    """A few letters cut out anywhere are an abridgement only where whole units or items are gone."""
    document, sentence, measure = ALL[data.draw(st.integers(0, len(ALL) - 1))]
    start = data.draw(st.integers(0, max(0, len(sentence.text) - 2)))
    cut = data.draw(st.integers(1, 6))
    rest = sentence.text[:start] + sentence.text[start + cut :]
    found = align(rest, quoted(document, measure, sentence))
    if found is not None and letters(rest) != letters(sentence.text):
        gone = {
            letters(sentence.text[slice(*span)])
            for unit in units(sentence.text)
            for span in (unit.span, *unit.items, unit.particle or unit.span)
        }
        assert letters(sentence.text[start : start + cut]) in gone


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_word_is_added(data: st.DataObject) -> None:
    document, sentence, measure = ALL[data.draw(st.integers(0, len(ALL) - 1))]
    word = data.draw(
        st.sampled_from(("您", "所有", "按月", "当天", "外地", "不", "都", "可以", "元"))
    )
    place = data.draw(st.integers(0, len(sentence.text)))
    said = sentence.text[:place] + word + sentence.text[place:]
    assert align(said, quoted(document, measure, sentence)) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_figure_is_changed(data: st.DataObject) -> None:
    with_figures = [found for found in ALL if re.search(r"\d", found[1].text)]
    document, sentence, measure = with_figures[data.draw(st.integers(0, len(with_figures) - 1))]
    place = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", sentence.text)]))
    other = data.draw(st.sampled_from("0123456789"))
    said = sentence.text[:place] + other + sentence.text[place + 1 :]
    found = align(said, quoted(document, measure, sentence))
    assert found is None or said == sentence.text


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_clauses_change_places(data: st.DataObject) -> None:
    document, sentence, measure = LONG[data.draw(st.integers(0, len(LONG) - 1))]
    found = units(sentence.text)
    one, two = sorted(
        data.draw(st.sampled_from([(a, b) for a in range(len(found)) for b in range(a)]))
    )
    first, second = (sentence.text[slice(*found[i].span)] for i in (one, two))
    said = (
        sentence.text[: found[one].span[0]]
        + second
        + sentence.text[found[one].span[1] : found[two].span[0]]
        + first
        + sentence.text[found[two].span[1] :]
    )
    if first != second:
        assert align(said, quoted(document, measure, sentence)) is None


@pytest.mark.parametrize(
    "word",
    [
        "鼓励",
        "支持",
        "探索",
        "适当",
        "按规定",
        "按有关规定",
        "有条件的",
        "符合条件的",
        "不得",
        "不",
    ],
)
def test_hedges_conditions_and_negations_stay(word: str) -> None:
    """A sentence without that word, all else in place, is no abridgement of it."""
    found = [f for f in ALL if word in f[1].text]
    assert found
    for document, sentence, measure in found:
        place = sentence.text.index(word)
        rest = sentence.text[:place] + sentence.text[place + len(word) :]
        assert align(rest, quoted(document, measure, sentence)) is None, sentence.text


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_other_parts_than_units_and_items_are_refused(data: st.DataObject) -> None:
    """Forged parts: a range cut at random inside a sentence is no sound quote."""
    document, sentence, measure = ALL[data.draw(st.integers(0, len(ALL) - 1))]
    length = len(sentence.text)
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    quote = Quote(document, measure, ((sentence.start + start, sentence.start + end),))
    if is_sound(quote):
        assert (
            align(quote.text, quoted(document, measure, sentence)) is not None or sentence.context
        )


def test_the_grammar_is_small_and_closed() -> None:
    classes = ("adverb", "directive", "hedge", "result", "handing", "leading", "together", "modal")
    assert all(words(name) for name in classes)
    assert not words("directive") & words("hedge")
    assert not words("directive") & words("result")
