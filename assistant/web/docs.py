"""The OpenAPI page at /docs, with Swagger UI from an installed package: nothing is fetched from outside."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from assistant.web.pages import render

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 接口说明</title>
<link rel="stylesheet" href="/site/tokens.css">
<link rel="stylesheet" href="/docs-assets/swagger-ui.css">
<link rel="stylesheet" href="/site/docs.css">
<link rel="icon" href="/docs-assets/favicon.png">
</head>
<body>
{header}
<main id="main"><div id="swagger-ui"></div></main>
<script src="/site/preferences.js"></script>
<script src="/docs-assets/swagger-ui-bundle.js"></script>
<script src="/site/docs.js"></script>
</body>
</html>
"""
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
        return HTMLResponse(
            _PAGE.format(
                title=app.title, header=render("header.html", name=app.title, page="docs")
            ),
            headers={"Content-Security-Policy": _POLICY},
        )
