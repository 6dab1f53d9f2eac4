"""A server of the product for as long as a benchmark needs one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "assistant.commands.main")
_START_S = 90.0


@contextmanager
def running_server() -> Iterator[tuple[subprocess.Popen[bytes], str | None]]:
    """A server on a free loopback port, stopped at the end; the address is None where it fails.

    It logs what it is asked into a file of its own, and refuses nobody for asking often.
    """
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            env={
                **os.environ,
                "POLICY_RATE_LIMIT": "1000000/minute",
                "POLICY_DATABASE_URL": f"sqlite:///{folder}/log.sqlite3",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            yield process, url if _is_ready(process, url) else None
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _is_ready(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as reply:
                if reply.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.5)
    return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
