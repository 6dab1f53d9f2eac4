"""Bringing the index up to date with the corpus: only what changed is embedded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from corpus.durable import is_full
from corpus.library import Library
from index import chroma_server, generations, health
from index.centres import centres_of
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.records import KINDS, MEASURE, PASSAGES, SENTENCE, Record, digest, records_of
from index.shipped import classifier_of, shipped_vectors
from index.store import Link, Store, StoreWriter, link, open_served, open_store, read_link

if TYPE_CHECKING:
    from chromadb.api.client import Client

FORMAT = 6
"""Version of a generation's layout; another one is rebuilt."""

Progress = Callable[[str], None]
Advance = Callable[[int, int], None]
"""Hears how many of how many records are embedded."""


class IndexingError(Exception):
    """The index could not be built; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a generation was made from."""

    format: int
    encoder: str
    dimension: int
    digest: str
    records: int
    documents: tuple[str, ...]
    created: str
    files: Mapping[str, str]
    """The inventory of its files (index.health)."""


@dataclass(frozen=True)
class IndexReport:
    """What a run did. `seconds` is wall-clock time."""

    changed: bool
    records: int
    embedded: int
    reused: int
    seconds: float
    reason: str


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a generation; None where it is missing, broken or of another format."""
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**{**data, "documents": tuple(data["documents"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return manifest if manifest.format == FORMAT else None


def is_current(index_dir: Path, library: Library, fingerprint: str, chroma_url: str = "") -> bool:
    """Whether the current generation holds this corpus, made by the encoder with that fingerprint.

    `chroma_url` is the Chroma server that is to hold the vectors, "" for this machine's disk.
    """
    return _reason(index_dir, list(records_of(library)), fingerprint, chroma_url) == ""


def update(
    index_dir: Path,
    library: Library,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: Progress = lambda message: None,
    advance: Advance = lambda done, total: None,
    chroma_url: str = "",
) -> IndexReport:
    """Make the index hold the corpus. One process at a time; a second one waits.

    `rebuild` embeds everything anew. With `chroma_url` the vectors go to that Chroma server, or are
    taken from it where another replica has put the same ones there. Raises IndexingError where the corpus is empty or the new
    generation fails its check; the old one then stays current.
    """
    started = time.perf_counter()
    index_dir.mkdir(parents=True, exist_ok=True)
    with _lock(index_dir, progress):
        records = list(records_of(library))
        if not any(record.kind == SENTENCE for record in records):
            raise IndexingError(
                "语料库中没有可检索的文件,请先用 policy corpus add 文件 添加政策文件。"
            )
        reason = (
            "按要求重建"
            if rebuild
            else _reason(index_dir, records, encoder.fingerprint, chroma_url)
        )
        if not reason:
            return IndexReport(
                False, len(records), 0, len(records), _since(started), "索引已是最新"
            )
        progress(reason)
        server = _connect(chroma_url) if chroma_url else None
        published = chroma_server.published(server) if server else None
        known: dict[str, np.ndarray] = {}
        if not rebuild and server and published and published.encoder == encoder.fingerprint:
            generation, client = published.current, server
            known = _known_vectors(lambda: open_served(client, generation), records)
        elif not rebuild and (old := _reusable(index_dir, encoder.fingerprint)):
            chroma = old / "chroma"
            known = _known_vectors(lambda: open_store(chroma), records)
        shared = (
            published.current
            if published
            and published.digest == digest(records)
            and published.format == FORMAT
            and len(known) == len(records)
            else ""
        )
        if not rebuild and any(record.id not in known for record in records):
            known = shipped_vectors(library, encoder.fingerprint) | known
        missing = [record for record in records if record.id not in known]
        known.update(_embed(encoder, missing, advance))
        folder = generations.create(index_dir)
        try:
            vectors = np.stack([known[r.id] for r in records])
            if shared:
                link(folder / "chroma", chroma_url, shared)
            else:
                _write_vectors(folder, records, vectors, chroma_url)
            _write(folder, library, records, vectors, encoder)
            _verify(folder)
            _write_manifest(folder, records, encoder, library)
            if server and not shared:
                _publish(server, folder.name, published, records, encoder)
        except BaseException as error:
            full = is_full(index_dir)
            shutil.rmtree(folder, ignore_errors=True)
            if full and isinstance(error, Exception):
                raise IndexingError("磁盘空间不足,旧索引保持不变。请清理磁盘后重试。") from error
            raise
        previous = generations.current(index_dir)
        generations.switch(index_dir, folder)
        generations.clean(index_dir, keep={previous} if previous else set())
        if server:
            chroma_server.clean(server)
    reused = len(records) - len(missing)
    return IndexReport(True, len(records), len(missing), reused, _since(started), reason)


def lexical_parts(records: Sequence[Record]) -> dict[str, list[Record]]:
    """The records of each lexical index, by its folder's name; whole measures have one of their own."""
    parts = {
        "lexical": [record for record in records if record.kind != MEASURE],
        "lexical-measures": [record for record in records if record.kind == MEASURE],
    }
    return {name: part for name, part in parts.items() if part}


def read_records(folder: Path) -> list[Record]:
    """The records of a generation, in the order of the corpus."""
    with (folder / "records.jsonl").open(encoding="utf-8") as file:
        return [Record(**json.loads(line)) for line in file]


def _reason(index_dir: Path, records: list[Record], fingerprint: str, chroma_url: str) -> str:
    """Why the index must be built, in Chinese; "" where it is up to date."""
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None:
        return "尚无可用索引,正在建立"
    if wrong := health.damage(folder, manifest.files, manifest.records):
        return f"索引已损坏({wrong}),正在从语料重建"
    if manifest.encoder != fingerprint:
        return f"编码器已更换(索引由 {manifest.encoder} 建立),正在用 {fingerprint} 重建索引"
    linked = read_link(folder / "chroma")
    if (linked.url if linked else "") != chroma_url:
        return "向量库的位置已更改,正在建立索引"
    if linked and not _is_served(linked, manifest.records):
        return "Chroma 服务上没有完整的索引,正在重建"
    if manifest.digest != digest(records):
        return "语料有变化,正在更新索引"
    return ""


def _connect(chroma_url: str) -> Client:
    try:
        return chroma_server.connect(chroma_url)
    except chroma_server.ServerError as error:
        raise IndexingError(str(error)) from error


def _is_served(linked: Link, records: int) -> bool:
    """Whether the server has all vectors of the generation. Raises IndexingError where it is down."""
    client = _connect(linked.url)
    try:
        store = open_served(client, linked.generation)
        return sum(store.count(kind) for kind in KINDS) == records
    except Exception:  # NotFoundError and whatever an older server says instead
        return False
    finally:
        client.close()


def _publish(
    server: Client,
    generation: str,
    before: chroma_server.Published | None,
    records: list[Record],
    encoder: Encoder,
) -> None:
    chroma_server.publish(
        server,
        chroma_server.Published(
            current=generation,
            previous=before.current if before else "",
            digest=digest(records),
            encoder=encoder.fingerprint,
            format=FORMAT,
        ),
    )


def _reusable(index_dir: Path, fingerprint: str) -> Path | None:
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.encoder != fingerprint:
        return None
    return None if health.damage(folder, manifest.files, manifest.records) else folder


def _known_vectors(open_old: Callable[[], Store], records: list[Record]) -> dict[str, np.ndarray]:
    """Vectors of the old generation that still serve. An unreadable one gives none."""
    try:
        store = open_old()
        try:
            known: dict[str, np.ndarray] = {}
            for kind in KINDS:
                known.update(store.vectors(kind, [r.id for r in records if r.kind == kind]))
            return known
        finally:
            store.close()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # Chroma raises many kinds, Rust panics among them; all mean: embed anew
        return {}


def _embed(encoder: Encoder, records: list[Record], advance: Advance) -> dict[str, np.ndarray]:
    """Vectors of the records: sentences and measures as passages, questions as queries."""
    vectors: dict[str, np.ndarray] = {}
    batch = 64
    for is_passage, encode in ((True, encoder.encode_passages), (False, encoder.encode_queries)):
        of_kind = [record for record in records if (record.kind in PASSAGES) is is_passage]
        for begin in range(0, len(of_kind), batch):
            part = of_kind[begin : begin + batch]
            vectors.update(zip((r.id for r in part), encode([r.text for r in part]), strict=True))
            advance(len(vectors), len(records))
    return vectors


def _write_vectors(
    folder: Path, records: list[Record], vectors: np.ndarray, chroma_url: str
) -> None:
    writer = StoreWriter(folder / "chroma", chroma_url)
    try:
        writer.add(records, vectors)
    finally:
        writer.close()


def _write(
    folder: Path, library: Library, records: list[Record], vectors: np.ndarray, encoder: Encoder
) -> None:
    for name, part in lexical_parts(records).items():
        LexicalIndex.build([record.text for record in part]).save(folder / name)
    centres_of(records, vectors, encoder.encode_queries).save(folder)
    classifier_of(library, encoder.fingerprint, records, vectors).save(folder)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in records)


def _write_manifest(
    folder: Path, records: list[Record], encoder: Encoder, library: Library
) -> None:
    """Written last: a generation with a manifest is complete and has passed its check."""
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.fingerprint,
        dimension=encoder.dimension,
        digest=digest(records),
        records=len(records),
        documents=library.ids,
        created=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        files=health.inventory(folder),
    )
    path = folder / "manifest.json"
    path.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")


def _verify(folder: Path) -> None:
    """Check the written generation in a process of its own, as a later reader will open it."""
    done = subprocess.run(
        [sys.executable, "-m", "index.verify", str(folder)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise IndexingError(f"新索引未通过自检,旧索引保持不变:{lines[-1] if lines else '原因不明'}")


def _lock(index_dir: Path, progress: Progress) -> FileLock:
    lock = FileLock(index_dir / "lock")
    try:
        lock.acquire(timeout=0)
        lock.release()
    except Timeout:
        progress("另一个进程正在更新索引,等待其完成……")
    return lock


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 2)
