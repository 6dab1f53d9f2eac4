"""An OpenAI-compatible server on 127.0.0.1 that says what a test wants, as badly as it wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHAT_TIMEOUT_S = 2.0
Script = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's script."""

    protocol_version = "HTTP/1.1"
    server: ScriptedServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.close_connection = True
        try:
            self.server.script(self)
        except OSError:
            return

    def log_message(self, *_: Any) -> None:
        """No lines on stderr."""

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def raw(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def chunk(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        data = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
        self.raw(f"data: {json.dumps(data | {'choices': [choice]})}\n\n")


class ScriptedServer(ThreadingHTTPServer):
    """`script` may be changed between requests; `requests` holds the bodies received."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: Script = says("")
        self.requests: list[dict[str, Any]] = []
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@dataclass
class Pace:
    """How text is cut and how long the server waits between pieces, in seconds."""

    size: int = 3
    wait: float = 0.0
    log: list[float] = field(default_factory=list)


def says(text: str, pace: Pace | None = None) -> Script:
    """Streams `text` in small pieces and ends properly."""
    pace = pace or Pace()

    def script(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), pace.size):
            time.sleep(pace.wait)
            handler.chunk(text[start : start + pace.size])
        handler.chunk("", "stop")
        handler.raw("data: [DONE]\n\n")

    return script


def calls(tool: str, **arguments: Any) -> Script:
    """Answers with one tool call."""

    def script(handler: Handler) -> None:
        function = {"name": tool, "arguments": json.dumps(arguments)}
        call = {"id": "call_1", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        handler.begin(kind="application/json")
        data = {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted"}
        handler.raw(json.dumps(data | {"choices": [choice]}))

    return script


def fails(status: int) -> Script:
    """Answers with an error status."""

    def script(handler: Handler) -> None:
        handler.begin(status, "application/json")
        handler.raw(json.dumps({"error": {"message": "no", "type": "server_error"}}))

    return script


def hangs(handler: Handler) -> None:
    """Never sends a first byte."""
    handler.server.stopped.wait(20)


def hangs_after(text: str) -> Script:
    """Begins well, then says nothing more and keeps the connection."""

    def script(handler: Handler) -> None:
        handler.begin()
        handler.chunk(text)
        handler.server.stopped.wait(20)

    return script


def cuts_after(text: str) -> Script:
    """Begins well, then the connection breaks in the middle of a piece."""

    def script(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.chunk(text)
        handler.raw('data: {"id": "x", "cho')

    return script


def breaks_json_after(text: str) -> Script:
    """Begins well, then an event is no JSON."""

    def script(handler: Handler) -> None:
        handler.begin()
        handler.chunk(text)
        handler.raw('data: {"id": "x", "choices": [{"delta": {"content": "补\n\n')
        handler.raw("data: [DONE]\n\n")

    return script


def endless(text: str, wait: float = 0.0) -> Script:
    """Says `text` for ever."""

    def script(handler: Handler) -> None:
        handler.begin()
        while not handler.server.stopped.is_set():
            handler.chunk(text)
            time.sleep(wait)

    return script


def no_stream(handler: Handler) -> None:
    """Answers with a web page, as a proxy in between does."""
    handler.begin(200, "text/html")
    handler.raw("<html><body>502 Bad Gateway</body></html>")


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """A running server, stopped at the end."""
    server = ScriptedServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
