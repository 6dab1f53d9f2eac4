"""Index generations on disk: each in a folder of its own, one of them current.

    DATA_DIR/index/current               the name of the current generation
    DATA_DIR/index/generations/NAME/     chroma/, lexical/, records.jsonl, manifest.json

A generation is built in a new folder and becomes current by one atomic rename of the pointer, so a
reader, or a process killed at any moment, sees the old one or the new one, never half of it. A reader
holds its generation, so that no writer removes it meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import BinaryIO

from corpus.durable import sync_folder

_POINTER = "current"
_FOLDER = "generations"
MANIFEST = "manifest.json"


def current(index_dir: Path) -> Path | None:
    """The folder of the current generation; None where there is none yet."""
    try:
        name = (index_dir / _POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    if not name or name != "".join(c for c in name if c.isalnum() or c == "-"):
        return None
    folder = index_dir / _FOLDER / name
    return folder if (folder / MANIFEST).is_file() else None


def create(index_dir: Path) -> Path:
    """A new, empty generation folder, not current yet."""
    name = f"{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}-{secrets.token_hex(3)}"
    folder = index_dir / _FOLDER / name
    folder.mkdir(parents=True)
    return folder


def hold(folder: Path) -> BinaryIO:
    """Keep a complete generation from being removed until the returned file is closed."""
    file = (folder / MANIFEST).open("rb")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def switch(index_dir: Path, folder: Path) -> None:
    """Make a complete generation the current one, atomically and durably."""
    _sync(folder)
    temporary = index_dir / f"{_POINTER}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, index_dir / _POINTER)
    sync_folder(index_dir)


def clean(index_dir: Path, keep: set[Path]) -> None:
    """Remove all generations but the current one, `keep`, and those that a reader holds.

    Half-built ones of killed runs go too.
    """
    present = current(index_dir)
    for folder in sorted((index_dir / _FOLDER).glob("*")):
        if folder != present and folder not in keep and not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        with (folder / MANIFEST).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)
    sync_folder(folder.parent)
