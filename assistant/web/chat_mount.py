"""What of Gradio's app is reachable: its page, put into ours, and what the page loads. The rest is not found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.runtime import Runtime
from assistant.web.assets import FOR_GOOD
from assistant.web.home import Hot, home_page
from assistant.web.pages import render

_REACHABLE = re.compile(
    r"^/($|config$|theme\.css$|favicon\.ico$|robots\.txt$|assets/|static/|svelte/|"
    r"gradio_api/(startup-events|app_id|info))"
)
_KEPT = re.compile(r"^/assets/")
"""Gradio names these files by their content."""
_CONFIG = re.compile(
    r"<script>(window\.gradio_config = .*?)</script>\s*<script>(window\.gradio_api_info = .*?)</script>",
    re.DOTALL,
)
_MODULE = re.compile(r'<script type="module"[^>]* src="\.?(/[^"]+)"')
_STYLE = re.compile(r'<link rel="stylesheet"[^>]* href="\.?(/[^"]+)"')


@dataclass(frozen=True, slots=True)
class GradioPage:
    """What of Gradio's own page ours needs: its configuration, its script, its style."""

    config: str
    module: str
    style: str

    @classmethod
    def read(cls, html: str) -> GradioPage:
        """Raises ValueError where Gradio's page has another form."""
        found = [pattern.search(html) for pattern in (_CONFIG, _MODULE, _STYLE)]
        config, module, style = ("".join(match.groups()) if match else "" for match in found)
        if not (config and module and style):
            raise ValueError("Gradio's page is not as expected")
        return cls(config, module, style)


class ChatMount:
    """Lets through what the chat needs, and puts Gradio's page into ours."""

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self._app = app
        self._runtime = runtime
        self._hot = Hot(runtime)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 404."""
        path = scope.get("path", "")
        if scope["type"] == "http" and not _REACHABLE.match(path):
            await self._not_found(path)(scope, receive, send)
        elif scope["type"] == "http" and path == "/" and scope["method"] == "GET":
            page = _Collecting()
            await self._app(scope, receive, page)
            html = home_page(
                self._runtime, GradioPage.read(page.body.decode()), await self._hot.questions()
            )
            response = HTMLResponse(html, headers={"Cache-Control": "no-cache"})
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, _keeping(send) if _KEPT.match(path) else send)

    def _not_found(self, path: str) -> Response:
        if path.startswith(("/api/", "/gradio_api/", "/v1/")):
            return JSONResponse({"status": "error", "message": "没有这个地址。"}, 404)
        return HTMLResponse(
            render(
                "message.html",
                name=self._runtime.settings.site_name,
                page="",
                title="没有这个页面",
                text="地址可能写错了，或者页面已经移走。",
            ),
            404,
        )


class _Collecting:
    """Takes a response and keeps its body."""

    def __init__(self) -> None:
        self.body = b""

    async def __call__(self, message: Message) -> None:
        self.body += message.get("body", b"")


def _keeping(send: Send) -> Send:
    """`send`, with the header by which browsers keep what was found."""

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = FOR_GOOD
        await send(message)

    return keep
