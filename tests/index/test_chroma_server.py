"""The index on a real Chroma server (`chroma run`), shared by replicas with disks of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from index_helpers import Counting, fake_encoder, found_documents, verify_here, write_document

from corpus.library import Library
from index import chroma_server, generations
from index.indexing import IndexingError, IndexReport, is_current, update
from index.store import read_link

SUBSIDY = ["发放补贴。对家庭发放补贴。", "建设托育。支持社区建设托育机构。"]
HOUSING = ["住房保障。多孩家庭优先配租。", "公积金。适当提高贷款额度。"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1"]
    folder = tmp_path_factory.mktemp("chroma")
    server = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            time.sleep(0.2)
            try:
                chroma_server.connect(address).close()
                break
            except chroma_server.ServerError:
                assert server.poll() is None, "chroma run ended"
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(autouse=True)
def empty_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing._verify", verify_here)
    client = chroma_server.connect(url)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    client.close()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write_document(folder, "托育", SUBSIDY)
    return folder


def build(index_dir: Path, corpus: Path, url: str, counting: Counting | None = None) -> IndexReport:
    return update(index_dir, Library(corpus), fake_encoder(counting), chroma_url=url)


def generation_on_server(index_dir: Path) -> str:
    folder = generations.current(index_dir)
    assert folder is not None
    linked = read_link(folder / "chroma")
    assert linked is not None
    return linked.generation


def test_vectors_go_to_the_server_and_are_found(url: str, corpus: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    report = build(index_dir, corpus, url)
    assert report.embedded == report.records
    assert found_documents(index_dir, "家庭补贴怎么发放") == {"托育"}
    assert not list(index_dir.rglob("chroma.sqlite3"))
    assert is_current(index_dir, Library(corpus), "fake:1", url)
    assert not build(index_dir, corpus, url).changed


def test_a_second_replica_shares_the_collections(url: str, corpus: Path, tmp_path: Path) -> None:
    build(tmp_path / "one", corpus, url)
    assert build(tmp_path / "two", corpus, url).changed
    assert generation_on_server(tmp_path / "one") == generation_on_server(tmp_path / "two")
    assert found_documents(tmp_path / "two", "家庭补贴怎么发放") == {"托育"}


def test_only_changes_are_embedded_and_old_readers_go_on(
    url: str, corpus: Path, tmp_path: Path
) -> None:
    build(tmp_path / "one", corpus, url)
    build(tmp_path / "two", corpus, url)
    write_document(corpus, "住房", HOUSING)
    counting = Counting()
    build(tmp_path / "one", corpus, url, counting)
    assert counting.texts and not any("补贴" in text for text in counting.texts)
    assert found_documents(tmp_path / "one", "公积金") == {"托育", "住房"}
    assert found_documents(tmp_path / "two", "公积金") == {"托育"}
    build(tmp_path / "two", corpus, url)
    assert found_documents(tmp_path / "two", "公积金") == {"托育", "住房"}


def test_lost_collections_are_seen_and_rebuilt(url: str, corpus: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    build(index_dir, corpus, url)
    client = chroma_server.connect(url)
    generation = generation_on_server(index_dir)
    client.delete_collection(chroma_server.collection_prefix(generation) + "sentences")
    client.close()
    assert not is_current(index_dir, Library(corpus), "fake:1", url)
    assert build(index_dir, corpus, url).changed
    assert is_current(index_dir, Library(corpus), "fake:1", url)


def test_a_build_that_dies_before_publishing_changes_nothing(
    url: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = tmp_path / "index"
    build(index_dir, corpus, url)
    before = generation_on_server(index_dir)
    write_document(corpus, "住房", HOUSING)

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("index.indexing._write_manifest", die)
        with pytest.raises(KeyboardInterrupt):
            build(index_dir, corpus, url)
    assert generation_on_server(index_dir) == before
    assert found_documents(index_dir, "家庭补贴") == {"托育"}
    build(index_dir, corpus, url)
    assert found_documents(index_dir, "公积金") == {"托育", "住房"}


def test_old_generations_are_cleared_from_the_server(
    url: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_server, "_GRACE_S", -1)
    for number in range(3):
        write_document(corpus, f"文件{number}", HOUSING)
        build(tmp_path / "index", corpus, url)
    client = chroma_server.connect(url)
    found = {c.name for c in client.list_collections()} - {"policy-index"}
    client.close()
    assert len(found) == (2 + 3) + (2 + 4)


def test_moving_between_disk_and_server(url: str, corpus: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    update(index_dir, Library(corpus), fake_encoder())
    assert not is_current(index_dir, Library(corpus), "fake:1", url)
    counting = Counting()
    build(index_dir, corpus, url, counting)
    assert found_documents(index_dir, "家庭补贴") == {"托育"}
    assert not is_current(index_dir, Library(corpus), "fake:1")
    update(index_dir, Library(corpus), fake_encoder())
    assert found_documents(index_dir, "家庭补贴") == {"托育"}


@pytest.mark.parametrize("wrong", ["http://127.0.0.1:9", "127.0.0.1:8000", "ftp://x", "http://"])
def test_an_unreachable_server_is_said(wrong: str, corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"Chroma|CHROMA"):
        build(tmp_path / "index", corpus, wrong)
