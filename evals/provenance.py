"""Where a result comes from: settings, versions, commit, machine. Written into every result."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.settings import Settings, describe

_PROJECT = Path(__file__).resolve().parent.parent
_PACKAGES = (
    "torch sentence-transformers transformers chromadb bm25s jieba langchain-core numpy pydantic"
).split()


def provenance(settings: Settings, encoder: str | None = None) -> dict[str, Any]:
    """Time, git commit, settings without secrets, encoder fingerprint, versions and the machine."""
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "settings": describe(settings),
        "encoder": encoder,
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "machine": {"system": platform.system(), "arch": platform.machine(), "cores": _cores()},
    }


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(_PROJECT), *arguments],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cores() -> int:
    return len(os.sched_getaffinity(0))
