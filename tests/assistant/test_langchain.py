"""The LangChain faces of the product: the retriever and the tools."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.calculation.tools import calculate, eligibility_tools
from assistant.context import Services
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import RULES, run_rule
from index.langchain_retriever import PolicyRetriever

AS_OF = date(2025, 9, 1)


def test_documents_are_verbatim_and_ranked(services: Services) -> None:
    retriever = PolicyRetriever(
        retriever=services.retriever, library=services.library, measures=4, sentences=2
    )
    found = retriever.invoke("托育机构的用水用电按什么价格")
    assert len(found) == 4
    assert found[0].metadata["measure"] == "m8"
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    for document in found:
        text = services.library.get(document.metadata["document"]).text
        spans = document.metadata["spans"]
        assert 1 <= len(spans) <= 2
        assert document.page_content == "\n".join(text[start:end] for start, end in spans)


def test_the_retriever_runs_in_a_chain(services: Services) -> None:
    from langchain_core.runnables import RunnableLambda

    retriever = PolicyRetriever(retriever=services.retriever, library=services.library)
    chain = retriever | RunnableLambda(lambda documents: documents[0].metadata["measure"])
    assert chain.batch(["高额彩礼", "弹性上下班"]) == ["m13", "m12"]


def test_one_tool_for_each_rule() -> None:
    tools = eligibility_tools()
    assert set(tools) == set(RULES)
    for name, tool in tools.items():
        assert tool.name == name
        assert RULES[name].title in tool.description
        assert set(RULES[name].required) <= set(tool.args)


def test_a_tool_answers_a_tool_call() -> None:
    call = {
        "type": "tool_call",
        "id": "1",
        "name": "childcare_subsidy",
        "args": {"birth_date": "2024-05", "as_of": "2025-09-01"},
    }
    message = eligibility_tools()["childcare_subsidy"].invoke(call)
    assert "8700" in message.content
    expected = run_rule("childcare_subsidy", {"birth_date": "2024-05"}, AS_OF)
    assert message.artifact == expected


@pytest.mark.parametrize("rule", RULES)
def test_without_facts_every_tool_asks_or_answers(rule: str) -> None:
    assert calculate(rule, {}, AS_OF) == run_rule(rule, {}, AS_OF)


def test_facts_of_other_rules_are_left_out() -> None:
    found = calculate("childcare_subsidy", {"birth_date": "2024-05", "leave_days": 188}, AS_OF)
    assert found["inputs"] == {"birth_date": "2024-05"}


def test_a_fact_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(EligibilityError, match="出生日期"):
        calculate("childcare_subsidy", {"birth_date": "2024-13"}, AS_OF)
