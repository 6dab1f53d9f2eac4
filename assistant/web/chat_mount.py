"""What of Gradio's app is reachable: its page and what the page loads. The rest is not found."""

from __future__ import annotations

import re

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.pages import render

_REACHABLE = re.compile(
    r"^/($|config$|theme\.css$|favicon\.ico$|robots\.txt$|assets/|static/|svelte/|"
    r"gradio_api/(queue/(join|data)|heartbeat/|startup-events|app_id|reset|cancel|info|component_server))"
)
_ABOUT_GRADIO = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*")


class ChatMount:
    """Lets through what the chat needs, and names the page's language in its HTML."""

    def __init__(self, app: ASGIApp, site_name: str) -> None:
        self._app = app
        self._site_name = site_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 404."""
        path = scope.get("path", "")
        if scope["type"] == "http" and not _REACHABLE.match(path):
            await self._not_found(path)(scope, receive, send)
        elif scope["type"] == "http" and path == "/" and scope["method"] == "GET":
            await self._app(scope, receive, _Rewriting(send))
        else:
            await self._app(scope, receive, send)

    def _not_found(self, path: str) -> Response:
        if path.startswith(("/api/", "/gradio_api/", "/v1/")):
            return JSONResponse({"status": "error", "message": "没有这个地址。"}, 404)
        return HTMLResponse(
            render(
                "message.html",
                name=self._site_name,
                page="",
                title="没有这个页面",
                text="地址可能写错了，或者页面已经移走。",
            ),
            404,
        )


class _Rewriting:
    """Collects an HTML response, and sends it with its language set and Gradio's own tags left out."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        body = _ABOUT_GRADIO.sub(b"", self._body).replace(b'lang="en"', b'lang="zh-CN"', 1)
        headers = [(k, v) for k, v in self._start["headers"] if k.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
