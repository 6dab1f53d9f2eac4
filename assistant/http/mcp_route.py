"""Where the MCP server is reached, and how leniently: with and without a slash, without `Accept`.

Whoever writes a request by hand (curl, a workflow tool) often leaves headers out; what is refused is
refused in Chinese.
"""

from __future__ import annotations

import json
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.http.routes import client_of
from assistant.service.rate_limits import RateLimits

PATH = "/mcp"
_BOTH = "application/json, text/event-stream"
_ERRORS = {
    -32700: "请求不是有效的 JSON。",
    -32600: "请求不符合 JSON-RPC 2.0：要有 jsonrpc、id、method。",
    -32601: "没有这个方法。",
    -32602: "参数不正确。",
    -32603: "服务出现故障，请稍后再试。",
}
"""JSON-RPC's own codes."""
_OTHER_ERROR = "请求不能处理，请检查协议版本和请求头。"


def mcp_routes(server: MCPServer[Any], limits: RateLimits) -> list[Route]:
    """The routes. The host app's lifespan must enter `server.session_manager.run()`.

    What the tools read is public and they change nothing, so any Host and Origin may call them.
    """
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    lenient = _Lenient(app, limits)
    return [Route(path, endpoint=lenient, include_in_schema=False) for path in (PATH, f"{PATH}/")]


class _Lenient:
    """Counts calls against the client's limit for look-ups (questions are counted by the tool), fills in
    headers that are missing, and says errors in Chinese."""

    def __init__(self, app: ASGIApp, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or raise TooManyRequestsError."""
        self._limits.lookup(client_of(Request(scope)))
        if scope["method"] != "POST":
            message = {"status": "error", "message": "MCP 请用 POST 调用。"}
            await JSONResponse(message, 405, {"Allow": "POST"})(scope, receive, send)
            return
        scope = {**scope, "path": PATH, "raw_path": PATH.encode(), "headers": [*scope["headers"]]}
        headers = MutableHeaders(scope=scope)
        headers["Accept"] = _BOTH
        headers.setdefault("Content-Type", "application/json")
        await self._app(scope, receive, _Translating(send))


class _Translating:
    """Passes a response on; of one in JSON that tells of an error, the message in Chinese."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Send on, a response in JSON when it is whole."""
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"application/json"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = in_chinese(self._body)
        headers = [(k, v) for k, v in self._start["headers"] if k.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def in_chinese(body: bytes) -> bytes:
    """A JSON-RPC response; an English error message in it by the Chinese one of its code."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    error = told.get("error") if isinstance(told, dict) else None
    if not isinstance(error, dict) or not str(error.get("message", "")).isascii():
        return body
    error["message"] = _ERRORS.get(error.get("code", 0), _OTHER_ERROR)
    return json.dumps(told, ensure_ascii=False).encode()
