"""Index generations on disk: each in a folder of its own, one of them current.

    DATA_DIR/index/current               the name of the current generation
    DATA_DIR/index/generations/NAME/     chroma/, lexical/, records.jsonl, manifest.json

A generation is built in a new folder and becomes current by one atomic rename of the pointer, so a
reader, or a process killed at any moment, sees the old one or the new one, never half of it.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

_POINTER = "current"
_FOLDER = "generations"


def current(index_dir: Path) -> Path | None:
    """The folder of the current generation; None where there is none yet."""
    try:
        name = (index_dir / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    folder = index_dir / _FOLDER / name
    return folder if name and (folder / "manifest.json").is_file() else None


def create(index_dir: Path) -> Path:
    """A new, empty generation folder, not current yet."""
    folder = index_dir / _FOLDER / f"{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}-{time.time_ns() % 10**6}"
    folder.mkdir(parents=True)
    return folder


def switch(index_dir: Path, folder: Path) -> None:
    """Make a complete generation the current one, atomically and durably."""
    _sync(folder)
    temporary = index_dir / f"{_POINTER}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, index_dir / _POINTER)
    _sync_folder(index_dir)


def clean(index_dir: Path, keep: set[Path]) -> None:
    """Remove all generations but the current one and `keep` (half-built ones of killed runs too)."""
    present = current(index_dir)
    for folder in sorted((index_dir / _FOLDER).glob("*")):
        if folder != present and folder not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
