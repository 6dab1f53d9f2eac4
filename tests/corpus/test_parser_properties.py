"""What holds for every document: generated outlines and laws, and arbitrary text."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document, Role
from corpus.numerals import parse_numeral, to_numeral
from corpus.parser import parse
from corpus.sentences import split_sentences

WORDS = st.text("支持鼓励规范托育服务机构家庭补助资金儿童学校社区建设完善", min_size=4, max_size=20)
CHAPTERS = "支持鼓励规范托育"
BRACKETS = st.sampled_from(["()", "\uff08\uff09"])
UNITS = st.lists(
    st.sampled_from(["省教育厅", "省财政厅", "省妇联", "省卫生健康委", "省总工会"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@dataclass
class Made:
    """A generated text and what went into it."""

    text: str
    sections: list[int]
    measures: list[tuple[int, int]]
    headings: list[str]
    units: list[list[str]]


@st.composite
def outlines(draw: st.DrawFn) -> Made:
    """一、 with (一) inside, numbers running through, in brackets of either width."""
    opening, closing = draw(BRACKETS)
    made = Made("某某省关于支持托育服务的若干措施\n", [], [], [], [])
    number = 0
    for section in range(1, draw(st.integers(1, 12)) + 1):
        made.sections.append(section)
        made.text += f"{to_numeral(section)}、{draw(WORDS)}\n"
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            heading, units = draw(WORDS), draw(UNITS)
            body = "".join(draw(WORDS) + "。" for _ in range(draw(st.integers(1, 3))))
            made.text += (
                f"{opening}{to_numeral(number)}{closing}{heading}。{body}"
                f"{opening}{'、'.join(units)}按职责分工负责{closing}\n"
            )
            made.measures.append((section, number))
            made.headings.append(heading)
            made.units.append(units)
    return made


@st.composite
def laws(draw: st.DrawFn) -> Made:
    """第N章 with 第N条 inside, some chapters cut into 第N节."""
    made = Made("某某省托育服务条例\n", [], [], [], [])
    article = 0
    for chapter in range(1, draw(st.integers(1, 8)) + 1):
        made.sections.append(chapter)
        made.text += f"第{to_numeral(chapter)}章 {draw(WORDS)}{chapter}\n"
        for part in range(1, draw(st.integers(0, 2)) + 2):
            if part > 1:
                made.text += f"第{to_numeral(part)}节 {draw(WORDS)}{chapter}{part}\n"
            for _ in range(draw(st.integers(1, 3))):
                article += 1
                gap = draw(st.sampled_from([" ", "\u3000", "  "]))
                made.text += f"第{to_numeral(article)}条{gap}{draw(WORDS)}。\n"
                made.measures.append((chapter, article))
    return made


def check(document: Document) -> None:
    """Round trip and offsets."""
    text = document.text
    assert "".join(text[leaf.start : leaf.end] for leaf in document.leaves) == text
    position = 0
    for leaf in document.leaves:
        assert leaf.start == position < leaf.end
        position = leaf.end
    for sentence, measure in document.sentences():
        assert text[sentence.start : sentence.end] == sentence.text != ""
        if measure:
            assert measure.start <= sentence.start and sentence.end <= measure.end
    assert len({m.key for m in document.measures}) == len(document.measures)


@settings(max_examples=60, deadline=None)
@given(outlines())
def test_outlines_are_recovered(made: Made) -> None:
    document = parse("x", made.text)
    check(document)
    assert [s.number for s in document.sections] == made.sections
    assert [(m.section, m.number) for m in document.measures] == made.measures
    assert [m.title for m in document.measures] == made.headings
    assert [[u.name for u in m.units] for m in document.measures] == made.units


@settings(max_examples=60, deadline=None)
@given(laws())
def test_laws_are_recovered(made: Made) -> None:
    document = parse("x", made.text)
    check(document)
    assert [s.number for s in document.sections] == made.sections
    assert [(m.section, m.number) for m in document.measures] == made.measures


@settings(max_examples=60, deadline=None)
@given(outlines(), st.sampled_from(["↓↓↓", "官网截图", "责任编辑:李四", "扫一扫在手机打开"]))
def test_furniture_between_lines_changes_nothing_else(made: Made, furniture: str) -> None:
    title, rest = made.text.split("\n", 1)
    noisy = f"{title}\n{furniture}\n" + rest.replace("\n", f"\n{furniture}\n")
    document, clean = parse("x", noisy), parse("x", made.text)
    check(document)
    assert [s.text for s, _ in document.sentences()] == [s.text for s, _ in clean.sentences()]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_arbitrary_text_never_fails(text: str) -> None:
    check(parse("x", text))


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        "一二十、(\uff08)\uff09第章条节1.\uff0e。;:\n\t 省市厅局负责牵头《》关于通知办法#*↓2025年月日自起施行[缺]附件问答下列?",
        max_size=160,
    )
)
def test_arbitrary_text_of_structural_characters_never_fails(text: str) -> None:
    check(parse("x", text))


@settings(max_examples=100, deadline=None)
@given(st.text("甲乙。\n!\u201c\u201d()《》 ", max_size=60))
def test_sentences_leave_out_white_space_only(text: str) -> None:
    spans = split_sentences(text, 0, len(text))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.integers(1, 9999))
def test_numerals_round_trip(number: int) -> None:
    assert parse_numeral(to_numeral(number)) == number


@pytest.mark.parametrize(
    "line",
    [
        "部门" * 60,
        "会号" * 100,
        "《甲》" * 5000,
        "\uff08" * 15000,
        "同时废止" * 4000,
        "扫一扫" * 5000,
    ],
    ids=lambda line: line[:3],
)
def test_no_line_takes_long(line: str) -> None:
    """Patterns that try again and again would take minutes."""
    began = time.process_time()
    check(parse("x", f"某市办法\n{line}\n第一条 甲应当备案。\n{line}"))
    assert time.process_time() - began < 5


def test_roles_of_generated_leaves_are_known() -> None:
    document = parse("x", "某省措施\n一、甲\n(一)乙。丙。\n二、丁\n(二)戊。己。")
    assert {leaf.role for leaf in document.leaves} <= set(Role)
