"""The web app: API, pages and the residents' chat in one process."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from assistant.http.errors import add_handlers
from assistant.http.mcp import build_mcp
from assistant.http.mcp_route import mcp_routes
from assistant.http.methods import guard_methods
from assistant.http.middleware import BodyLimit, Counting, SecurityHeaders
from assistant.http.openai import build_openai
from assistant.http.routes import build_router
from assistant.service.runtime import Runtime
from assistant.service.staff import Staff
from assistant.services import Services
from assistant.settings import Settings, describe
from assistant.web.assets import add_assets
from assistant.web.calculator import build_calculator
from assistant.web.chat_stream import build_chat_stream
from assistant.web.desk import build_desk
from assistant.web.desk_review import build_desk_review
from assistant.web.desk_session import build_desk_session
from assistant.web.docs import add_docs
from assistant.web.guide import build_guide
from assistant.web.pages import build_pages
from assistant.web.reader import build_reader

if TYPE_CHECKING:
    import uvicorn

_BACKLOG = 512
"""So many connections may wait to be taken."""


def build_app(settings: Settings, load: Callable[[Settings], Services] | None = None) -> FastAPI:
    """The app. `load` gives the services; by default they are loaded as for the commands."""
    runtime = Runtime(settings, load or _load)
    runtime.start()
    tools = build_mcp(runtime)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        retention = asyncio.create_task(runtime.keep_retention())
        async with tools.session_manager.run():
            yield
        retention.cancel()
        runtime.stop()

    app = FastAPI(
        title=settings.site_name,
        version="1",
        description="政策问答接口：每句话有出处，每个数字有依据。",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.runtime = runtime
    add_handlers(app)
    app.include_router(build_router(runtime))
    app.include_router(build_openai(runtime))
    app.router.routes.extend(mcp_routes(tools, runtime.limits))
    add_docs(app)
    add_assets(app)
    app.include_router(build_pages(runtime))
    app.include_router(build_chat_stream(runtime))
    app.include_router(build_reader(runtime))
    app.include_router(build_calculator(runtime))
    app.include_router(build_guide(runtime))
    staff = Staff(settings, runtime.records)
    for build in (build_desk_session, build_desk, build_desk_review):
        app.include_router(build(runtime, staff))
    from assistant.web.chat import add_chat

    add_chat(app, runtime)
    guard_methods(app.routes)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(SecurityHeaders, embed_origins=settings.embed_origins)
    app.add_middleware(GZipMiddleware)
    app.add_middleware(Counting, metrics=runtime.metrics)
    return app


def serve(
    settings: Settings, host: str, port: int, load: Callable[[Settings], Services] | None = None
) -> None:
    """Serve until interrupted. Prints the effective settings first, secrets masked."""
    import uvicorn

    for name, value in describe(settings).items():
        print(f"{name}={value}")
    listener = _listen(host, port)
    print("正在启动……", flush=True)
    app = build_app(settings, load)
    print(f"网页：http://{host}:{port}  （按 Ctrl+C 停止）", flush=True)
    uvicorn.Server(server_config(app, settings)).run(sockets=[listener])


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How the app is served: connections that say nothing are closed, only known proxies are believed."""
    import uvicorn

    from assistant.http.connections import HastyProtocol

    return uvicorn.Config(
        app,
        http=HastyProtocol,
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        print(f"端口 {port} 已被占用或不能使用，请用 --port 换一个。", file=sys.stderr)
        raise SystemExit(2) from None
    listener.listen(_BACKLOG)
    return listener


def _load(settings: Settings) -> Services:
    from assistant.service.loading import load

    return load(settings, progress=logging.getLogger("policy").info)
