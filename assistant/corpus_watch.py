"""Noticing that the corpus or the index on disk is no longer what a running process has loaded."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.settings import Settings
from index import generations

_FILES = ("document.yaml", "text.txt", "source.txt", "source.md")
"""What may be edited in a document's folder; the folder's own time tells of files that come and go."""

Signature = tuple[object, ...]


class CorpusWatch:
    """Compares what is on disk with what it was when the watch began, or last told of a change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loaded = self._last = _signature(settings)

    def has_changed(self) -> bool:
        """Whether something is different and, since the last look, at rest. Told once."""
        present = _signature(self._settings)
        at_rest, self._last = present == self._last, present
        if not at_rest or present == self._loaded:
            return False
        self._loaded = present
        return True


def _signature(settings: Settings) -> Signature:
    """Changes with the current generation, and with each document added, removed or edited."""
    current = generations.current(settings.index_dir)
    return (current.name if current else "", *_times(settings.corpus_dir))


def _times(corpus_dir: Path) -> list[tuple[str, ...]]:
    try:
        folders = sorted(e.path for e in os.scandir(corpus_dir) if not e.name.startswith("."))
    except OSError:
        return []
    return [
        (folder, *(_time(path) for path in (folder, *(f"{folder}/{name}" for name in _FILES))))
        for folder in folders
    ]


def _time(path: str) -> str:
    try:
        return str(os.stat(path).st_mtime_ns)
    except OSError:
        return ""
