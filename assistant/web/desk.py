"""The hotline desk: search as the caller speaks, a script to read out, the case as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.http.routes import as_json
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime
from assistant.service.staff import Staff
from assistant.web.answer_html import answer_html
from assistant.web.calculator import calculator_view
from assistant.web.case_export import DOCX, Case, case_as_docx, case_as_text
from assistant.web.copy_text import basis_lines, spoken_script
from assistant.web.desk_search import Filters, find, options
from assistant.web.desk_session import COOKIE, DeskRoute, session_of
from assistant.web.pages import render


class ExportRequest(BaseModel):
    """A case as the page shows it."""

    format: str = Field(pattern="^(txt|docx)$")
    question: str = Field(default="", max_length=2000)
    reply: str = Field(default="", max_length=20_000)
    citations: list[str] = Field(default_factory=list, max_length=50)
    calculation: str = Field(default="", max_length=10_000)
    notes: str = Field(default="", max_length=5_000)


def build_desk(runtime: Runtime, staff: Staff) -> APIRouter:
    """The desk's page and what it fetches; all need a session."""
    router = APIRouter(include_in_schema=False, route_class=DeskRoute)
    guarded = [Depends(session_of(staff))]

    @router.get("/desk")
    def desk(request: Request) -> Response:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            return RedirectResponse("/desk/login", 303)
        library = runtime.services.library
        page = render(
            "desk.html",
            name=runtime.settings.site_name,
            page="desk",
            who=who,
            options=options(library),
            **calculator_view({}, library),
        )
        return HTMLResponse(page)

    @router.get("/desk/search", dependencies=guarded)
    async def search(
        q: Annotated[str, Query(max_length=500)] = "",
        document: Annotated[str, Query(max_length=200)] = "",
        section: Annotated[int | None, Query(ge=1)] = None,
        unit: Annotated[str, Query(max_length=100)] = "",
    ) -> dict[str, Any]:
        services = runtime.services
        filters = Filters(document, section, unit)
        return {"results": await runtime.run(lambda: find(services, q, filters))}

    @router.post("/desk/ask", dependencies=guarded)
    async def ask(question: Question) -> dict[str, Any]:
        answer, record_id = await runtime.answer(question, "desk")
        return as_json(answer, record_id) | {
            "html": answer_html(answer, record_id, runtime.library, tools=False),
            "script": spoken_script(answer),
            "basis": basis_lines(answer),
        }

    @router.get("/desk/calculator", dependencies=guarded)
    def calculator(request: Request) -> Response:
        view = calculator_view(dict(request.query_params), runtime.services.library)
        return HTMLResponse(render("desk_calculator.html", **view))

    @router.post("/desk/export", dependencies=guarded)
    def export(case: ExportRequest) -> Response:
        return _as_file(case)

    return router


def _as_file(case: ExportRequest) -> Response:
    made = Case(
        case.question,
        case.reply,
        tuple(case.citations),
        case.calculation,
        case.notes,
        datetime.now().astimezone(),
    )
    file_name = f"case-{made.at:%Y%m%d-%H%M%S}.{case.format}"
    if case.format == "txt":
        content, kind = case_as_text(made).encode(), "text/plain; charset=utf-8"
    else:
        content, kind = case_as_docx(made), DOCX
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(content, media_type=kind, headers=headers)
