"""Whether a generation's files are still as they were written: a check cheap enough for every start.

Chroma rewrites its SQLite file (and the files of a vector index that it has not persisted) whenever
it opens them. For these the content itself is checked; all other files must be the same bytes.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from index.generations import MANIFEST

DATABASE = "chroma.sqlite3"
_PERSISTED = "index_metadata.pickle"


def inventory(folder: Path) -> dict[str, str]:
    """What `damage` compares with: relative path to SHA-256, "" for files that Chroma rewrites."""
    return {
        path.relative_to(folder).as_posix(): "" if _is_rewritten(path) else _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(DATABASE + "-")
    }


def damage(folder: Path, files: Mapping[str, str], records: int) -> str:
    """What is wrong with the generation in `folder`, in Chinese; "" where nothing is.

    `files` is its inventory, `records` how many vectors its database must hold.
    """
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            return f"缺少文件 {name}"
        try:
            if digest and _sha256(path) != digest:
                return f"文件 {name} 已损坏"
            if path.name == DATABASE and not _is_sound(path, records):
                return f"文件 {name} 已损坏"
        except OSError:
            return f"文件 {name} 无法读取"
    return ""


def _is_rewritten(path: Path) -> bool:
    if path.name == DATABASE:
        return True
    graph = path.parent.parent.name == "chroma" and path.suffix == ".bin"
    return graph and not (path.parent / _PERSISTED).exists()


def _is_sound(database: Path, records: int) -> bool:
    """Whether SQLite can read its pages and finds all vectors. Opens the file for reading only."""
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            checked = connection.execute("PRAGMA quick_check(1)").fetchone()
            found = connection.execute("SELECT COUNT(*) FROM embeddings").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(checked == ("ok",) and found == (records,))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
