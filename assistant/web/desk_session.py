"""Logging in to the desk and out of it, and what holds for all of the desk's addresses."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.http.routes import client_of
from assistant.service.runtime import Runtime
from assistant.service.staff import Staff
from assistant.web.pages import render

COOKIE = "desk"


class DeskRoute(APIRoute):
    """A route of the desk: nothing of it is kept by browsers or proxies, other sites cannot write to it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler with both rules around it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            if request.method == "POST" and is_foreign(request):
                raise HTTPException(403, "请从本站的话务台页面操作。")
            response = await handle(request)
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded


def is_foreign(request: Request) -> bool:
    """Whether a browser sends the request for a page of another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def session_of(staff: Staff) -> Callable[[Request], str]:
    """A dependency that gives the name of who is logged in, and answers 401 to others."""

    def session(request: Request) -> str:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            raise HTTPException(401, "请先登录话务台。")
        return who

    return session


def build_desk_session(runtime: Runtime, staff: Staff) -> APIRouter:
    """The routes of logging in and out."""
    router = APIRouter(include_in_schema=False, route_class=DeskRoute)

    def login_page(problem: str, status: int = 200) -> Response:
        page = render(
            "desk_login.html",
            name=runtime.settings.site_name,
            page="",
            problem=problem,
            configured=staff.configured,
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
    def log_out(request: Request) -> Response:
        staff.log_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/desk/login", 303)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    return router
