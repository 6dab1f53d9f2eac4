"""The Chroma collections of one index generation, which every dense search asks.

    wholes, sentences      all units of that kind
    document-N             the wholes and the sentences of the Nth document: asking one document alone
                           costs the same however many there are, which a `where` over all does not

A generation is written once, by `write`, and only read afterwards. A collection persists its HNSW
graph when as many vectors are added as it is told to expect: it is told how many there will be, so that
opening replays nothing. An id is the unit's row. The collections lie in a folder of the generation, or on
a Chroma server, where the folder holds a link.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from corpus.durable import SPARE_BYTES, is_full
from index import chroma_server, generations
from index.embeddings import FloatArray
from index.units import KINDS, SENTENCE, WHOLE, Unit
from index.vectors import UnitVectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_LINK = "server.json"
_BATCH = 2000
_COLLECTIONS = {WHOLE: "wholes", SENTENCE: "sentences"}
_SCRATCH = ("/dev/shm", tempfile.gettempdir())  # nosec B108
"""Where the copy goes that is read where the index's own disk cannot be written to: memory first."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where on which server a generation's vectors are."""

    url: str
    generation: str


class Store:
    """Searches a generation's vectors."""

    def __init__(
        self,
        client: Client,
        documents: Sequence[str],
        held: BinaryIO | None = None,
        prefix: str = "",
        copy: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        """`documents` in the order in which they were written; `copy` is where the collections lie,
        where they had to be copied."""
        self._client = client
        self._numbers = {document: number for number, document in enumerate(documents)}
        self._held = held
        self._prefix = prefix
        self._copy = copy
        self._opened: dict[str, tuple[Collection, int]] = {}

    def count(self, kind: str) -> int:
        """How many units of that kind there are."""
        return self._collection(_COLLECTIONS[kind])[1]

    def nearest(self, vector: FloatArray, kind: str, limit: int) -> dict[int, float]:
        """The rows of the units nearest to `vector` (shape (dimension,)), best first, with cosines."""
        return self._nearest(_COLLECTIONS[kind], vector, limit)

    def nearest_in(self, vector: FloatArray, document: str, limit: int) -> dict[int, float]:
        """The same for the units of both kinds of one document."""
        return self._nearest(_document_name(self._numbers[document]), vector, limit)

    def close(self) -> None:
        """Release the files."""
        self._client.close()
        if self._held:
            self._held.close()
        if self._copy:
            self._copy.cleanup()

    def _nearest(self, name: str, vector: FloatArray, limit: int) -> dict[int, float]:
        collection, count = self._collection(name)
        if not count:
            return {}
        found = collection.query(
            query_embeddings=[vector.tolist()], n_results=min(limit, count), include=["distances"]
        )
        (distances,) = found["distances"] or [[]]
        return {int(i): 1.0 - d for i, d in zip(found["ids"][0], distances, strict=True)}

    def _collection(self, name: str) -> tuple[Collection, int]:
        if name not in self._opened:
            collection = self._client.get_collection(self._prefix + name, embedding_function=None)
            self._opened[name] = collection, collection.count()
        return self._opened[name]


def write(folder: Path, units: Sequence[Unit], vectors: UnitVectors, url: str = "") -> None:
    """Write the vectors of a generation's units: into the empty `folder`, or to the server at `url`."""
    generation = folder.parent.name
    prefix = chroma_server.collection_prefix(generation) if url else ""
    client = chroma_server.connect(url) if url else _client(folder)
    if url:
        link(folder, url, generation)
    try:
        for kind in KINDS:
            rows = [row for row, unit in enumerate(units) if unit.kind == kind]
            _fill(client, prefix + _COLLECTIONS[kind], rows, vectors)
        for number, rows in enumerate(_rows_by_document(units).values()):
            _fill(client, prefix + _document_name(number), rows, vectors)
    finally:
        client.close()


def documents_of(units: Sequence[Unit]) -> list[str]:
    """The documents of a generation, in the order of their collections."""
    return list(_rows_by_document(units))


def open_store(folder: Path, documents: Sequence[str]) -> Store:
    """Open the vectors in `folder` (a generation's `chroma`) for reading; held until closed.

    Chroma opens its database for writing: on a disk that is full or read-only a copy elsewhere is
    opened.
    """
    complete = (folder.parent / generations.MANIFEST).is_file()
    held = generations.hold(folder.parent) if complete else None
    if linked := read_link(folder):
        prefix = chroma_server.collection_prefix(linked.generation)
        return Store(chroma_server.connect(linked.url), documents, held, prefix)
    if os.access(folder, os.W_OK):
        try:
            return Store(_client(folder), documents, held)
        except Exception:  # Chroma and its SQLite raise kinds of their own
            if not is_full(folder):
                raise
    copy = _copied(folder)
    return Store(_client(Path(copy.name)), documents, held, copy=copy)


def open_served(client: Client, generation: str, documents: Sequence[str]) -> Store:
    """Open a generation's vectors on a server, whoever wrote them."""
    return Store(client, documents, prefix=chroma_server.collection_prefix(generation))


def link(folder: Path, url: str, generation: str) -> None:
    """Let `folder` stand for a generation's vectors on the server at `url`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = json.dumps({"url": url, "generation": generation})
    (folder / _LINK).write_text(written, encoding="utf-8")


def read_link(folder: Path) -> Link | None:
    """The link in `folder`; None where the vectors are in the folder itself."""
    try:
        data = json.loads((folder / _LINK).read_text(encoding="utf-8"))
        return Link(str(data["url"]), str(data["generation"]))
    except FileNotFoundError:
        return None


def _fill(client: Client, name: str, rows: Sequence[int], vectors: UnitVectors) -> None:
    """A collection of these rows, whose graph is on disk when the last one is added."""
    expected = max(2, len(rows))
    graph = {
        "space": "cosine",
        "ef_construction": 200,
        "ef_search": 200,
        "sync_threshold": expected,
        "batch_size": min(expected, 100),
    }
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration=cast(Any, {"hnsw": graph}),
    )
    for begin in range(0, len(rows), _BATCH):
        batch = rows[begin : begin + _BATCH]
        collection.add(ids=[str(row) for row in batch], embeddings=vectors.dense(batch))


def _document_name(number: int) -> str:
    return f"document-{number}"


def _rows_by_document(units: Sequence[Unit]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, unit in enumerate(units):
        rows.setdefault(unit.document, []).append(row)
    return rows


def _copied(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A copy of `folder` on a disk that has room. Raises OSError (ENOSPC) where none has."""
    needed = SPARE_BYTES + sum(path.stat().st_size for path in folder.rglob("*"))
    for place in _SCRATCH:
        if Path(place).is_dir() and shutil.disk_usage(place).free > needed:
            copy = tempfile.TemporaryDirectory(prefix="policy-index-", dir=place)
            shutil.copytree(folder, copy.name, dirs_exist_ok=True)
            return copy
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast(Client, client)
