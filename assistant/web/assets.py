"""The pages' own scripts, styles and pictures, under an address that changes with their content.

What lies there never changes, so browsers keep it for good and ask no more.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def version() -> str:
    """A short name for the present content of all files."""
    content = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        content.update(path.name.encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file."""
    return f"/site/{version()}/{name}"


@cache
def text_of(name: str) -> str:
    """A style or script, for a page that carries it with itself."""
    return (FOLDER / name).read_text(encoding="utf-8")


def add_assets(app: FastAPI) -> None:
    """Serve the files."""
    app.mount(f"/site/{version()}", KeptFiles(directory=FOLDER), name="site")


class KeptFiles(StaticFiles):
    """Files that browsers may keep for good."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file with the header that says so."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOR_GOOD
        return response
