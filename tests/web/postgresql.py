"""A PostgreSQL server from Debian's packages, of its own: a free port, a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL's server is not installed (apt-get install postgresql)"


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None where the server is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running(folder_of_programs: Path) -> Iterator[str]:
    """Start a server; gives its URL for SQLAlchemy. It refuses to run as root: then as `postgres`."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="policy-postgresql-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    made = [folder_of_programs / "initdb", "-D", data, "-U", "policy", "-A", "trust"]
    subprocess.run(
        [*made, "-E", "UTF8", "--locale=C", "--no-sync"],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    port = _free_port()
    options = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off".split()
    server = subprocess.Popen(
        [folder_of_programs / "postgres", "-D", data, "-p", str(port), *options],
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"postgresql+pg8000://policy@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.1)
