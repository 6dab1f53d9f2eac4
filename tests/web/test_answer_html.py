"""An answer as HTML: escaped, on one line, nothing said twice."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Answer, Citation, MissingInput, Status
from assistant.eligibility.rules.registry import run_rule
from assistant.services import Services
from assistant.web.answer_html import answer_html, partial_html, shown_text
from assistant.web.calculation_html import calculation_card

HOSTILE = "<script>alert(1)</script>\n\n\"'&"


def an_answer(text: str, **more: object) -> Answer:
    citation = Citation(
        marker=1,
        document="d",
        title="标题",
        section=1,
        measure=3,
        label=f"一、{HOSTILE}",
        quote="原文",
        start=5,
        end=7,
        anchor="m3",
    )
    fields = {"question": "问", "standalone_question": "问", "status": Status.ANSWERED}
    return Answer.model_validate(fields | {"answer": text, "citations": [citation]} | more)


def cited(marker: int, role: str, label: str, parts: list[tuple[int, int]] = []) -> Citation:  # noqa: B006
    return Citation(
        marker=marker, document="d", title="标题", section=1, measure=3, label=label, quote="原文",
        start=5, end=7, parts=parts, role=role, anchor="m3",
    )  # fmt: skip


def words_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_hostile_text_is_escaped_and_no_line_ends_remain() -> None:
    answer = an_answer(f"{HOSTILE}[1]", suggestions=[HOSTILE], message=HOSTILE)
    for html in (answer_html(answer, "r"), partial_html(HOSTILE)):
        assert "<script" not in html
        assert "\n" not in html


def test_a_marker_becomes_a_link_to_its_quote() -> None:
    html = answer_html(an_answer("原文[1],又[9]"), "r")
    assert 'href="/policies/d#c5-7"' in html and 'data-start="5" data-end="7"' in html
    assert "[9]" in html and "[1]" not in html.split("data-copy")[0]


def test_half_a_marker_is_not_shown_while_streaming() -> None:
    assert "[" not in partial_html("已经写好的话[1").replace("<", "")


def test_steps_stand_in_the_card_only() -> None:
    calculation = {
        "rule": "childcare_subsidy",
        "outcome": "eligible",
        "result": {"total": 8700, "unit": "元"},
        "summary": "一共8700元。",
        "steps": [{"text": "29×300=8700元"}],
        "sources": [],
        "as_of": "2025-09-01",
    }
    text = "一共8700元。[1]\n计算过程:\n1. 29×300=8700元\n2. 别的话\n依据:《甲》\n以当地审核为准。"
    answer = an_answer(text, calculation=calculation)
    assert shown_text(answer) == "一共8700元。[1]\n2. 别的话\n以当地审核为准。"
    html = answer_html(answer, "r").split("data-copy")[0]
    assert words_of(html).count("29×300=8700元") == 1 and "8,700" in html
    assert words_of(html).count("一共8700元。") == 1


def test_the_control_fits_what_is_asked_for() -> None:
    def control(name: str) -> str:
        missing = [MissingInput(name=name, label="标签", question="问题")]
        answer = an_answer("请告诉我", missing_inputs=missing, status=Status.NEEDS_INFORMATION)
        return answer_html(answer, "r")

    assert 'type="date"' in control("birth_date")
    assert 'data-ask="是"' in control("hukou_in_jiangxi")
    assert 'data-ask="50%"' in control("share")
    assert 'type="number"' in control("average_monthly_wage")
    assert "quick-reply" not in control("unknown")


def test_the_point_stands_first_and_the_next_step_last() -> None:
    citations = [
        cited(1, "answer", "二、措施"),
        cited(2, "next_step", "三、申领"),
    ]
    text = "可以。\n向乡镇申请。[2]\n原文如此。[1]"
    html = answer_html(an_answer(text, citations=citations), "r").split('class="sources"')[0]
    verdict, quote, step = (html.index(part) for part in ("可以。", "原文如此。", "向乡镇申请。"))
    assert verdict < quote < step
    assert '<p class="verdict">可以。</p>' in html and "下一步" in html
    said = answer_html(an_answer("看情况。[1]\n原文如此。[1]"), "r")
    assert '<p class="verdict">看情况。<a' in said


@pytest.mark.parametrize("kind", ["small_talk", "person"])
def test_talk_has_no_label_of_refusal(kind: str) -> None:
    answer = an_answer("不客气。", citations=[], status=Status.NOT_COVERED, kind=kind)
    assert "answer-status" not in answer_html(answer, "r")


def test_a_quote_of_parts_leads_to_each_part() -> None:
    parts = [(5, 7), (9, 12)]
    html = answer_html(an_answer("甲……乙[1]", citations=[cited(1, "answer", "一", parts)]), "r")
    assert 'href="/policies/d#c5-7,9-12"' in html and 'data-parts="5-7,9-12"' in html


def test_the_state_is_never_shown() -> None:
    answer = an_answer("原文[1]", state={"birth_date": "2024-05-03"})
    assert "2024-05-03" not in answer_html(answer, "r")


def test_the_sources_of_a_calculation_lead_to_their_sentences(services: Services) -> None:
    calculation = run_rule("childcare_subsidy", {"birth_date": "2025-05-03"})
    html = calculation_card(calculation, library=services.library)
    for document, start, end in re.findall(r'href="/policies/([^"#]+)#c(\d+)-(\d+)"', html):
        text = services.library.get(document).text[int(start) : int(end)]
        known = [one for quote in calculation["quotes"] for one in (quote, *quote["others"])]
        assert text in [quote["quote"] for quote in known]
    assert html.count("/policies/") == len(calculation["sources"])
