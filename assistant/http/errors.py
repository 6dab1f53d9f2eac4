"""Failures over HTTP: always JSON with a Chinese `message`, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.eligibility.family import EligibilityError
from assistant.service.failures import message_of
from assistant.service.rate_limits import TooManyRequestsError
from assistant.service.runtime import BusyError, NotReadyError
from corpus.library import CorpusError

LOG = logging.getLogger("policy")
_HINTS = {
    "question": "question 应是文字（要问的问题）",
    "history": 'history 应是 [{"question": "…", "answer": "…"}] 的形式',
    "as_of": "as_of 应是 2025-09-01 这样的日期",
    "id": "id 应是文字或整数",
    "q": "q 应是检索词，1 至 500 个字",
    "limit": "limit 应是 1 至 50 的整数",
    "inputs": 'inputs 应是一个 JSON 对象，例如 {"birth_date": "2024-05-03"}',
    "rule": "rule 应是计算项目的名称，可用 GET /api/rules 查看",
    "record_id": "record_id 应是回答里给出的记录编号",
    "helpful": "helpful 应是 true 或 false",
    "reason": "reason 最多 40 个字",
    "comment": "comment 最多 1000 个字",
    "texts": "texts 应是文字的列表，最多 1000 项，共 100000 字",
    "query": "query 应是检索词（文字）",
    "document": "document 应是文件编号（文字）",
    "measure": "measure 应是条号（整数），例如 3",
    "stream": "stream 应是 true 或 false",
    "stream_options": 'stream_options 应是 {"include_usage": true} 的形式',
    "n": "n 只能是 1",
    "stop": "stop 应是文字，或文字的列表",
    "messages": 'messages 应是 [{"role": "user", "content": "…"}] 的形式',
}
_STATUS_TEXT = {
    401: "请先登录。",
    403: "没有权限。",
    404: "没有这个地址。",
    405: "这个地址不支持这种请求方法。",
}


def error(status: int, message: str, retry_after: int | None = None) -> JSONResponse:
    """An error as JSON."""
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return JSONResponse({"status": "error", "message": message}, status, headers)


def _told(
    request: Request, status: int, message: str, retry_after: int | None = None
) -> JSONResponse:
    """An error as JSON; under /v1 also in the form that OpenAI's clients read."""
    if not request.url.path.startswith("/v1/"):
        return error(status, message, retry_after)
    kind = "invalid_request_error" if status < 500 else "server_error"
    told = {"message": message, "type": kind, "param": None, "code": None}
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    body = {"status": "error", "message": message, "error": told}
    return JSONResponse(body, status, headers)


def add_handlers(app: FastAPI) -> None:
    """Give `app` an answer to every kind of failure."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, problem: RequestValidationError) -> Response:
        return _told(request, 422, explain(problem))

    @app.exception_handler(EligibilityError)
    @app.exception_handler(CorpusError)
    async def bad_input(request: Request, problem: Exception) -> Response:
        status = 404 if isinstance(problem, CorpusError) else 422
        return _told(request, status, str(problem))

    @app.exception_handler(TooManyRequestsError)
    @app.exception_handler(BusyError)
    async def too_many(request: Request, problem: TooManyRequestsError | BusyError) -> Response:
        return _told(request, 429, str(problem), problem.retry_after)

    @app.exception_handler(SQLAlchemyError)
    async def no_database(request: Request, problem: SQLAlchemyError) -> Response:
        LOG.error("%s %s: the log failed", request.method, request.url.path, exc_info=problem)
        return _told(request, 503, "问答记录暂时不能读写，请稍后再试。", 5)

    @app.exception_handler(NotReadyError)
    async def unavailable(request: Request, problem: Exception) -> Response:
        return _told(request, 503, str(problem), 5)

    @app.exception_handler(TimeoutError)
    async def too_slow(request: Request, _problem: TimeoutError) -> Response:
        return _told(request, 504, "处理超时，请稍后再试，或把问题写得简短一些。", 5)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, problem: HTTPException) -> Response:
        if problem.status_code == 400:
            return _told(request, 422, "请求内容不是有效的 JSON，请检查引号、逗号和编码(UTF-8)。")
        if 300 <= problem.status_code < 400:
            return Response(status_code=problem.status_code, headers=problem.headers)
        detail = str(problem.detail)
        message = _STATUS_TEXT.get(problem.status_code, detail)
        return _told(request, problem.status_code, detail if not detail.isascii() else message)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, problem: Exception) -> Response:
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=problem)
        return _told(request, 500, message_of(problem) or "服务出现故障，请稍后再试。")


def explain(problem: RequestValidationError) -> str:
    """What is wrong with a request, in Chinese."""
    details = problem.errors()
    if any(detail["type"] == "json_invalid" for detail in details):
        return "请求内容不是有效的 JSON，请检查引号、逗号和编码(UTF-8)。"
    names = dict.fromkeys(str(detail["loc"][1]) for detail in details if len(detail["loc"]) > 1)
    if not names:
        return "请求内容应是一个 JSON 对象，并注明 Content-Type: application/json。"
    return hints(names)


def hints(names: Iterable[str]) -> str:
    """What the fields should be, in Chinese."""
    told = dict.fromkeys(_HINTS.get(name, f"{name} 的值不正确") for name in names)
    return "；".join(told) + "。"
