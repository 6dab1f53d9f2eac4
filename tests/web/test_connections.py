"""Clients that say nothing, half of a request, or who they are not."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from assistant.http import connections
from assistant.http.middleware import BodyLimit
from assistant.server import server_config
from assistant.settings import Settings

CLIENTS = 300
BEGUN = b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"


def _served(settings: Settings) -> Iterator[str]:
    import uvicorn

    app = FastAPI()
    app.add_middleware(BodyLimit, limit=1000, seconds=1.0)

    @app.get("/client")
    def client(request: Request) -> str:
        return request.client.host if request.client else ""

    @app.post("/body")
    async def body(request: Request) -> int:
        return len(await request.body())

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    running = uvicorn.Server(server_config(app, settings))
    thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(connections, "HEAD_S", 1.0)
    yield from _served(Settings(_env_file=None))  # type: ignore[call-arg]


def _closed(sockets: list[socket.socket], seconds: float) -> int:
    """How many the server closes within that time."""
    waiting = list(sockets)
    end = time.monotonic() + seconds
    while waiting and time.monotonic() < end:
        for ready in select.select(waiting, [], [], 0.1)[0]:
            try:
                is_over = not ready.recv(4096)
            except OSError:
                is_over = True
            if is_over:
                waiting.remove(ready)
    return len(sockets) - len(waiting)


def test_half_open_connections_are_closed_and_others_served(hasty: str) -> None:
    port = int(hasty.rpartition(":")[2])
    sockets: list[socket.socket] = []
    for number in range(CLIENTS):
        client = socket.create_connection(("127.0.0.1", port), 5)
        client.sendall((b"", b"GET /client HTT", BEGUN)[number % 3])
        sockets.append(client)
    assert httpx.get(f"{hasty}/client").status_code == 200
    assert _closed(sockets, 5.0) == CLIENTS
    for client in sockets:
        client.close()


def test_a_second_request_that_never_ends_is_given_up(hasty: str) -> None:
    port = int(hasty.rpartition(":")[2])
    client = socket.create_connection(("127.0.0.1", port), 5)
    client.sendall(b"GET /client HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"200 OK" in client.recv(4096)
    client.sendall(b"GET /client")
    assert _closed([client], 4.0) == 1


def test_a_slow_body_gets_408(hasty: str) -> None:
    port = int(hasty.rpartition(":")[2])
    client = socket.create_connection(("127.0.0.1", port), 5)
    client.sendall(BEGUN)
    client.settimeout(5)
    assert b" 408 " in client.recv(4096)


@pytest.mark.parametrize(
    ("proxies", "expected"), [("10.0.0.1", "127.0.0.1"), ("127.0.0.0/8", "203.0.113.9")]
)
def test_only_known_proxies_say_who_asks(proxies: str, expected: str) -> None:
    settings: Any = Settings(trusted_proxies=proxies, _env_file=None)  # type: ignore[call-arg]
    for address in _served(settings):
        told = httpx.get(f"{address}/client", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"})
        assert told.json() == expected
