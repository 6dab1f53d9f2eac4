"""The HTTP API of the contract; what it answers comes from the same functions as the commands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import AliasChoices, BaseModel, Field
from starlette.responses import JSONResponse, Response

from assistant.answer import Answer, Status
from assistant.eligibility.checklist import checklist
from assistant.eligibility.offsets import with_offsets
from assistant.eligibility.rules.registry import list_rules, run_rule
from assistant.evidence.search import search
from assistant.http.documents import describe_document, summarise_document
from assistant.http.errors import error
from assistant.language.traditional import to_traditional
from assistant.service.progress import Sentences, Step, Whole, follow, tokens
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime

_STREAM = """
- `step`：流水线的一步开始，`{"step": "retriever"}`；第一个是 `started`。
- `token`：已核对的文字，`{"text": "……"}`，依次相接就是 `answer` 的文字；带 `"anew": true` 的表示前面的作废，从这里重新开始。
- `answer`：完整的回答，与 `POST /api/ask` 相同，以它为准。中途出错时 `status` 是 `error`。
"""


_INPUTS = AliasChoices("inputs", "input")
"""`input`, as the command line's option is called, is taken too."""


class CalculationRequest(BaseModel):
    """A rule and the facts about the family (see GET /api/rules)."""

    rule: str
    inputs: dict[str, Any] = Field(default_factory=dict, validation_alias=_INPUTS)
    as_of: date | None = None


class ChecklistRequest(BaseModel):
    """The facts about a family."""

    inputs: dict[str, Any] = Field(default_factory=dict, validation_alias=_INPUTS)
    as_of: date | None = None


class Feedback(BaseModel):
    """A verdict on an answer, by the `record_id` that came with it."""

    record_id: str = Field(min_length=1, max_length=64)
    helpful: bool
    reason: str = Field(default="", max_length=40)
    comment: str = Field(default="", max_length=1000)


class Texts(BaseModel):
    """Texts of a page, to be shown in traditional characters."""

    texts: list[str] = Field(max_length=1000)


def client_of(request: Request) -> str:
    """Who asks, for rate limits only; never logged."""
    return request.client.host if request.client else "unknown"


def build_router(runtime: Runtime) -> APIRouter:
    """All routes of the API over one runtime."""
    router = APIRouter(tags=["接口"])

    def limit_questions(request: Request) -> None:
        runtime.limits.question(client_of(request))

    def limit_lookups(request: Request) -> None:
        runtime.limits.lookup(client_of(request))

    def admit() -> None:
        runtime.admit()

    questions = [Depends(limit_questions)]
    lookups = [Depends(limit_lookups)]

    @router.post("/api/ask", dependencies=questions, summary="回答一个问题")
    async def ask(question: Question) -> JSONResponse:
        answer, record_id = await runtime.answer(question, "api")
        return JSONResponse(as_json(answer, record_id), _http_status(answer))

    @router.post(
        "/api/ask/stream",
        dependencies=[*questions, Depends(admit)],
        summary="回答一个问题，边做边返回（事件：step、token、answer）",
        description=_STREAM,
        response_class=EventSourceResponse,
    )
    async def ask_stream(question: Question) -> AsyncIterator[ServerSentEvent]:
        async for sent in events(runtime, question, "api"):
            yield sent

    @router.get("/api/search", dependencies=lookups, summary="检索措施，不组织答案")
    async def find(
        q: Annotated[str, Query(min_length=1, max_length=500)],
        limit: Annotated[int, Query(ge=1, le=50)] = 5,
    ) -> dict[str, Any]:
        services = runtime.services
        return await runtime.run(lambda: search(services, q, limit))

    @router.get("/api/rules", summary="可以计算的项目和需要的信息")
    def rules() -> dict[str, Any]:
        return {"rules": list_rules()}

    @router.post("/api/calculate", dependencies=lookups, summary="计算一项待遇")
    def calculate(request: CalculationRequest) -> dict[str, Any]:
        found = run_rule(request.rule, request.inputs, request.as_of)
        return with_offsets(found, runtime.library)

    @router.post("/api/checklist", dependencies=lookups, summary="一个家庭可能享受的各项待遇")
    def check(request: ChecklistRequest) -> dict[str, Any]:
        found = checklist(request.inputs, request.as_of)
        return with_offsets(found, runtime.library)

    @router.get("/api/documents", summary="收录的政策文件")
    def documents() -> dict[str, Any]:
        return {"documents": [summarise_document(d) for d in runtime.services.library]}

    @router.get("/api/documents/{document_id}", summary="一份文件的全文和结构")
    def document(document_id: str) -> dict[str, Any]:
        return describe_document(runtime.services.library.get(document_id))

    @router.post("/api/feedback", dependencies=lookups, summary="对一次回答的评价")
    async def feedback(verdict: Feedback) -> Response:
        known = await runtime.write(
            lambda: runtime.records.add_feedback(
                verdict.record_id,
                helpful=verdict.helpful,
                reason=verdict.reason,
                comment=verdict.comment,
            )
        )
        if not known:
            return error(404, "没有找到这次回答的记录。")
        runtime.metrics.feedback.labels("helpful" if verdict.helpful else "unhelpful").inc()
        return JSONResponse({"status": "ok", "message": "感谢您的反馈。"})

    @router.post("/api/traditional", dependencies=lookups, summary="转换为繁体显示")
    def traditional(request: Texts) -> dict[str, list[str]]:
        return {"texts": [to_traditional(text) for text in request.texts]}

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="进程是否在运行")
    async def healthy() -> dict[str, str]:
        return {"status": "ok"}

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz", summary="索引是否已加载")
    async def ready() -> JSONResponse:
        if runtime.problem:
            return error(503, runtime.problem, 2)
        return JSONResponse({"status": "ok", "documents": len(runtime.services.library.ids)})

    @router.get("/metrics", summary="运行指标（Prometheus 格式）")
    def metrics() -> Response:
        return Response(runtime.metrics.exposition(), media_type="text/plain; version=0.0.4")

    return router


async def events(
    runtime: Runtime, question: Question, channel: str
) -> AsyncIterator[ServerSentEvent]:
    """The events of one question: a `step` as each begins, `token`s of verified text, the `answer`.

    A token with `"anew": true` begins the text again: an earlier one did not stay. What fails after
    the stream has begun ends it with an `answer` of status `error`.
    """
    yield _event("step", {"step": "started"})
    async for happened in follow(runtime, question, channel):
        match happened:
            case Step(name):
                yield _event("step", {"step": name})
            case Sentences(_, new):
                for token in tokens(new):
                    yield _event("token", {"text": token})
            case Whole(answer, record_id, rest, anew):
                for number, token in enumerate(tokens(rest)):
                    first = {"anew": True} if anew and number == 0 else {}
                    yield _event("token", {"text": token} | first)
                yield _event("answer", as_json(answer, record_id))


def _event(name: str, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(data, ensure_ascii=False))


def as_json(answer: Answer, record_id: str) -> dict[str, Any]:
    """The contract's object, with the id by which feedback names it."""
    data = answer.model_dump(mode="json")
    if answer.status is Status.ERROR and not data["message"]:
        data["message"] = answer.answer
    return data | {"record_id": record_id}


def public_json(answer: Answer, record_id: str) -> dict[str, Any]:
    """The same without the conversation's state, for clients that cannot give it back."""
    data = as_json(answer, record_id)
    del data["state"]
    return data


def _http_status(answer: Answer) -> int:
    return 422 if answer.status is Status.ERROR else 200
