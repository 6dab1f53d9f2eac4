"""Around every request: security headers, the size of the body, counting."""

from __future__ import annotations

import asyncio
import json
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.metrics import Metrics

STRICT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors "
)
CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors "
)
"""Gradio's page starts from an inline script and builds its templates at run time."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers that forbid outside content, framing and sniffing."""

    def __init__(self, app: ASGIApp, embed_origins: str = "") -> None:
        self._app = app
        self._chat_policy = f"{CHAT_POLICY}'self' {embed_origins}".strip()
        self._policy = f"{STRICT_POLICY}'self'"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added to the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._chat_policy if scope["path"] == "/" else self._policy

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", policy)
            await send(message)

        await self._app(scope, receive, send_with_headers)


BODY_S = 8.0
"""Seconds in which a body must have come."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")


class BodyLimit:
    """Answers 413 to a body that is larger than allowed, announced or not, 408 to one that does not
    come within `seconds`, 422 to what is no Unicode."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float = BODY_S) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body first; pass on where it is small enough."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        try:
            async with asyncio.timeout(self._seconds):
                messages = await self._read(int(announced) if announced.isdigit() else 0, receive)
        except TimeoutError:
            await _refusal(408, "请求内容没有及时传完，请重试。")(scope, receive, send)
            return
        if messages is None:
            text = f"请求内容太大，上限是{self._limit // 1024} KB。"
            await _refusal(413, text)(scope, receive, send)
            return
        if not is_unicode(b"".join(m.get("body", b"") for m in messages)):
            text = "请求内容里有不完整的 Unicode 字符，请检查编码(UTF-8)。"
            await _refusal(422, text)(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, replay, send)

    async def _read(self, announced: int, receive: Receive) -> list[Message] | None:
        """The messages with the body; None where it is too large."""
        messages: list[Message] = []
        size = 0
        while max(size, announced) <= self._limit:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._limit:
                break
            if message["type"] != "http.request" or not message.get("more_body", False):
                return messages
        return None


def is_unicode(body: bytes) -> bool:
    """Whether JSON holds no half of a surrogate pair, which could be neither stored nor sent back."""
    if not _SURROGATE.search(body):
        return True
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    except (ValueError, RecursionError):
        return True
    return True


def _refusal(status: int, message: str) -> JSONResponse:
    return JSONResponse({"status": "error", "message": message}, status, {"Connection": "close"})


class Counting:
    """Counts requests and their time by route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count when the response has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", None) or "page"
            self._metrics.requests.labels(route, scope["method"], str(status)).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)
