"""The default composer: the verdict first, quotes whole or soundly shortened, the documents named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from assistant.answer import Status
from assistant.composing.answer import compose
from assistant.composing.closing import close
from assistant.composing.draft import draft
from assistant.composing.shortening import WHOLE_LIMIT
from assistant.domain import domain
from assistant.evidence.deciding import Evidence, Found
from assistant.turn import Request, Run
from assistant.understanding.model import Part, Understanding
from assistant.verification.making import quoted
from assistant.verification.statement import Kind
from assistant.verification.verify import verify
from corpus.library import Library
from corpus.model import Document

LIBRARY = Library(Path(__file__).parents[3] / "corpus" / "documents")
HOME = LIBRARY.get("jiangxi-2025-birth-support")


def _found(words: str, document: Document = HOME) -> Evidence:
    sentence, measure = next((s, m) for s, m in document.sentences() if words in s.text)
    return Evidence(document, measure, 1.0, (quoted(document, measure, sentence),))


def _run(question: str, *found: Evidence, polar: bool = False) -> Run:
    request = Request(SimpleNamespace(library=LIBRARY), question, as_of=date(2025, 9, 1))
    part = Part(question, question, polar=polar)
    run = Run(
        request,
        understanding=Understanding(question, (part,)),
        evidence=(Found((), found),),
        answers=(None,),
    )
    return verify(close(compose(run)))


def test_a_short_sentence_is_quoted_whole() -> None:
    answer = draft(_run("寒暑假有托管吗?", _found("寒暑假和课后托管服务")))
    assert answer.status is Status.ANSWERED
    assert (
        answer.answer.split("\n")[0] == "鼓励有条件的单位、学校、社区提供寒暑假和课后托管服务。[1]"
    )
    (citation,) = answer.citations
    assert HOME.text[citation.start : citation.end] == citation.quote
    assert citation.role == "answer"


def test_a_yes_or_no_question_gets_the_verdict_first() -> None:
    answer = draft(_run("寒暑假有托管服务吗?", _found("寒暑假和课后托管服务"), polar=True))
    assert answer.answer.split("\n")[0] == "看情况。[1]"


def test_a_long_sentence_keeps_its_conditions() -> None:
    found = _found("至其年满3周岁")
    run = _run("育儿补贴发到几岁?", found)
    statement = run.answers[0].statements[0]
    assert len(found.quotes[0].text) > WHOLE_LIMIT > len(statement.text)
    assert statement.kind is Kind.ABRIDGED
    assert statement.text.startswith(
        "从2025年1月1日起,对符合法律法规规定生育的3周岁以下婴幼儿发放补贴"
    )
    assert "至其年满3周岁" in statement.text
    citation = draft(run).citations[0]
    assert citation.quote == "……".join(
        HOME.text[a:b] for a, b in citation.parts or [(citation.start, citation.end)]
    )


def test_several_documents_are_named() -> None:
    scheme = LIBRARY.get("national-subsidy-scheme-2025")
    answer = draft(_run("育儿补贴", _found("至其年满3周岁"), _found("每孩每年3600元", scheme)))
    lines = answer.answer.split("\n")
    assert lines[0] == f"《{HOME.metadata.title}》（适用于江西省）："
    assert any(line.startswith(f"《{scheme.metadata.title}》") for line in lines[1:])


def test_personal_data_is_not_needed() -> None:
    answer = draft(_run("我电话13812345678,寒暑假有托管吗?", _found("寒暑假和课后托管服务")))
    assert answer.answer.endswith("请不要填写。")


def test_an_altered_statement_is_not_shown() -> None:
    run = _run("寒暑假有托管吗?", _found("寒暑假和课后托管服务"))
    (answer,) = run.answers
    statement = answer.statements[0]
    forged = replace(
        answer, statements=(replace(statement, text=statement.text.replace("鼓励", "")),)
    )
    shown = draft(verify(replace(run, answers=(forged,))))
    assert shown.status is Status.NOT_COVERED
    assert not shown.citations and "托管" not in shown.answer


def test_an_answer_leads_on_by_the_library() -> None:
    answer = draft(_run("育儿补贴发到几岁？", _found("至其年满3周岁")))
    roles = [citation.role for citation in answer.citations]
    assert roles == ["answer", "next_step"]
    assert "赣服通" in answer.citations[1].quote


def test_no_next_step_beside_the_very_measure_that_says_it() -> None:
    guide = LIBRARY.get("jiangxi-subsidy-guide-2026")
    answer = draft(_run("育儿补贴在哪申请？", _found("育儿补贴以线上申请为主", guide)))
    assert [citation.role for citation in answer.citations] == ["answer"]


def test_what_is_left_to_others_leads_to_the_hotline() -> None:
    answer = draft(_run("寒暑假有托管吗？", _found("寒暑假和课后托管服务")))
    assert answer.answer.endswith("12345政务服务热线。")


def test_every_next_step_of_the_domain_is_a_sentence_of_the_library() -> None:
    for step in domain().next_steps:
        texts = [sentence.text for sentence, _ in LIBRARY.get(step.document).sentences()]
        assert step.quote in texts


def test_items_under_one_stem_are_one_quote() -> None:
    fund = LIBRARY.get("national-housing-fund-regulations-2019")
    one, two = (_found(words, fund) for words in ("房租超出家庭工资收入", "偿还购房贷款本息"))
    both = Evidence(fund, one.measure, 1.0, (*one.quotes, *two.quotes))
    answer = draft(_run("公积金什么情况能提取", both))
    assert len(answer.citations) == 1
    assert answer.answer.count("有下列情形之一的") == 1
    assert "房租" in answer.answer and "贷款本息" in answer.answer


def test_a_verdict_cites_what_is_shown() -> None:
    answer = draft(_run("灵活就业人员能参加生育保险吗？", _found("纳入生育保险,"), polar=True))
    assert answer.answer.startswith("看情况。[1]\n")
    assert len([c for c in answer.citations if c.role == "answer"]) == 1


def test_people_and_texts_call_one_thing_differently() -> None:
    rules = LIBRARY.get("national-women-workers-2012")
    answer = draft(_run("怀孕了公司能辞退我吗？", _found("予以辞退", rules), polar=True))
    assert answer.answer.startswith("不可以。[1]\n")
