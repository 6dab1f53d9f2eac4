"""Server-rendered pages: their templates, and the routes that need no log-in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import FileResponse, HTMLResponse, Response

from assistant.service.runtime import Runtime
from assistant.web.assets import asset, text_of
from assistant.web.passages import passage, ranges
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
    environment.globals |= {"asset": asset, "text_of": text_of, "has_rules": _has_rules}
    return environment


def _has_rules() -> bool:
    """Whether there is anything to compute in the domain."""
    from assistant.eligibility.rules.registry import list_rules

    return bool(list_rules())


def render(template: str, **values: Any) -> str:
    """A template filled in."""
    return templates().get_template(template).render(**values)


def build_pages(runtime: Runtime) -> APIRouter:
    """The pages over one runtime."""
    router = APIRouter(include_in_schema=False)

    @router.get("/passages/{document_id}")
    def show_passage(
        document_id: str,
        start: int,
        end: int,
        parts: Annotated[str, Query(pattern=r"^(\d{1,9}-\d{1,9}(,|$)){0,50}$")] = "",
    ) -> Response:
        document = runtime.services.library.get(document_id)
        found = passage(document, start, end, ranges(parts))
        if found is None:
            return HTMLResponse("<p>没有找到这段原文。</p>", 404)
        return HTMLResponse(render("passage.html", document=document, passage=found))

    @router.get("/privacy")
    def privacy() -> Response:
        settings = runtime.settings
        return HTMLResponse(
            render(
                "privacy.html",
                name=settings.site_name,
                page="",
                days=settings.retention_days,
                chat_model=bool(settings.chat_model),
            )
        )

    @router.get("/accessibility")
    def accessibility() -> Response:
        name = runtime.settings.site_name
        return HTMLResponse(render("accessibility.html", name=name, page=""))

    @router.get("/widget.js")
    def widget() -> Response:
        return FileResponse(HERE / "static" / "widget.js", media_type="text/javascript")

    @router.get("/widget-example")
    def widget_example(request: Request) -> Response:
        name, address = runtime.settings.site_name, str(request.base_url)
        return HTMLResponse(render("widget_example.html", name=name, address=address))

    return router
