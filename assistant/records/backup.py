"""Backing up what cannot be rebuilt, the documents and the log, into one file, and restoring it.

    manifest.json            format, when, the SHA-256 of every other member
    corpus/ID/…              the corpus folder
    records/TABLE.jsonl      the log's tables, a row a line, whatever database holds them

The index is left out: it is built again from the documents.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Engine, Table, delete, insert, select

from assistant.records.database import METADATA, migrate
from corpus.checking import check
from corpus.library import CorpusError, Library

FORMAT = 1
_MAX_BYTES = 20 * 1024**3
_MAX_MEMBERS = 200_000
_BATCH = 1000


class BackupError(CorpusError):
    """A backup that cannot be written or restored; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds."""

    documents: int
    rows: int
    created: str


def backup(file: Path, corpus_dir: Path, engine: Engine) -> BackupReport:
    """Write a backup to `file` (tar.gz); a file already there is replaced once the new one is whole."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    temporary = Path(name)
    rows = 0
    try:
        with os.fdopen(handle, "wb") as raw:
            digests: dict[str, str] = {}
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                with _locked(corpus_dir):
                    documents = len(Library(corpus_dir).ids)
                    for path in _files(corpus_dir):
                        member = f"corpus/{path.relative_to(corpus_dir).as_posix()}"
                        _add(archive, member, path.read_bytes(), digests)
                for table in METADATA.sorted_tables:
                    lines = list(_rows(engine, table))
                    rows += len(lines)
                    content = "".join(line + "\n" for line in lines).encode()
                    _add(archive, f"records/{table.name}.jsonl", content, digests)
                manifest = {"format": FORMAT, "created": created, "files": digests}
                _add(archive, "manifest.json", json.dumps(manifest).encode(), {})
            raw.flush()
            os.fsync(raw.fileno())
        temporary.chmod(0o600)
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)
    return BackupReport(documents, rows, created)


def restore(file: Path, corpus_dir: Path, engine: Engine) -> BackupReport:
    """Put the documents and the log of a backup in the place of the present ones.

    Everything is unpacked and checked beside the corpus first; nothing changes where the backup is not
    whole. Raises BackupError.
    """
    corpus_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=corpus_dir.parent) as name:
        staged = Path(name)
        manifest = _unpack(file, staged)
        documents = staged / "corpus"
        documents.mkdir(exist_ok=True)
        wrong = [f for f in check(documents) if f.wrong and f.document]
        if wrong:
            raise BackupError(
                f"备份中的文件「{wrong[0].document}」有误({wrong[0].message})，没有恢复。"
            )
        tables = {t: _read_rows(staged / "records" / f"{t.name}.jsonl", t) for t in _tables(staged)}
        count = len(Library(documents).ids)
        corpus_dir.mkdir(exist_ok=True)
        migrate(engine)
        with _locked(corpus_dir), engine.begin() as connection:
            for table in reversed(list(tables)):
                connection.execute(delete(table))
            for table, rows in tables.items():
                for begin in range(0, len(rows), _BATCH):
                    connection.execute(insert(table), rows[begin : begin + _BATCH])
            _exchange(documents, corpus_dir, staged / "before")
    return BackupReport(count, sum(map(len, tables.values())), str(manifest["created"]))


def _files(corpus_dir: Path) -> Iterator[Path]:
    """The documents' files; half-done changes and links are left out."""
    if not corpus_dir.is_dir():
        return
    for path in sorted(corpus_dir.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(corpus_dir).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _add(archive: tarfile.TarFile, name: str, content: bytes, digests: dict[str, str]) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mode = 0o600
    info.mtime = int(datetime.now(UTC).timestamp())
    archive.addfile(info, io.BytesIO(content))
    digests[name] = hashlib.sha256(content).hexdigest()


def _rows(engine: Engine, table: Table) -> Iterator[str]:
    migrate(engine)
    keys = list(table.primary_key.columns)
    with engine.connect() as connection:
        for row in connection.execute(select(table).order_by(*keys)).mappings():
            values = {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in row.items()
            }
            yield json.dumps(values, ensure_ascii=False)


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack into `folder` what the manifest lists, checked; returns the manifest."""
    if not file.is_file():
        raise BackupError(f"找不到备份文件 {file}，请检查路径。")
    digests: dict[str, str] = {}
    total = 0
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            for member in archive:
                total += member.size
                if total > _MAX_BYTES or len(digests) > _MAX_MEMBERS:
                    raise BackupError("备份文件异常庞大，没有恢复。")
                _refuse_unsafe(member)
                source = archive.extractfile(member)
                if source is None:
                    continue
                if member.name == "manifest.json":
                    manifest = json.loads(source.read())
                    continue
                target = folder / PurePosixPath(member.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                digests[member.name] = _copy(source, target)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == 28:
            raise
        raise BackupError(f"{file.name} 不是完好的备份文件，没有恢复。") from error
    if manifest.get("format") != FORMAT or manifest.get("files") != digests:
        raise BackupError(f"{file.name} 不完整或版本不符，没有恢复。")
    return manifest


def _refuse_unsafe(member: tarfile.TarInfo) -> None:
    """Plain files under corpus/ and records/ only: no links, no devices, no way out of the folder."""
    path = PurePosixPath(member.name)
    parts = path.parts
    if (
        not member.isreg()
        or path.is_absolute()
        or any(part in ("..", ".") or part.startswith(".") for part in parts)
        or "\\" in member.name
        or (
            member.name != "manifest.json"
            and (len(parts) < 2 or parts[0] not in ("corpus", "records"))
        )
    ):
        raise BackupError(f"备份中有不安全的条目「{member.name[:80]}」，没有恢复。")


def _copy(source: Any, target: Path) -> str:
    hashed = hashlib.sha256()
    with target.open("xb") as file:
        while block := source.read(1024 * 1024):
            hashed.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest()


def _tables(staged: Path) -> list[Table]:
    """The tables of the log that the backup holds, those first that others refer to."""
    return [t for t in METADATA.sorted_tables if (staged / "records" / f"{t.name}.jsonl").exists()]


def _read_rows(path: Path, table: Table) -> list[dict[str, Any]]:
    """The rows for inserting; numbers that the database gives itself are left to it."""
    dated = {c.name for c in table.columns if c.type.python_type is datetime}
    own = table.autoincrement_column
    known = {c.name for c in table.columns if c is not own}
    rows = []
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = {name: value for name, value in json.loads(line).items() if name in known}
                for name in dated & row.keys():
                    row[name] = datetime.fromisoformat(row[name]) if row[name] else None
                rows.append(row)
    except (ValueError, AttributeError, TypeError) as error:
        raise BackupError(f"备份中的记录 {path.name} 有误，没有恢复。") from error
    return rows


def _exchange(new: Path, present: Path, aside: Path) -> None:
    """Put the folder `new` where `present` is, which goes to `aside`; undone if it fails half-way."""
    os.rename(present, aside)
    try:
        os.rename(new, present)
    except OSError:
        os.rename(aside, present)
        raise
    for hidden in aside.glob(".git*"):
        shutil.move(hidden, present / hidden.name)


@contextmanager
def _locked(corpus_dir: Path) -> Iterator[None]:
    """Take turns with those who add and remove documents."""
    if not corpus_dir.is_dir():
        yield
        return
    descriptor = os.open(corpus_dir, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
