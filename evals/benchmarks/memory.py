"""Resident memory of processes, from /proc (Linux)."""

from __future__ import annotations

import os
import re
from pathlib import Path

_RSS = re.compile(r"^VmRSS:\s+(\d+) kB", re.M)
_PARENT = re.compile(r"^PPid:\s+(\d+)", re.M)


def resident_mb(process: int | None = None) -> float:
    """Resident memory in MB of a process (default: this one) and its children."""
    root = process or os.getpid()
    family = {root}
    parents = _parents()
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return round(sum(_resident_kb(one) for one in family) / 1024, 1)


def _parents() -> dict[int, int]:
    found: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        parent = _PARENT.search(_status(folder))
        if parent:
            found[int(folder.name)] = int(parent[1])
    return found


def _resident_kb(process: int) -> int:
    found = _RSS.search(_status(Path("/proc") / str(process)))
    return int(found[1]) if found else 0


def _status(folder: Path) -> str:
    try:
        return (folder / "status").read_text(encoding="utf-8")
    except OSError:
        return ""
