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

from filelock import FileLock, Timeout

from corpus.durable import is_full
from corpus.library import Library
from index import chroma_server, generations, health, store
from index.embeddings import Encoder
from index.lexical import LexicalIndex
from index.store import Link, read_link
from index.units import KINDS, WHOLE, Unit, digest, read_units, units_of, write_units
from index.vectors import UnitVectors, VectorWriter

if TYPE_CHECKING:
    from chromadb.api.client import Client

FORMAT = 7
"""Version of a generation's layout; another one is rebuilt."""

LEXICAL = "lexical"
"""The folder of a generation's lexical index: of its wholes, in their order."""

Progress = Callable[[str], None]
Advance = Callable[[int, int], None]
"""Hears how many of how many units are embedded."""


class IndexingError(Exception):
    """The index could not be built; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a generation was made from."""

    format: int
    encoder: str
    dimension: int
    digest: str
    units: int
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
        data = json.loads((folder / generations.MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**{**data, "documents": tuple(data["documents"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return manifest if manifest.format == FORMAT else None


def is_current(index_dir: Path, library: Library, fingerprint: str, chroma_url: str = "") -> bool:
    """Whether the current generation holds this corpus, made by the encoder with that fingerprint.

    `chroma_url` is the Chroma server that is to hold the vectors, "" for this machine's disk.
    """
    return _reason(index_dir, list(units_of(library)), fingerprint, chroma_url) == ""


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

    `rebuild` embeds everything anew. With `chroma_url` the dense vectors go to that Chroma server,
    unless another replica has put the same ones there. Raises IndexingError where the corpus is empty
    or the new generation fails its check; the old one then stays current.
    """
    started = time.perf_counter()
    index_dir.mkdir(parents=True, exist_ok=True)
    with _lock(index_dir, progress):
        units = list(units_of(library))
        if not units:
            raise IndexingError(
                "语料库中没有可检索的文件，请先用 policy corpus add 文件 添加政策文件。"
            )
        reason = (
            "按要求重建" if rebuild else _reason(index_dir, units, encoder.fingerprint, chroma_url)
        )
        if not reason:
            return IndexReport(False, len(units), 0, len(units), _since(started), "索引已是最新")
        progress(reason)
        server = _connect(chroma_url) if chroma_url else None
        known = {} if rebuild else _known(index_dir, encoder.fingerprint)
        previous = generations.current(index_dir)
        folder = generations.create(index_dir)
        try:
            embedded = _write_local(folder, units, encoder, known, advance)
            published = _publish(server, chroma_url, folder, units, encoder, rebuild)
            _verify(folder)
            _write_manifest(folder, units, encoder)
            if server and published:
                chroma_server.publish(server, published)
        except BaseException as error:
            full = is_full(index_dir)
            shutil.rmtree(folder, ignore_errors=True)
            if full and isinstance(error, Exception):
                raise IndexingError("磁盘空间不足，旧索引保持不变。请清理磁盘后重试。") from error
            raise
        generations.switch(index_dir, folder)
        generations.clean(index_dir, keep={previous} if previous else set())
        if server:
            chroma_server.clean(server)
    reused = len(units) - embedded
    return IndexReport(True, len(units), embedded, reused, _since(started), reason)


def build(folder: Path, units: Sequence[Unit], encoder: Encoder) -> None:
    """Write a generation of these units into an empty folder, with no corpus and no check: to measure with."""
    _write_local(folder, units, encoder, {}, lambda done, total: None)
    store.write(folder / "chroma", units, UnitVectors(folder))
    _write_manifest(folder, units, encoder)


def _reason(index_dir: Path, units: Sequence[Unit], fingerprint: str, chroma_url: str) -> str:
    """Why the index must be built, in Chinese; "" where it is up to date."""
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None:
        return "尚无可用索引，正在建立"
    if wrong := health.damage(folder, manifest.files, _stored(manifest.units)):
        return f"索引已损坏（{wrong}），正在从语料重建"
    if manifest.encoder != fingerprint:
        return f"编码器已更换（索引由 {manifest.encoder} 建立），正在用 {fingerprint} 重建索引"
    linked = read_link(folder / "chroma")
    if (linked.url if linked else "") != chroma_url:
        return "向量库的位置已更改，正在建立索引"
    if linked and not _is_served(linked, manifest):
        return "Chroma 服务上没有完整的索引，正在重建"
    if manifest.digest != digest(units):
        return "语料有变化，正在更新索引"
    return ""


def _stored(units: int) -> int:
    """How many vectors Chroma has of so many units: each with its kind and with its document."""
    return 2 * units


def _connect(chroma_url: str) -> Client:
    try:
        return chroma_server.connect(chroma_url)
    except chroma_server.ServerError as error:
        raise IndexingError(str(error)) from error


def _is_served(linked: Link, manifest: Manifest) -> bool:
    """Whether the server has all vectors of the generation. Raises IndexingError where it is down."""
    client = _connect(linked.url)
    try:
        return _holds(client, linked.generation, manifest.units)
    finally:
        client.close()


def _holds(client: Client, generation: str, units: int) -> bool:
    """Whether the server has so many units' vectors of that generation."""
    try:
        served = store.open_served(client, generation, ())
        return sum(served.count(kind) for kind in KINDS) == units
    except Exception:  # NotFoundError and whatever an older server says instead
        return False


def _publish(
    server: Client | None,
    chroma_url: str,
    folder: Path,
    units: Sequence[Unit],
    encoder: Encoder,
    rebuild: bool,
) -> chroma_server.Published | None:
    """Bring the dense vectors into Chroma; what is then to be published on its server, if anything is.

    Where another replica has published the same ones already, the folder links to these.
    """
    before = chroma_server.published(server) if server else None
    content = (digest(units), encoder.fingerprint, FORMAT)
    is_same = before and (before.digest, before.encoder, before.format) == content
    if server and before and is_same and not rebuild and _holds(server, before.current, len(units)):
        store.link(folder / "chroma", chroma_url, before.current)
        return None
    store.write(folder / "chroma", units, UnitVectors(folder), chroma_url)
    return chroma_server.Published(folder.name, before.current if before else "", *content)


def _known(index_dir: Path, fingerprint: str) -> dict[str, tuple[UnitVectors, int]]:
    """Where the vectors of units stand that the old generation has, by unit id."""
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.encoder != fingerprint:
        return {}
    if health.damage(folder, manifest.files, _stored(manifest.units)):
        return {}
    vectors = UnitVectors(folder)
    return {unit.id: (vectors, row) for row, unit in enumerate(read_units(folder))}


def _write_local(
    folder: Path,
    units: Sequence[Unit],
    encoder: Encoder,
    known: Mapping[str, tuple[UnitVectors, int]],
    advance: Advance,
) -> int:
    """Write all of a generation but its collections; returns how many units were embedded."""
    embedded = _write_vectors(folder, units, encoder, known, advance)
    write_units(folder, units)
    LexicalIndex.build([unit.text for unit in units if unit.kind == WHOLE]).save(folder / LEXICAL)
    return embedded


def _write_vectors(
    folder: Path,
    units: Sequence[Unit],
    encoder: Encoder,
    known: Mapping[str, tuple[UnitVectors, int]],
    advance: Advance,
) -> int:
    """Write the vectors of all units; returns how many were embedded, and not taken over."""
    missing = [row for row, unit in enumerate(units) if unit.id not in known]
    with VectorWriter(folder, len(units), encoder.dimension) as writer:
        for row, unit in enumerate(units):
            if unit.id in known:
                vectors, old = known[unit.id]
                writer.put(row, vectors.of(old))
        embedded = encoder.passages([units[row].text for row in missing])
        for done, (place, vector) in enumerate(embedded, 1):
            writer.put(missing[place], vector)
            advance(done, len(missing))
    return len(missing)


def _write_manifest(folder: Path, units: Sequence[Unit], encoder: Encoder) -> None:
    """Written last: a generation with a manifest is complete and has passed its check."""
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.fingerprint,
        dimension=encoder.dimension,
        digest=digest(units),
        units=len(units),
        documents=tuple(store.documents_of(units)),
        created=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        files=health.inventory(folder),
    )
    path = folder / generations.MANIFEST
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
