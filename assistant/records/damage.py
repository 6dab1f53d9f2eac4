"""A SQLite log that cannot be read any more is set aside, so that the service goes on with a new one."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

LOG = logging.getLogger("policy")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BESIDE = ("", "-wal", "-shm")
"""The files of one database."""


def is_damage(problem: BaseException) -> bool:
    """Whether an error says that the database's file itself is broken."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    code = getattr(cause, "sqlite_errorcode", None)
    return isinstance(cause, sqlite3.DatabaseError) and code is not None and code & 0xFF in _DAMAGE


def set_aside_damaged(file: Path) -> Path | None:
    """Rename a damaged database and tell of it; its new place, or None where it is whole or not there.

    A file that only cannot be opened is left: what is wrong then is said by who opens it.
    """
    if not file.exists() or _is_whole(file):
        return None
    with _alone(file.parent):
        if not file.exists() or _is_whole(file):  # another process was quicker
            return None
        aside = file.with_name(f"{file.name}.damaged-{time.strftime('%Y%m%dT%H%M%S')}")
        for suffix in _BESIDE:
            part = file.with_name(file.name + suffix)
            if part.exists():
                os.replace(part, aside.with_name(aside.name + suffix))
    LOG.error(
        "问答记录 %s 已损坏，另存为 %s，从现在起用新的记录。有备份的，可用 policy restore 恢复。",
        file,
        aside,
    )
    return aside


def _is_whole(file: Path) -> bool:
    """False only where SQLite says that the file is broken."""
    try:
        connection = sqlite3.connect(file, timeout=5.0)
        try:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as problem:
        return not is_damage(problem)
    return bool(verdict == "ok")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Take turns with other processes that look after the same file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
