"""Noticing that the corpus or the index on disk is no longer what a running process has loaded."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.settings import Settings
from index import generations

_FILES = ("document.yaml", "text.txt", "source.txt", "source.md")
"""What may be edited in a document's folder; the folder's own time tells of files that come and go."""

_PATIENCE = 15
"""So many looks a change of the corpus alone must be at rest: whoever changed it may be indexing it."""


class CorpusWatch:
    """Compares what is on disk with what it was when the watch began, or last told of a change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loaded = self._last = self._look()
        self._at_rest = 0

    def has_changed(self) -> bool:
        """Whether something is different and at rest: at once for a new generation of the index. Told once."""
        present = self._look()
        self._at_rest = self._at_rest + 1 if present == self._last else 0
        self._last = present
        if present == self._loaded:
            return False
        if self._at_rest < (1 if present[0] != self._loaded[0] else _PATIENCE):
            return False
        self._loaded = present
        return True

    def doubt(self) -> None:
        """Tell of what there is once more, after the usual patience: it could not be loaded."""
        self._loaded = (self._loaded[0], [()])
        self._at_rest = 0

    def _look(self) -> tuple[str, list[tuple[str, ...]]]:
        """The current generation, and the times of each document's files."""
        current = generations.current(self._settings.index_dir)
        return (current.name if current else "", _times(self._settings.corpus_dir))


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
