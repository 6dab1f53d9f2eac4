"""The chain: its steps by name, and that what answers comes from Chroma and the reranker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from langchain_core.runnables import Runnable

from assistant.chain import ask
from assistant.services import Services
from assistant.turn import Request
from index.reranker import LateReranker
from index.retriever import HybridRetriever

_QUESTION = "怀孕了公司能辞退我吗"
_STEPS = (
    "request screening understanding jurisdiction talk structure rules retriever reranker decision "
    "composing refusal chat_model closing verification answer"
).split()


@pytest.fixture
def unranked(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Without BM25: what Chroma finds decides alone which measures are looked at."""
    monkeypatch.setattr(HybridRetriever, "_lexical", lambda self, query, asked: [])
    yield monkeypatch


def test_the_graph_names_every_step(services: Services) -> None:
    nodes = [node.name for node in services.chain.get_graph().nodes.values()]
    assert [name for name in nodes if name in _STEPS] == _STEPS


def test_it_runs_as_any_runnable(services: Services) -> None:
    chain: Runnable = services.chain
    answer = chain.invoke(Request(services, _QUESTION))
    (streamed,) = chain.stream(Request(services, _QUESTION))
    assert answer.citations
    assert streamed.answer == answer.answer


def test_other_finds_of_chroma_give_another_citation(
    services: Services, unranked: pytest.MonkeyPatch
) -> None:
    before = ask(services, _QUESTION).citations[0]
    units, store = services.search.index.units, type(services.search.index.store)
    law = "national-women-rights-law-2022"
    rows = [row for row, unit in enumerate(units) if unit.key == (law, "m48")]
    assert before.document != law

    def elsewhere(self: object, vector: object, kind: str, limit: int) -> dict[int, float]:
        return {row: 0.9 for row in rows if units[row].kind == kind}

    unranked.setattr(store, "nearest", elsewhere)
    assert ask(services, _QUESTION).citations[0].document == law


def test_reversed_scores_of_the_reranker_reverse_the_order(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = [measure.key for measure in services.search.search(_QUESTION).measures]
    ranked = LateReranker.rank
    monkeypatch.setattr(
        LateReranker, "rank", lambda self, found, query: ranked(self, found, query)[::-1]
    )
    assert [measure.key for measure in services.search.search(_QUESTION).measures] == order[::-1]


def test_every_step_tells_its_time_and_its_name(services: Services) -> None:
    heard: list[str] = []
    answer = ask(services, _QUESTION, on_step=heard.append)
    assert heard == _STEPS[1:-1]
    assert set(answer.timings_ms) == set(heard)


def test_an_age_is_quoted_where_the_rule_would_only_ask_back(services: Services) -> None:
    for question in ("育儿补贴发到几岁", "育儿补贴发到几岁?"):
        answer = ask(services, question)
        assert answer.status == "answered" and "至其年满3周岁" in answer.answer
    assert ask(services, "育儿补贴一共能领多少").missing_inputs
