"""`/v1` in OpenAI's format, so that other front ends can use the assistant as a model."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.answer import Answer, Turn
from assistant.http.openai_tasks import task_reply
from assistant.http.routes import client_of, public_json
from assistant.language.visible import without_markup
from assistant.records.log import new_id
from assistant.service.progress import tokens
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime

MODEL = "policy-assistant"
_INSTRUCTIONS = ("system", "developer")
_UNIT = re.compile(r"[^\W\d_a-zA-Z]|[a-zA-Z]+|\d+|[^\w\s]")
"""What `usage` counts: a Chinese character, a word, a number, a sign."""


class Message(BaseModel):
    """One message; `content` is text, or parts of which the text ones are read."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(str(part["text"]) for part in self.content if part.get("text"))
        return self.content or ""


class StreamOptions(BaseModel):
    """How a stream is told."""

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """What is read of OpenAI's request. What would change a model's wording (temperature and the like)
    is ignored: the answer is the text's."""

    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    stop: str | list[str] | None = None

    @property
    def stops(self) -> list[str]:
        """The words before which the text ends."""
        given = [self.stop] if isinstance(self.stop, str) else self.stop or []
        return [stop for stop in given if stop]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back, whole or in pieces; `answer` is the contract's object, None for a job."""

    record_id: str
    text: str
    usage: dict[str, int]
    answer: dict[str, Any] | None = None


def build_openai(runtime: Runtime) -> APIRouter:
    """The routes under /v1."""
    router = APIRouter(prefix="/v1", tags=["OpenAI 兼容接口"])

    @router.get("/models", summary="可用的模型")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_model()]}

    @router.get("/models/{name}", summary="一个模型")
    def model(name: str) -> dict[str, Any]:
        if name != MODEL:
            raise HTTPException(404, f"没有这个模型，可用的是 {MODEL}。")
        return _model()

    @router.post("/chat/completions", summary="对话（OpenAI 格式）")
    async def complete(chat: ChatRequest, request: Request) -> Response:
        runtime.limits.question(client_of(request))
        if chat.n not in (None, 1):
            raise HTTPException(422, "n 只能是 1：同一个问题只有一个回答。")
        reply = await _reply(runtime, chat)
        if chat.stream:
            with_usage = bool(chat.stream_options and chat.stream_options.include_usage)
            return StreamingResponse(_chunks(reply, with_usage), media_type="text/event-stream")
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": reply.text},
            "finish_reason": "stop",
        }
        body = _envelope(reply.record_id, "chat.completion")
        body |= {"choices": [choice], "usage": reply.usage}
        if reply.answer is not None:
            body["policy_answer"] = reply.answer
        return JSONResponse(body)

    return router


async def _reply(runtime: Runtime, chat: ChatRequest) -> Reply:
    """The answer to the last message. Raises HTTPException where that is not the user's."""
    question = question_of(chat.messages)
    if question is None:
        raise HTTPException(422, "messages 里最后一条应是用户的问题（role 为 user）。")
    system = "\n".join(m.text for m in chat.messages if m.role in _INSTRUCTIONS)
    asked = sum(units(message.text) for message in chat.messages)
    job = task_reply(system, question.question)
    if job is not None:
        return Reply(new_id(), job, _usage(asked, job))
    answer, record_id = await runtime.answer(question, "openai")
    text = _before(text_of(answer), chat.stops)
    return Reply(record_id, text, _usage(asked, text), public_json(answer, record_id))


def question_of(messages: list[Message]) -> Question | None:
    """The last message as a question with the turns before it; None where it is not the user's."""
    spoken = [message for message in messages if message.role in ("user", "assistant")]
    if not spoken or spoken[-1].role != "user":
        return None
    turns: list[Turn] = []
    for message in spoken[:-1]:
        if message.role == "user":
            turns.append(Turn(question=message.text))
        elif turns:
            turns[-1].answer = message.text
    return Question(question=spoken[-1].text, history=turns)


def text_of(answer: Answer) -> str:
    """The answer with its quotes below it, for front ends that show text only."""
    lines = [answer.answer or answer.message or ""]
    if answer.citations:
        lines.append("")
    for citation in answer.citations:
        place = f"《{citation.title}》{citation.label}"
        lines.append(f"[{citation.marker}] {place}：「{citation.quote}」")
    return without_markup("\n".join(lines))


def units(text: str) -> int:
    """How many characters, words, numbers and signs a text has."""
    return len(_UNIT.findall(text))


def _usage(asked: int, text: str) -> dict[str, int]:
    said = units(text)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _before(text: str, stops: list[str]) -> str:
    """The text up to the first of the words that end it."""
    ends = [text.find(stop) for stop in stops]
    return text[: min((end for end in ends if end >= 0), default=len(text))]


async def _chunks(reply: Reply, with_usage: bool) -> AsyncIterator[str]:
    deltas: list[dict[str, str]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": token} for token in tokens(reply.text)]
    more = {"usage": None} if with_usage else {}
    for delta in deltas:
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        yield _chunk(reply.record_id, {"choices": [choice], **more})
    last = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield _chunk(reply.record_id, {"choices": [last], **more})
    if with_usage:
        yield _chunk(reply.record_id, {"choices": [], "usage": reply.usage})
    yield "data: [DONE]\n\n"


def _chunk(record_id: str, rest: dict[str, Any]) -> str:
    body = _envelope(record_id, "chat.completion.chunk") | rest
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _envelope(record_id: str, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{record_id}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "policy-assistant"}
