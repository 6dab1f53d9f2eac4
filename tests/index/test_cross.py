"""A CrossEncoder has the last word on the order of the best measures, not on whether they answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from index_helpers import build, fake_encoder, verify_here, write_document

from index.cross import CrossReranker, is_cross_encoder, load_cross_encoder
from index.decision import UNDECIDED
from index.embeddings import EMBEDDED, EncoderNotFoundError
from index.ranking import RankedMeasure
from index.search import Search, open_search

MEASURES = [
    "发放补贴。对家庭按年发放补贴。",
    "建设托育。社区建设托育机构。",
    "公积金。适当提高额度。",
]


class Contrary:
    """Finds best what says least of the question."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def predict(self, pairs: Sequence[tuple[str, str]], show_progress_bar: bool) -> list[float]:
        self.read = [text for _, text in pairs]
        return [-float(len(set(question) & set(text))) for question, text in pairs]


@pytest.fixture
def search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Search]:
    monkeypatch.setattr("index.indexing._verify", verify_here)
    write_document(tmp_path / "documents", "措施", MEASURES)
    build(tmp_path / "index", tmp_path / "documents")
    opened = open_search(tmp_path / "index", fake_encoder(), UNDECIDED, Contrary())
    assert opened is not None
    yield opened
    opened.close()


def test_it_reorders_the_best_and_leaves_their_scores(search: Search) -> None:
    reranker = search.reranker
    assert isinstance(reranker, CrossReranker)
    question = "社区建设托育机构吗"
    found = search.retriever.candidates_for(question)
    before = reranker.first.rank(found, question)
    reranker.count = 2
    after = reranker.rank(found, question)
    assert [m.key for m in after[:2]] == [m.key for m in before[1::-1]]
    assert after[2:] == before[2:]
    assert {m.key: m.score for m in after} == {m.key: m.score for m in before}
    assert "社区建设托育机构。" in reranker.model.read[0]


def test_it_is_a_langchain_part(search: Search) -> None:
    documents = search.retriever.invoke("社区建设托育机构吗")
    [*_, worst] = search.reranker.compress_documents(documents, "社区建设托育机构吗")
    assert RankedMeasure.of(worst).measure == "m2"


def test_a_folder_tells_what_it_holds(tmp_path: Path) -> None:
    assert not is_cross_encoder(EMBEDDED) and not is_cross_encoder(tmp_path)
    config = {"architectures": ["BertForSequenceClassification"]}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    assert is_cross_encoder(tmp_path)
    with pytest.raises(EncoderNotFoundError, match="重排模型"):
        load_cross_encoder(tmp_path)
