"""Of a table the rows that are asked for, with the header; figures that stand alone in a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.deciding import evidence_of
from assistant.evidence.quoting import quote_of
from assistant.evidence.rows import states_figure
from assistant.verification.making import whole
from corpus.library import Library
from index.ranking import RankedMeasure, RankedSentence

TABLE = """某市停车收费办法
一、收费标准
(一)停车收费。收费标准如下表。
区域\t车型\t每次收费(元)
一类区域\t小型车\t10
一类区域\t大型车\t20
二类区域\t小型车\t5
二类区域\t大型车\t8
(二)免费。半小时以内不收费。
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "parking").mkdir()
    (tmp_path / "parking" / "source.txt").write_text(TABLE, encoding="utf-8")
    return Library(tmp_path)


def rows_quoted(library: Library, question: str) -> list[str]:
    """The rows quoted where the first two of the table were found best."""
    document = library.get("parking")
    measure = document.by_key("m1") or document.by_key("s1m1")
    assert measure is not None
    rows = [s for s in measure.sentences if s.context and "\t" in s.text]
    hits = tuple(RankedSentence(s.start, s.end, 2.0) for s in rows[:2])
    found = evidence_of(
        library, RankedMeasure("parking", measure.key, 2.0, sentences=hits), question
    )
    words = [quote.text for quote in found.sentences]
    assert all(text.startswith("区域\t车型\t每次收费(元)") for text in words)
    return [text.replace("……", "\n").splitlines()[-1] for text in words]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("二类区域小型车停车收多少钱", ["二类区域\t小型车\t5"]),
        ("大型车停车收多少钱", ["一类区域\t大型车\t20", "二类区域\t大型车\t8"]),
        ("停车收多少钱", ["一类区域\t小型车\t10", "一类区域\t大型车\t20"]),
    ],
)
def test_rows_that_the_question_tells_from_the_others(
    library: Library, question: str, expected: list[str]
) -> None:
    assert rows_quoted(library, question) == expected


def test_left_out_rows_leave_a_line(library: Library) -> None:
    document = library.get("parking")
    measure = next(m for m in document.measures if any("\t" in s.text for s in m.sentences))
    *_, last = (s for s in measure.sentences if "\t" in s.text)
    text = whole(quote_of(document, measure, last)).text
    assert text == "区域\t车型\t每次收费(元)\n……\n二类区域\t大型车\t8"


def test_a_number_alone_in_a_cell_is_a_figure() -> None:
    assert states_figure("类型\t标准(元)\n小型车\t1,200.5")
    assert not states_figure("类型\t标准\n小型车\t另定")
    assert not states_figure("编号 300")
