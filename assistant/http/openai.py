"""`/v1/chat/completions` in OpenAI's format, so that other front ends can use the assistant."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.answer import Answer, Turn
from assistant.http.errors import error
from assistant.http.routes import as_json, client_of
from assistant.service.progress import tokens
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime

MODEL = "policy-assistant"


class Message(BaseModel):
    """One message; `content` is text, or parts of which the text ones are read."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """What is read of OpenAI's request; everything else is ignored."""

    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: bool = False


def build_openai(runtime: Runtime) -> APIRouter:
    """The routes under /v1."""
    router = APIRouter(prefix="/v1", tags=["OpenAI 兼容接口"])

    @router.get("/models", summary="可用的模型")
    def models() -> dict[str, Any]:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "policy-assistant"}
        return {"object": "list", "data": [model]}

    @router.post("/chat/completions", summary="对话（OpenAI 格式）")
    async def complete(chat: ChatRequest, request: Request) -> Response:
        runtime.limits.question(client_of(request))
        question = question_of(chat.messages)
        if question is None:
            return error(422, "messages 里最后一条应是用户的问题（role 为 user）。")
        answer, record_id = await runtime.answer(question, "openai")
        if chat.stream:
            chunks = _chunks(answer, record_id)
            return StreamingResponse(chunks, media_type="text/event-stream")
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text_of(answer)},
            "finish_reason": "stop",
        }
        usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        body = _envelope(record_id, "chat.completion") | {"choices": [choice], "usage": usage}
        return JSONResponse(body | {"policy_answer": as_json(answer, record_id)})

    return router


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
        lines.append(f"[{citation.marker}] {place}:「{citation.quote}」")
    return "\n".join(lines)


async def _chunks(answer: Answer, record_id: str) -> AsyncIterator[str]:
    deltas: list[dict[str, str]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": token} for token in tokens(text_of(answer))]
    for delta in deltas:
        yield _chunk(record_id, {"index": 0, "delta": delta, "finish_reason": None})
    yield _chunk(record_id, {"index": 0, "delta": {}, "finish_reason": "stop"})
    yield "data: [DONE]\n\n"


def _chunk(record_id: str, choice: dict[str, Any]) -> str:
    body = _envelope(record_id, "chat.completion.chunk") | {"choices": [choice]}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _envelope(record_id: str, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{record_id}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }
