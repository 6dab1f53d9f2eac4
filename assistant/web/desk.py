"""The hotline desk: log-in, search as the caller speaks, standard replies, the list for review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.http.routes import as_json, client_of
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime
from assistant.service.staff import Staff
from assistant.web.answer_html import answer_html
from assistant.web.calculator import calculator_view
from assistant.web.case_export import DOCX, Case, case_as_docx, case_as_text, eval_case
from assistant.web.copy_text import citation_lines, standard_reply
from assistant.web.desk_search import Filters, find, options
from assistant.web.pages import render

COOKIE = "desk"


class ExportRequest(BaseModel):
    """A case as the page shows it."""

    format: str = Field(pattern="^(txt|docx)$")
    question: str = Field(default="", max_length=2000)
    reply: str = Field(default="", max_length=20_000)
    citations: list[str] = Field(default_factory=list, max_length=50)
    calculation: str = Field(default="", max_length=10_000)
    notes: str = Field(default="", max_length=5_000)


def build_desk(runtime: Runtime, staff: Staff) -> APIRouter:
    """The desk's routes; all but the log-in need a session."""
    router = APIRouter(include_in_schema=False)
    name = runtime.settings.site_name

    def session(request: Request) -> str:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            raise HTTPException(401, "请先登录话务台。")
        return who

    guarded = [Depends(session)]

    def login_page(problem: str, status: int = 200) -> Response:
        page = render(
            "desk_login.html", name=name, page="", problem=problem, configured=staff.configured
        )
        return HTMLResponse(page, status)

    @router.get("/desk/login")
    def show_login() -> Response:
        return login_page("")

    @router.post("/desk/login")
    async def log_in(request: Request) -> Response:
        runtime.limits.login(client_of(request))
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        user, password = form.get("user", [""])[0], form.get("password", [""])[0]
        token = await runtime.run(lambda: staff.log_in(user, password))
        if token is None:
            return login_page("用户名或密码不对。", 401)
        response = RedirectResponse("/desk", 303)
        response.set_cookie(
            COOKIE,
            token,
            max_age=staff.seconds,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
            path="/desk",
        )
        return response

    @router.post("/desk/logout")
    def log_out() -> Response:
        response = RedirectResponse("/desk/login", 303)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    @router.get("/desk")
    def desk(request: Request) -> Response:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            return RedirectResponse("/desk/login", 303)
        return HTMLResponse(
            render(
                "desk.html",
                name=name,
                page="desk",
                who=who,
                options=options(runtime.services.library),
                **calculator_view({}, runtime.services.library),
            )
        )

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
            "html": answer_html(answer, record_id),
            "reply": standard_reply(answer),
            "citation_lines": citation_lines(answer),
        }

    @router.get("/desk/calculator", dependencies=guarded)
    def calculator(request: Request) -> Response:
        view = calculator_view(dict(request.query_params), runtime.services.library)
        return HTMLResponse(render("desk_calculator.html", **view))

    @router.post("/desk/export", dependencies=guarded)
    def export(case: ExportRequest) -> Response:
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
            content = case_as_docx(made)
            kind = DOCX
        headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
        return Response(content, media_type=kind, headers=headers)

    @router.get("/desk/review")
    async def review(request: Request) -> Response:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            return RedirectResponse("/desk/login", 303)
        rows = await runtime.write(runtime.records.to_review)
        return HTMLResponse(render("desk_review.html", name=name, page="desk", who=who, rows=rows))

    @router.get("/desk/review/{record_id}/case", dependencies=guarded)
    async def case_file(
        record_id: str, measures: Annotated[str, Query(pattern=r"^[0-9, ]{0,40}$")] = ""
    ) -> Response:
        row = await runtime.write(lambda: runtime.records.question(record_id))
        if row is None:
            return JSONResponse({"status": "error", "message": "没有找到这次提问的记录。"}, 404)
        numbers = [int(n) for n in measures.replace(",", " ").split()]
        name, content = eval_case(record_id, row["question"], numbers, date.today())
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type="application/yaml", headers=headers)

    return router
