"""Server-rendered pages: their templates, and the routes that need no log-in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Query, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import FileResponse, HTMLResponse, Response

from assistant.service.runtime import Runtime
from assistant.web.passages import passage
from corpus.numerals import to_numeral

HERE = Path(__file__).parent


@cache
def templates() -> Environment:
    """The pages' templates; everything put into them is escaped."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["numeral"] = to_numeral
    return environment


def render(template: str, **values: Any) -> str:
    """A template filled in."""
    return templates().get_template(template).render(**values)


def build_pages(runtime: Runtime) -> APIRouter:
    """The pages over one runtime."""
    router = APIRouter(include_in_schema=False)

    @router.get("/passages/{document_id}")
    def show_passage(document_id: str, start: int = Query(), end: int = Query()) -> Response:
        document = runtime.services.library.get(document_id)
        found = passage(document, start, end)
        if found is None:
            return HTMLResponse("<p>没有找到这段原文。</p>", 404)
        return HTMLResponse(render("passage.html", document=document, passage=found))

    @router.get("/widget.js")
    def widget() -> Response:
        return FileResponse(HERE / "static" / "widget.js", media_type="text/javascript")

    @router.get("/widget-example")
    def widget_example(request: Request) -> Response:
        name, address = runtime.settings.site_name, str(request.base_url)
        return HTMLResponse(render("widget_example.html", name=name, address=address))

    return router
