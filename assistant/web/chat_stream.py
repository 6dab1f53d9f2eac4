"""What the chat's page fetches: an answer as HTML while it comes into being, suggestions while one types.

Also the same conversation for a browser without scripts: a form and whole pages, at /ask.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.answer import Answer, Turn
from assistant.evidence.search import search
from assistant.http.routes import client_of
from assistant.service.progress import Sentences, Step, Whole, failed, follow
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime
from assistant.web.answer_html import answer_html, partial_html, waiting_html
from assistant.web.case_export import DOCX, answer_as_docx
from assistant.web.copy_text import answer_for_copying
from assistant.web.pages import render
from assistant.web.suggesting import suggester

_BEGUN = "正在读懂您的问题……"
_DOING = {
    "rules": "正在查找计算规则……",
    "retriever": "正在查找政策原文……",
    "chat_model": "正在组织回答……",
    "verification": "正在逐句核对原文……",
}
"""What is said of a step while there is no answer yet."""
_STARTING = "服务刚刚启动，正在加载政策文件，请稍候……"
_FIRST_WAIT_S = 60
_KEPT_TURNS = 20
_RELATED = 5


class Asked(BaseModel):
    """A question of the page, with the turns before it as the browser kept them."""

    question: str
    history: list[Turn] = Field(default_factory=list, max_length=_KEPT_TURNS)


class Sheet(BaseModel):
    """An answer's text, to be put into a file."""

    text: str = Field(min_length=1, max_length=50_000)


def build_chat_stream(runtime: Runtime) -> APIRouter:
    """The chat's routes over one runtime."""
    router = APIRouter(include_in_schema=False)

    @router.post("/chat/ask", response_class=EventSourceResponse)
    async def ask(asked: Asked, request: Request) -> AsyncIterator[ServerSentEvent]:
        question = Question(question=asked.question, history=asked.history)
        async for sent in _events(runtime, question, client_of(request)):
            yield sent

    @router.get("/chat/suggest")
    def suggest(
        q: Annotated[str, Query(min_length=1, max_length=100)], request: Request
    ) -> Response:
        runtime.limits.lookup(client_of(request))
        questions = suggester(runtime.library).near(q)
        return JSONResponse({"questions": questions})

    @router.get("/chat/related")
    async def related(
        q: Annotated[str, Query(min_length=1, max_length=1000)],
        request: Request,
        cited: Annotated[str, Query(max_length=4000)] = "",
    ) -> Response:
        runtime.limits.lookup(client_of(request))
        services = runtime.services
        found = await runtime.run(lambda: search(services, q, _RELATED + len(cited.split(","))))
        known = set(cited.split(","))
        rest = [r for r in found["results"] if f"{r['document']}#{r['anchor']}" not in known]
        return HTMLResponse(render("related.html", results=rest[:_RELATED]))

    @router.post("/chat/word")
    def word(sheet: Sheet, request: Request) -> Response:
        runtime.limits.lookup(client_of(request))
        return Response(answer_as_docx(sheet.text), media_type=DOCX)

    @router.get("/ask")
    def ask_again() -> Response:
        return RedirectResponse("/", 303)

    @router.post("/ask")
    async def ask_plainly(
        request: Request,
        question: Annotated[str, Form(max_length=20_000)] = "",
        earlier: Annotated[list[str], Form()] = [],  # noqa: B006
    ) -> Response:
        if not question.strip():
            return RedirectResponse("/", 303)
        history = [Turn(question=text) for text in earlier[-_KEPT_TURNS:]]
        asked = Question(question=question, history=history)
        answer, record_id = await _whole(runtime, asked, client_of(request))
        page = render(
            "ask.html",
            name=runtime.settings.site_name,
            page="chat",
            question=question,
            earlier=[turn.question for turn in history],
            answer=answer_html(answer, record_id, runtime.library),
        )
        return HTMLResponse(page)

    return router


async def _whole(runtime: Runtime, question: Question, client: str) -> tuple[Answer, str]:
    try:
        runtime.limits.question(client)
        runtime.admit()
        return await runtime.answer(question, "page")
    except Exception as problem:
        return failed(question, problem), ""


async def _events(
    runtime: Runtime, question: Question, client: str
) -> AsyncIterator[ServerSentEvent]:
    """`html` as the answer grows, then one `turn`: its HTML and what goes back with the next question."""
    try:
        runtime.limits.question(client)
        yield _event("html", {"html": waiting_html(_BEGUN)})
        if runtime.problem:
            yield _event("html", {"html": waiting_html(_STARTING)})
            await asyncio.to_thread(runtime.wait, _FIRST_WAIT_S)
        runtime.admit()
    except Exception as problem:
        yield _event("turn", turn(failed(question, problem), "", runtime))
        return
    shown = False
    async for happened in follow(runtime, question, "page"):
        match happened:
            case Step(name) if name in _DOING and not shown:
                yield _event("html", {"html": waiting_html(_DOING[name])})
            case Sentences(text=text):
                shown = True
                yield _event("html", {"html": partial_html(text)})
            case Whole(answer, record_id):
                yield _event("turn", turn(answer, record_id, runtime))


def turn(answer: Answer, record_id: str, runtime: Runtime) -> dict[str, Any]:
    """What the browser keeps of an answer: shown, copied, spoken, sent back."""
    return {
        "html": answer_html(answer, record_id, runtime.library),
        "answer": answer.answer,
        "state": answer.state,
        "copy": answer_for_copying(answer),
        "status": answer.status.value,
        "record": record_id,
    }


def _event(name: str, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(data, ensure_ascii=False))
