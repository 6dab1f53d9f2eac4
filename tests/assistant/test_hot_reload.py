"""A running process answers from what is added, edited and removed meanwhile, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.service.corpus_watch import CorpusWatch
from assistant.service.loading import open_services, renew
from assistant.service.request import Request, answer_request
from assistant.service.runtime import NotReadyError, Runtime
from assistant.services import Services
from assistant.settings import Settings
from corpus.adding import add, remove
from corpus.library import Library
from index.indexing import IndexingError, update

LIVING = Path(__file__).parent / "data" / "living"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "documents").mkdir()
    add(tmp_path / "documents", LIVING / "nation-2023.txt")
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=tmp_path / "data",
        corpus_dir=tmp_path / "documents",
        request_timeout_s=0.2,
    )


@pytest.fixture
def runtime(
    settings: Settings, services: Services, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Runtime]:
    monkeypatch.setattr("assistant.service.runtime._LOOK_S", 0.05)
    running = Runtime(settings, lambda s: open_services(s, services.search.encoder))
    running.start()
    assert running.wait(60)
    yield running
    running.stop()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def test_documents_come_and_go_while_it_runs(
    runtime: Runtime, settings: Settings, services: Services
) -> None:
    def ask(question: str) -> Answer:
        return answer_request(runtime.services, Request(question=question))

    before = runtime.services
    add(settings.corpus_dir, LIVING / "nanchang-2025.txt")
    update(settings.index_dir, Library(settings.corpus_dir), services.search.encoder)
    until(lambda: len(runtime.services.library.ids) == 2)
    assert ask("南昌的托育消费券一年多少钱").citations[0].document == "nanchang-2025"
    assert before.library.ids == ("nation-2023",)

    search = runtime.services.search
    document = settings.corpus_dir / "nanchang-2025" / "document.yaml"
    document.write_text("effective_to: 2025-08-31\n", encoding="utf-8")
    until(lambda: runtime.services.library.get("nanchang-2025").metadata.effective_to is not None)
    assert runtime.services.search is search
    assert ask("南昌的托育消费券一年多少钱").citations == []

    remove(settings.corpus_dir, "nanchang-2025")
    until(lambda: len(runtime.services.library.ids) == 1)
    assert ask("托小班每班最多多少人").citations[0].document == "nation-2023"


def test_a_corpus_that_cannot_be_loaded_leaves_the_old_one(
    runtime: Runtime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    services = runtime.services
    (settings.corpus_dir / "nation-2023" / "document.yaml").write_text("issued: 昨天\n", "utf-8")
    until(lambda: "the changed corpus is not used" in caplog.text)
    assert runtime.services is services


def test_without_documents_it_answers_nothing_until_there_is_one_again(
    runtime: Runtime, settings: Settings
) -> None:
    remove(settings.corpus_dir, "nation-2023")
    until(lambda: runtime.problem is not None)
    assert "没有收录政策文件" in str(runtime.problem) and runtime.library.ids == ()
    with pytest.raises(NotReadyError):
        _ = runtime.services
    add(settings.corpus_dir, LIVING / "nation-2023.txt")
    until(lambda: runtime.problem is None)
    question = Request(question="托小班每班最多多少人")
    assert answer_request(runtime.services, question).citations[0].document == "nation-2023"


def test_what_could_not_be_loaded_is_tried_again(
    runtime: Runtime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = iter([IndexingError("连不上 Chroma 服务")] * 2)

    def renew_later(present: Services) -> Services:
        for problem in refusing:
            raise problem
        return renew(present)

    monkeypatch.setattr("assistant.service.runtime.renew", renew_later)
    add(settings.corpus_dir, LIVING / "zhejiang-2024.txt")
    until(lambda: len(runtime.services.library.ids) == 2)


def test_a_change_is_told_once_and_only_at_rest(settings: Settings) -> None:
    watch = CorpusWatch(settings)
    assert not watch.has_changed()
    add(settings.corpus_dir, LIVING / "zhejiang-2024.txt")
    told = [watch.has_changed() for _ in range(20)]
    assert told.count(True) == 1 and told.index(True) > 10, (
        "time for the command to index it itself"
    )
