"""Retrieving and reranking: LangChain parts over Chroma, BM25 and late interaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from index_helpers import build, fake_encoder, verify_here, write_document
from langchain_core.documents import Document

from index import reranker as reranking
from index.decision import UNDECIDED
from index.ranking import RankedMeasure
from index.reranker import maxsim
from index.search import Search, open_search
from index.store import Store


@pytest.fixture
def search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Search]:
    monkeypatch.setattr("index.indexing._verify", verify_here)
    corpus = tmp_path / "documents"
    write_document(
        corpus, "托育", ["发放补贴。对家庭按年发放补贴。", "建设托育。社区建设托育机构。"]
    )
    write_document(corpus, "住房", ["住房保障。多孩家庭优先配租。", "公积金。适当提高贷款额度。"])
    build(tmp_path / "index", corpus)
    opened = open_search(tmp_path / "index", fake_encoder(), UNDECIDED)
    assert opened is not None
    yield opened
    opened.close()


def first(search: Search, question: str) -> tuple[str, str]:
    return search.search(question).measures[0].key


def test_the_measure_that_answers_comes_first(search: Search) -> None:
    assert first(search, "公积金贷款额度能提高吗") == ("住房", "m2")
    assert first(search, "社区建设托育机构吗") == ("托育", "m2")


def test_the_heading_is_no_sentence_of_its_own(search: Search) -> None:
    [best, *_] = search.search("公积金贷款额度能提高吗").measures
    assert len(best.sentences) == 1


def test_only_the_documents_that_are_asked(search: Search) -> None:
    found = search.search("公积金贷款额度", ["托育"]).measures
    assert {measure.document for measure in found} == {"托育"}
    assert search.search("公积金贷款额度", ["没有这份"]).measures == ()
    several = search.retriever.invoke("公积金贷款额度", documents=["托育"])
    assert {one.metadata["document"] for one in several} == {"托育"}


def test_many_documents_are_searched_together(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.retriever._FEW", 0)
    found = search.search("公积金贷款额度", ["托育"]).measures
    assert {measure.document for measure in found} == {"托育"}


def test_they_are_langchain_parts(search: Search) -> None:
    documents = search.retriever.invoke("公积金贷款额度")
    assert all(isinstance(one, Document) for one in documents)
    ranked = search.reranker.compress_documents(documents, "公积金贷款额度")
    best = RankedMeasure.of(ranked[0])
    assert best == search.search("公积金贷款额度").measures[0]
    assert "适当提高贷款额度" in ranked[0].page_content


def test_dense_search_is_chromas(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replacing what Chroma finds changes what is found."""
    monkeypatch.setattr(Store, "nearest", lambda *_: {})
    monkeypatch.setattr("index.lexical.LexicalIndex.scores", lambda *_: (np.zeros(4), np.zeros(4)))
    assert search.search("公积金贷款额度").measures == ()


def test_the_rerankers_scores_are_the_order(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [measure.key for measure in search.search("公积金贷款额度").measures]
    maxsim = reranking.maxsim
    monkeypatch.setattr(reranking, "maxsim", lambda *given: -100 * maxsim(*given))
    after = [measure.key for measure in search.search("公积金贷款额度").measures]
    assert set(after) == set(before) and after[-1] == before[0]


def test_maxsim() -> None:
    question = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    tokens = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 0.5]], dtype=np.float32)
    found = maxsim(question, tokens, np.array([0, 2]))
    np.testing.assert_allclose(found, [[1.0, 0.8], [0.0, 0.5]])
