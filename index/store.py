"""The Chroma collections of one index generation: one for each kind of record.

A generation is written once, by `StoreWriter`, and only read afterwards. Its collections lie in a folder
of its own, or on a Chroma server, where the folder only holds a link. Beside collections in a folder the
vectors stand in arrays, mapped into memory: Chroma takes milliseconds to give back fifty vectors by id.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np

from corpus.durable import SPARE_BYTES, is_full
from index import chroma_server, generations
from index.records import MEASURE, QUESTION, SENTENCE, UNCOVERED, Record

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_LINK = "server.json"
_ARRAY = ".npy"
_BATCH = 2000
_EXACT = 20_000
"""Up to so many records of a kind are searched exactly, in memory: about as quick there as Chroma's HNSW,
whose time hardly grows from there on (docs/evaluation.md)."""
_COLLECTIONS = {
    SENTENCE: "sentences",
    MEASURE: "measures",
    QUESTION: "questions",
    UNCOVERED: "uncovered",
}
_SCRATCH = ("/dev/shm", tempfile.gettempdir())  # nosec B108
"""Where the copy goes that is read where the index's own disk is full: memory before another disk."""
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}}


@dataclass(frozen=True)
class _Array:
    """The vectors of one kind, shape (records, dimension), and the id of each row."""

    ids: Sequence[str]
    rows: np.ndarray

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {identity: row for row, identity in enumerate(self.ids)}

    def nearest(self, vector: np.ndarray, limit: int) -> list[int]:
        """The rows nearest to `vector`, best first, compared one by one."""
        cosines = self.rows @ vector
        limit = min(limit, len(self.ids))
        best = np.argpartition(-cosines, limit - 1)[:limit]
        found: list[int] = best[np.argsort(-cosines[best])].tolist()
        return found

    def save(self, folder: Path, name: str) -> None:
        """Write into a folder, for `mapped`."""
        np.save(folder / f"{name}{_ARRAY}", self.rows.astype(np.float32, copy=False))
        np.save(folder / f"{name}-ids{_ARRAY}", np.array(self.ids, dtype="S"))

    @classmethod
    def mapped(cls, folder: Path, name: str) -> _Array | None:
        """What `save` wrote, read from disk as it is needed; None where there is nothing."""
        try:
            rows = np.load(folder / f"{name}{_ARRAY}", mmap_mode="r")
            ids = np.load(folder / f"{name}-ids{_ARRAY}").astype(str).tolist()
            return cls(ids, np.asarray(rows))
        except FileNotFoundError:
            return None


class Store:
    """Reads a generation's vectors."""

    def __init__(
        self,
        client: Client,
        held: BinaryIO | None = None,
        prefix: str = "",
        folder: Path | None = None,
        copy: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        """`folder` holds the arrays beside the collections, where there are any; `copy` the collections
        themselves, where they had to be copied."""
        self._client = client
        self._held = held
        self._copy = copy
        self._collections: dict[str, Collection] = {
            kind: client.get_collection(prefix + name, embedding_function=None)
            for kind, name in _COLLECTIONS.items()
        }
        self._counts = {kind: c.count() for kind, c in self._collections.items()}
        self._folder = folder
        self._arrays: dict[str, _Array | None] = {}

    def count(self, kind: str) -> int:
        """How many records of that kind there are."""
        return self._counts[kind]

    def nearest(self, vector: np.ndarray, kind: str, limit: int) -> list[tuple[str, float]]:
        """The ids of the records nearest to `vector` (shape (dimension,)), best first, with cosines."""
        limit = min(limit, self._counts[kind])
        if limit == 0:
            return []
        found = self._collections[kind].query(
            query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def nearest_vectors(
        self, vector: np.ndarray, kind: str, limit: int
    ) -> tuple[list[str], np.ndarray]:
        """The ids of the nearest records and their vectors, shape (found, dimension), best first."""
        limit = min(limit, self._counts[kind])
        if limit == 0:
            return [], np.zeros((0, len(vector)), dtype=np.float32)
        array = self._array(kind)
        if array and self._counts[kind] <= _EXACT:
            nearest = array.nearest(vector, limit)
            return [array.ids[row] for row in nearest], array.rows[nearest]
        include: list[Any] = [] if array else ["embeddings"]
        found = self._collections[kind].query(
            query_embeddings=[vector.tolist()], n_results=limit, include=include
        )
        ids = found["ids"][0]
        if array:
            return ids, array.rows[[array.row_of[identity] for identity in ids]]
        embeddings = found["embeddings"]
        if embeddings is None:
            return [], np.zeros((0, len(vector)), dtype=np.float32)
        return ids, np.asarray(embeddings[0], dtype=np.float32)

    def vectors(self, kind: str, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """The stored vectors of those of `ids` that are there."""
        if array := self._array(kind):
            rows = {i: array.row_of[i] for i in ids if i in array.row_of}
            return dict(zip(rows, array.rows[list(rows.values())], strict=True))
        return self._fetched(kind, ids)

    def _array(self, kind: str) -> _Array | None:
        """The vectors of a kind at hand: mapped from disk, or few enough to read from Chroma and keep."""
        if kind not in self._arrays:
            array = _Array.mapped(self._folder, _COLLECTIONS[kind]) if self._folder else None
            if not array and 0 < self._counts[kind] <= _EXACT:
                fetched = self._fetched(kind, self.ids(kind))
                array = _Array(list(fetched), np.stack(list(fetched.values())))
            self._arrays[kind] = array
        return self._arrays[kind]

    def _fetched(self, kind: str, ids: Sequence[str]) -> dict[str, np.ndarray]:
        vectors: dict[str, np.ndarray] = {}
        for begin in range(0, len(ids), _BATCH):
            batch = list(ids[begin : begin + _BATCH])
            found = self._collections[kind].get(ids=batch, include=["embeddings"])
            embeddings = found["embeddings"]
            if embeddings is not None:
                vectors.update(
                    (i, np.asarray(v, dtype=np.float32))
                    for i, v in zip(found["ids"], embeddings, strict=True)
                )
        return vectors

    def ids(self, kind: str) -> list[str]:
        """The ids of all records of that kind."""
        return list(self._collections[kind].get(include=[])["ids"])

    def close(self) -> None:
        """Release the files."""
        self._client.close()
        if self._held:
            self._held.close()
        if self._copy:
            self._copy.cleanup()


class StoreWriter:
    """Writes a new generation's vectors: into the empty `folder`, or to the server at `url`."""

    def __init__(self, folder: Path, url: str = "") -> None:
        generation = folder.parent.name
        prefix = chroma_server.collection_prefix(generation) if url else ""
        self._client = chroma_server.connect(url) if url else _client(folder)
        self._folder = None if url else folder
        if url:
            link(folder, url, generation)
        self._collections = {
            kind: self._client.create_collection(
                prefix + name,
                embedding_function=None,
                configuration=_HNSW,  # type: ignore[arg-type]
            )
            for kind, name in _COLLECTIONS.items()
        }

    def add(self, records: Sequence[Record], vectors: np.ndarray) -> None:
        """Add all records with their vectors, shape (len(records), dimension)."""
        for kind, collection in self._collections.items():
            rows = [i for i, record in enumerate(records) if record.kind == kind]
            if rows and self._folder:
                array = _Array([records[i].id for i in rows], vectors[rows])
                array.save(self._folder, _COLLECTIONS[kind])
            for begin in range(0, len(rows), _BATCH):
                batch = rows[begin : begin + _BATCH]
                collection.add(
                    ids=[records[i].id for i in batch],
                    embeddings=vectors[batch],
                    documents=[records[i].text for i in batch],
                    metadatas=[_metadata(records[i]) for i in batch],
                )

    def close(self) -> None:
        """Flush and release the files."""
        self._client.close()


def open_store(folder: Path) -> Store:
    """Open the vectors in `folder` (a generation's `chroma`) for reading; held until closed.

    Chroma writes to whatever it opens: on a full disk a copy elsewhere is opened, where there is room.
    """
    complete = (folder.parent / "manifest.json").is_file()
    held = generations.hold(folder.parent) if complete else None
    if linked := read_link(folder):
        return Store(
            chroma_server.connect(linked.url),
            held,
            chroma_server.collection_prefix(linked.generation),
        )
    try:
        return Store(_client(folder), held, folder=folder)
    except Exception:  # Chroma and its SQLite raise kinds of their own
        if not is_full(folder):
            raise
    copy = _copied(folder)
    return Store(_client(Path(copy.name)), held, folder=folder, copy=copy)


def _copied(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A copy of what Chroma has in `folder`, on a disk that has room. Raises OSError (ENOSPC) where none
    has."""
    copied = (path for path in folder.rglob("*") if path.suffix != _ARRAY)
    needed = SPARE_BYTES + sum(path.stat().st_size for path in copied)
    for place in _SCRATCH:
        if Path(place).is_dir() and shutil.disk_usage(place).free > needed:
            copy = tempfile.TemporaryDirectory(prefix="policy-index-", dir=place)
            arrays = shutil.ignore_patterns(f"*{_ARRAY}")
            shutil.copytree(folder, copy.name, ignore=arrays, dirs_exist_ok=True)
            return copy
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def open_served(client: Client, generation: str) -> Store:
    """Open a generation's vectors on a server, whoever wrote them."""
    return Store(client, prefix=chroma_server.collection_prefix(generation))


@dataclass(frozen=True, slots=True)
class Link:
    """Where on which server a generation's vectors are."""

    url: str
    generation: str


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


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast(Client, client)


def _metadata(record: Record) -> dict[str, Any]:
    return {
        "document": record.document,
        "measure": record.measure,
        "start": record.start,
        "end": record.end,
    }
