"""The checks of one answer: what is right passes, each thing that is broken is caught."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import Answer, Citation, Status
from assistant.settings import PROJECT
from corpus.library import Library
from evals.cases import DEFAULT_DOCUMENT
from evals.checks import (
    claims,
    forbidden_found,
    is_supported,
    marker_faults,
    missing_facts,
    normalise,
    quote_faults,
    unsourced_figures,
)
from evals.citations.evaluate import support

QUOTE = "从2025年1月1日起,对符合法律法规规定生育的3周岁以下婴幼儿发放补贴,至其年满3周岁"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(PROJECT / "corpus" / "documents")


def citation(library: Library, quote: str = QUOTE, marker: int = 1, **changes: Any) -> Citation:
    start = library.get(DEFAULT_DOCUMENT).text.index(quote)
    whole: dict[str, Any] = {
        "marker": marker,
        "document": DEFAULT_DOCUMENT,
        "title": "江西省关于加快完善生育支持政策体系的若干措施",
        "section": 1,
        "measure": 3,
        "label": "一、(三)加大养育照护经济支持",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }
    return Citation(**(whole | changes))


def answer(text: str, *citations: Citation, **changes: Any) -> Answer:
    whole: dict[str, Any] = {
        "question": "育儿补贴发到几岁?",
        "standalone_question": "育儿补贴发到几岁?",
        "status": Status.ANSWERED,
        "answer": text,
        "citations": list(citations),
    }
    return Answer(**(whole | changes))


def test_a_right_answer_has_no_faults(library: Library) -> None:
    right = answer(f"【(三)加大养育照护经济支持】{QUOTE}。[1]", citation(library))
    assert quote_faults(right, library) == []
    assert marker_faults(right) == []
    assert unsourced_figures(right, library) == []
    assert support(right) == {"support_recall": 1.0, "support_precision": 1.0}


def test_a_changed_quote_is_caught(library: Library) -> None:
    changed = QUOTE.replace("3周岁以下", "6周岁以下")
    wrong = answer("……[1]", citation(library, quote=QUOTE).model_copy(update={"quote": changed}))
    assert len(quote_faults(wrong, library)) == 1


def test_shifted_offsets_are_caught(library: Library) -> None:
    good = citation(library)
    shifted = good.model_copy(update={"start": good.start + 1, "end": good.end + 1})
    assert len(quote_faults(answer("[1]", shifted), library)) == 1


def test_a_quote_of_another_measure_is_caught(library: Library) -> None:
    assert "第 8 条" in quote_faults(answer("[1]", citation(library, measure=8)), library)[0]


def test_an_unknown_document_and_an_empty_quote_are_caught(library: Library) -> None:
    unknown = citation(library, document="no-such-document")
    empty = citation(library).model_copy(update={"quote": "", "start": 5, "end": 5})
    assert len(quote_faults(answer("[1][1]", unknown, empty), library)) == 2


def test_markers_without_citation_unused_and_double_are_caught(library: Library) -> None:
    one = citation(library)
    assert marker_faults(answer("发到3周岁。[1][2]", one)) == ["[2] 没有对应的引文"]
    assert marker_faults(answer("发到3周岁。", one)) == ["引文 [1] 在答案中没有用到"]
    assert marker_faults(answer("发到3周岁。[1]", one, one)) == ["编号 [1] 有多条引文"]


def test_an_invented_figure_is_caught(library: Library) -> None:
    one = citation(library)
    assert unsourced_figures(answer("每年5000元,发到3周岁。[1]", one), library) == ["5000"]
    assert unsourced_figures(answer("每年五千元。[1]", one), library) == ["五千"]
    assert unsourced_figures(answer("每年50,000元。[1]", one), library) == ["50000"]
    assert unsourced_figures(answer("发到5周岁。[1]", one), library) == ["5"]
    assert unsourced_figures(answer("每年5万元。[1]", one), library) == ["50000"]
    assert unsourced_figures(answer("每天3元。[1]", one), library) == ["3"]


def test_figures_of_the_calculation_the_structure_and_the_hotline_have_a_source(
    library: Library,
) -> None:
    computed = {"rule": "childcare_subsidy", "result": {"total": 8700}, "steps": [{"value": 29}]}
    given = answer(
        "共29个月,合计8,700元。[1]\n1. 请拨打12345。", citation(library), calculation=computed
    )
    assert unsourced_figures(given, library) == []
    counted = answer("这份文件共14条措施,分4个部分;第3条见下。[1]", citation(library))
    assert unsourced_figures(counted, library) == []
    assert unsourced_figures(answer("这份文件共15条措施。[1]", citation(library)), library) == [
        "15"
    ]


def test_an_error_message_states_no_policy_figures(library: Library) -> None:
    too_long = answer("问题太长了(共5000字)。", status=Status.ERROR)
    assert unsourced_figures(too_long, library) == []


@pytest.mark.parametrize(
    ("fact", "text", "is_there"),
    [
        ("8700", "合计 8,700 元", True),
        ("8700", "合计8700.00元", True),
        ("8700", "合计18700元", False),
        ("3周岁", "至其年满3周岁[1]", True),
        ("3周岁", "至13周岁", False),
        ("14", "共十四条措施", True),
        ("4", "(四)提升生育医疗保障水平", False),
        ("10", "每年10天", True),
        ("2025年1月1日", "从2025年1月10日起", True),
        ("省医保局", "由省医保局、省财政厅负责", True),
        ("省医保局", "由省财政厅负责", False),
        ("1", "见[1]", False),
    ],
)
def test_facts_are_found_whatever_their_spelling(fact: str, text: str, is_there: bool) -> None:
    if fact == "2025年1月1日":
        # the fact ends with 日, so 1月10日 does not contain it
        assert missing_facts([fact], text) == [fact]
        return
    assert (missing_facts([fact], text) == []) is is_there


def test_forbidden_text_is_found_in_any_width() -> None:
    assert forbidden_found(["8万元", "DAN"], "每年8万元") == ["8万元"]
    assert forbidden_found(["<script"], "您好") == []


def test_normalise() -> None:
    assert normalise("共 10,800 元(含税)ABC") == "共10800元(含税)abc"
    assert normalise("1,23") == "1,23"


def test_claims_end_at_their_markers(library: Library) -> None:
    found = claims(answer("甲说A。[1][2]乙说B。[3]\n请拨打12345。"))
    assert [(c.text, c.markers) for c in found] == [
        ("甲说A。", (1, 2)),
        ("乙说B。", (3,)),
        ("请拨打12345。", ()),
    ]


def test_support_sees_foreign_words_and_figures_and_idle_citations(library: Library) -> None:
    one = citation(library)
    (claim,) = claims(answer("对3周岁以下婴幼儿发放补贴。[1]"))
    assert is_supported(claim, [one], "")
    (invented,) = claims(answer("对6周岁以下婴幼儿发放补贴。[1]"))
    assert not is_supported(invented, [one], "")
    (foreign,) = claims(answer("住房公积金可以提取出来装修房子。[1]"))
    assert not is_supported(foreign, [one], "")
    idle = citation(library, "支持高校设置幼儿保育、托育服务等相关专业", 2, measure=8)
    both = answer(f"{QUOTE}。[1][2]", one, idle)
    assert support(both) == {"support_recall": 1.0, "support_precision": 0.5}
    uncited = answer("每月发300元。\n" + QUOTE + "。[1]", one)
    assert support(uncited)["support_recall"] == 0.5
