"""Making changes to a folder last: what is renamed or created survives a power cut; a full disk is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SPARE_BYTES = 16 * 1024 * 1024
"""With less free space than this a failure to write is put down to the disk."""


def is_full(folder: Path) -> bool:
    """Whether the disk that `folder` lies on has hardly any space left."""
    return shutil.disk_usage(folder).free < SPARE_BYTES


def sync_folder(folder: Path) -> None:
    """Write a folder's own entries to disk (its files' contents are the caller's matter)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
