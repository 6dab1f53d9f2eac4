"""Bringing the index up to date: only what changed, nothing lost, whatever happens on the way."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from index_helpers import (
    MOMENTS,
    Counting,
    build,
    event,
    fake_encoder,
    found_documents,
    process,
    queue,
    search_until,
    update_and_die,
    update_plainly,
    update_slowly,
    vector_of,
    verify_here,
    write_document,
)

from corpus.library import Library
from index import generations, store
from index.indexing import IndexingError, is_current, read_manifest, update
from index.store import open_store
from index.units import SENTENCE, read_units

if TYPE_CHECKING:
    from chromadb.api.client import Client

SUBSIDY = ["发放补贴。对家庭发放补贴。补贴按年发放。", "建设托育。支持社区建设托育机构。"]
HOUSING = ["住房保障。多孩家庭优先配租。", "公积金。适当提高贷款额度。"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write_document(folder, "托育", SUBSIDY)
    return folder


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what does not depend on the check's own process."""
    monkeypatch.setattr("index.indexing._verify", verify_here)


def generation_names(index_dir: Path) -> list[str]:
    return sorted(path.name for path in (index_dir / "generations").iterdir())


def is_whole(index_dir: Path, corpus: Path) -> bool:
    return is_current(index_dir, Library(corpus), "fake:1")


@pytest.mark.usefixtures("quick")
def test_a_second_run_embeds_nothing(corpus: Path, index_dir: Path) -> None:
    counting = Counting()
    first = build(index_dir, corpus, counting)
    assert first.changed and first.embedded == first.records == len(counting.texts) > 4
    again = Counting()
    second = build(index_dir, corpus, again)
    assert not second.changed and second.embedded == 0 and again.texts == []


@pytest.mark.usefixtures("quick")
def test_only_new_sentences_are_embedded(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    write_document(corpus, "住房", HOUSING)
    counting = Counting()
    report = build(index_dir, corpus, counting)
    assert report.reused > 0
    assert report.embedded == len(counting.texts) == report.records - report.reused
    assert all("补贴" not in text and "托育" not in text for text in counting.texts)
    assert found_documents(index_dir, "公积金贷款额度") == {"住房", "托育"}


@pytest.mark.usefixtures("quick")
def test_a_changed_sentence_is_embedded_and_the_old_one_gone(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    write_document(corpus, "托育", [SUBSIDY[0], "建设托育。支持单位建设托育机构。"])
    counting = Counting()
    build(index_dir, corpus, counting)
    text = "建设托育。支持单位建设托育机构。"
    assert sorted(counting.texts) == sorted([text, f"某某省关于托育的若干措施 主要措施 {text}"])
    folder = generations.current(index_dir)
    assert folder is not None
    texts = [unit.text for unit in read_units(folder)]
    assert not any("支持社区" in text for text in texts)


@pytest.mark.usefixtures("quick")
def test_a_removed_document_leaves_the_index(corpus: Path, index_dir: Path) -> None:
    write_document(corpus, "住房", HOUSING)
    build(index_dir, corpus)
    for path in (corpus / "住房").iterdir():
        path.unlink()
    (corpus / "住房").rmdir()
    counting = Counting()
    assert build(index_dir, corpus, counting).embedded == 0
    assert found_documents(index_dir, "公积金贷款额度") == {"托育"}


@pytest.mark.usefixtures("quick")
def test_another_encoder_rebuilds_with_a_message(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    said: list[str] = []
    other = fake_encoder(fingerprint="other:2")
    report = update(index_dir, Library(corpus), other, progress=said.append)
    assert report.embedded == report.records
    assert "编码器已更换" in said[0] and "fake:1" in said[0] and "other:2" in said[0]


@pytest.mark.usefixtures("quick")
def test_rebuild_embeds_everything(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    report = update(index_dir, Library(corpus), fake_encoder(), rebuild=True)
    assert report.embedded == report.records


def test_an_empty_corpus_is_said(tmp_path: Path, index_dir: Path) -> None:
    with pytest.raises(IndexingError, match="policy corpus add"):
        build(index_dir, tmp_path / "nothing")


@pytest.mark.usefixtures("quick")
def test_old_generations_go_but_the_last_one(corpus: Path, index_dir: Path) -> None:
    for number in range(4):
        write_document(corpus, f"文件{number}", HOUSING)
        build(index_dir, corpus)
    assert len(generation_names(index_dir)) == 2


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_nothing_is_lost(moment: str, corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    before = generations.current(index_dir)
    write_document(corpus, "住房", HOUSING)
    victim = process(update_and_die, index_dir, corpus, moment)
    victim.join(60)
    assert victim.exitcode == -9
    if moment != "after switch":
        assert generations.current(index_dir) == before
        assert found_documents(index_dir, "公积金贷款额度") == {"托育"}
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)
    assert found_documents(index_dir, "公积金贷款额度") == {"住房", "托育"}
    assert len(generation_names(index_dir)) <= 2


@pytest.mark.parametrize("moment", MOMENTS[:8:3])
def test_killed_in_the_first_run_the_next_completes(
    moment: str, corpus: Path, index_dir: Path
) -> None:
    victim = process(update_and_die, index_dir, corpus, moment)
    victim.join(60)
    assert victim.exitcode == -9
    assert generations.current(index_dir) is None
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)
    assert len(generation_names(index_dir)) == 1


def test_killed_at_random_times(corpus: Path, index_dir: Path) -> None:
    """The same without arranged moments; the seed is fixed, the machine's pace is not."""
    build(index_dir, corpus)
    times = random.Random(7)
    for round_number in range(3):
        write_document(corpus, f"文件{round_number}", HOUSING)
        victim = process(update_plainly, index_dir, corpus, queue())
        time.sleep(times.uniform(0.05, 1.5))
        victim.kill()
        victim.join(60)
        assert found_documents(index_dir, "家庭补贴怎么发放")
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)


DAMAGES = {
    "chroma database truncated": ("chroma/chroma.sqlite3", b""),
    "chroma database overwritten": ("chroma/chroma.sqlite3", b"not a database" * 400),
    "lexical index overwritten": ("lexical/words/vocab.index.json", b"{"),
    "units overwritten": ("units.jsonl", b"{}\n"),
    "token vectors truncated": ("tokens.bin", b""),
    "lexical index missing": ("lexical/bigrams/data.csc.index.npy", None),
    "manifest missing": ("manifest.json", None),
    "manifest broken": ("manifest.json", b'{"format": 3'),
}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen_and_the_index_rebuilt(damage: str, corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    folder = generations.current(index_dir)
    assert folder is not None
    name, content = DAMAGES[damage]
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    assert not is_whole(index_dir, corpus)
    said: list[str] = []
    report = update(index_dir, Library(corpus), fake_encoder(), progress=said.append)
    assert report.embedded == report.records
    assert "已损坏" in said[0] or "尚无可用索引" in said[0]
    assert is_whole(index_dir, corpus)
    assert found_documents(index_dir, "家庭补贴怎么发放") == {"托育"}


@pytest.mark.usefixtures("quick")
def test_a_few_flipped_bytes_in_the_vectors_are_seen(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    folder = generations.current(index_dir)
    assert folder is not None
    vectors = max(folder.rglob("data_level0.bin"), key=lambda path: path.stat().st_size)
    data = bytearray(vectors.read_bytes())
    data[len(data) // 2] ^= 0xFF
    vectors.write_bytes(data)
    assert not is_whole(index_dir, corpus)
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("pointer", [b"", b"../..", b"\xff\xfe\x00", b"20200101T000000-1-1"])
def test_a_broken_pointer_means_a_new_index(pointer: bytes, corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    (index_dir / "current").write_bytes(pointer)
    assert generations.current(index_dir) is None
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)


def test_the_second_writer_waits(corpus: Path, index_dir: Path) -> None:
    begun, go_on, done, later = event(), event(), queue(), queue()
    first = process(update_slowly, index_dir, corpus, begun, go_on, done)
    assert begun.wait(30)
    second = process(update_plainly, index_dir, corpus, later)
    time.sleep(0.5)
    assert later.empty()
    go_on.set()
    assert done.get(timeout=60) > 0
    embedded, said = later.get(timeout=60)
    first.join(30)
    second.join(30)
    assert embedded == 0
    assert "等待" in said[0]


@pytest.mark.usefixtures("quick")
def test_readers_go_on_while_writers_switch(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    stop, done = event(), queue()
    reader = process(search_until, index_dir, stop, done)
    for number in range(4):
        write_document(corpus, f"文件{number}", HOUSING)
        build(index_dir, corpus)
    stop.set()
    rounds, oddities = done.get(timeout=60)
    reader.join(30)
    assert rounds > 0
    assert oddities == []


@pytest.mark.usefixtures("quick")
def test_a_generation_in_use_is_not_removed(corpus: Path, index_dir: Path) -> None:
    build(index_dir, corpus)
    folder = generations.current(index_dir)
    assert folder is not None
    store = open_store(folder / "chroma", ["托育"])
    before = store.nearest(vector_of("家庭补贴怎么发放"), SENTENCE, 5)
    for number in range(3):
        write_document(corpus, f"文件{number}", HOUSING)
        build(index_dir, corpus)
    assert folder.is_dir()
    assert store.nearest(vector_of("家庭补贴怎么发放"), SENTENCE, 5) == before
    store.close()
    write_document(corpus, "又一份", HOUSING)
    build(index_dir, corpus)
    assert not folder.exists()


@pytest.mark.usefixtures("quick")
def test_a_failing_write_leaves_the_old_generation(
    corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(index_dir, corpus)
    before = generations.current(index_dir)
    write_document(corpus, "住房", HOUSING)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("index.lexical.LexicalIndex.save", full)
        with pytest.raises(OSError):
            build(index_dir, corpus)
    assert generations.current(index_dir) == before
    assert len(generation_names(index_dir)) == 1
    build(index_dir, corpus)
    assert is_whole(index_dir, corpus)


def test_on_a_full_disk_a_copy_of_the_vectors_is_read(
    corpus: Path, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(index_dir, corpus)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    opened = store._client

    def full(folder: Path) -> Client:
        if index_dir in folder.parents:
            raise RuntimeError("database or disk is full")
        return opened(folder)

    monkeypatch.setattr(store, "_client", full)
    with pytest.raises(RuntimeError):
        found_documents(index_dir, "家庭补贴怎么发放")
    monkeypatch.setattr(store, "is_full", lambda folder: True)
    monkeypatch.setattr(store, "_SCRATCH", (str(tmp_path / "missing"), str(elsewhere)))
    assert found_documents(index_dir, "家庭补贴怎么发放")
    assert list(elsewhere.iterdir()) == []
    monkeypatch.setattr(store, "_SCRATCH", ())
    with pytest.raises(OSError, match="No space"):
        found_documents(index_dir, "家庭补贴怎么发放")


def test_a_generation_that_fails_its_check_is_not_taken(
    corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_half(client: Client, name: str, rows: list[int], vectors: object) -> None:
        original(client, name, rows[: len(rows) // 2], vectors)  # type: ignore[arg-type]

    original = store._fill
    with monkeypatch.context() as patched:
        patched.setattr(store, "_fill", lose_half)
        with pytest.raises(IndexingError, match="未通过自检"):
            build(index_dir, corpus)
    assert generations.current(index_dir) is None
    assert generation_names(index_dir) == []


@pytest.mark.usefixtures("quick")
def test_the_manifest_says_what_it_was_made_from(corpus: Path, index_dir: Path) -> None:
    report = build(index_dir, corpus)
    folder = generations.current(index_dir)
    assert folder is not None
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.encoder == "fake:1"
    assert manifest.documents == ("托育",)
    assert manifest.units == report.records == len(read_units(folder))


@pytest.mark.usefixtures("quick")
def test_an_opened_index_replays_nothing(corpus: Path, index_dir: Path) -> None:
    """Every collection's graph is on disk when the generation is sealed."""
    build(index_dir, corpus)
    folder = generations.current(index_dir)
    assert folder is not None
    graphs = [path.parent for path in (folder / "chroma").rglob("data_level0.bin")]
    assert len(graphs) == 3
    assert all((graph / "index_metadata.pickle").is_file() for graph in graphs)
