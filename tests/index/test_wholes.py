"""Documents without sample questions: searched by whole measures beside their sentences."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.library import Library
from index.indexing import update
from index.records import MEASURE, records_of
from index.retriever import HybridRetriever, open_retriever

if TYPE_CHECKING:
    from assistant.context import Services

LAW = """某市物业管理办法
第一章 总则
第一条 为了规范物业管理活动,维护业主权益,制定本办法。
第二条 市住房城乡建设主管部门负责本市物业管理活动的监督管理。
第二章 业主
第三条 业主有下列权利:
(一)按照合同接受服务;
(二)提议召开业主大会会议;
(三)监督专项维修资金的管理和使用。
第四条 业主大会由全体业主组成,由物业所在地街道办事处指导成立。
第三章 维修资金
第五条 专项维修资金专项用于保修期满后物业共用部位的维修,不得挪作他用。
第六条 动用专项维修资金,应当经专有部分面积占比三分之二以上的业主参与表决。
"""


@pytest.fixture(scope="module")
def retriever(
    services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HybridRetriever]:
    """Over the shipped policy with its sample questions and a regulation without any."""
    folder = tmp_path_factory.mktemp("wholes")
    shutil.copytree(services.library.folder, folder / "corpus")
    (folder / "corpus" / "property").mkdir()
    (folder / "corpus" / "property" / "source.txt").write_text(LAW, encoding="utf-8")
    library = Library(folder / "corpus")
    update(folder / "index", library, services.retriever.encoder)
    opened = open_retriever(folder / "index", services.retriever.encoder)
    assert opened is not None
    yield opened
    opened.close()


def test_only_documents_without_sample_questions_have_whole_measures(
    retriever: HybridRetriever, tmp_path: Path
) -> None:
    records = [
        r for r in records_of(Library(retriever.folder.parents[2] / "corpus")) if r.kind == MEASURE
    ]
    assert {record.document for record in records} == {"property"}
    assert len(records) == 6
    assert records[2].text.startswith("某市物业管理办法 业主 业主有下列权利:")
    assert "监督专项维修资金" in records[2].text


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("动用维修基金要多少业主同意", "m6"),
        ("住在小区里我有哪些权利", "m3"),
        ("业委会成立归街道管吗", "m4"),
    ],
)
def test_a_question_finds_its_measure_beside_another_document(
    retriever: HybridRetriever, question: str, measure: str
) -> None:
    best = retriever.search(question).measures[0]
    assert (best.document, best.measure) == ("property", measure)
    assert best.whole is not None and best.whole.dense > 0
    assert best.sentences


def test_the_other_document_still_comes_first_for_its_own_questions(
    retriever: HybridRetriever, services: Services
) -> None:
    question = "育儿补贴发到几岁"
    best = retriever.search(question).measures[0]
    assert best.measure == services.retriever.search(question).measures[0].measure
    assert best.whole is None
