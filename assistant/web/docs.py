"""The OpenAPI page at /docs, with Swagger UI from an installed package: nothing is fetched from outside."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from assistant.web.pages import render

_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)


def add_docs(app: FastAPI) -> None:
    """Give `app` the page /docs and its assets."""
    import fastapi_offline

    assets = Path(fastapi_offline.__file__).parent / "static"
    app.mount("/docs-assets", StaticFiles(directory=assets), name="docs-assets")

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = render("docs.html", name=app.title, page="docs")
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})
