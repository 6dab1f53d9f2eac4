"""One JSON line in, one answer out: for `policy ask --batch` and `POST /api/ask`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer, Status, Turn
from assistant.chain import ask
from assistant.domain import domain
from assistant.language.visible import Visible
from assistant.services import Services
from assistant.turn import unheard
from assistant.verification.statement import Statement


class Request(BaseModel):
    """A question with what may come along; only `question` is required."""

    model_config = ConfigDict(extra="ignore")

    question: Visible
    id: Visible | int | None = None
    history: list[Turn] = []
    as_of: date | None = None


def answer_line(services: Services, line: str) -> Answer:
    """The answer to one JSON line; a malformed one gives an answer with status `error`."""
    try:
        data = json.loads(line)
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return _error(None, "", "这一行里有不完整的 Unicode 字符，请检查编码（UTF-8）。")
    except (ValueError, RecursionError):
        return _error(None, "", "这一行不是有效的 JSON，请检查引号、逗号和编码（UTF-8）。")
    if not isinstance(data, dict):
        sample = json.dumps({"question": domain().examples[0].question}, ensure_ascii=False)
        return _error(None, "", f"每行应是一个 JSON 对象，例如 {sample}。")
    identity = data.get("id")
    try:
        request = Request.model_validate(data)
    except ValidationError as error:
        question = data.get("question")
        return _error(identity, question if isinstance(question, str) else "", explain(error))
    return answer_request(services, request)


def answer_request(
    services: Services,
    request: Request,
    on_statement: Callable[[Statement], None] = unheard,
    on_step: Callable[[str], None] = unheard,
) -> Answer:
    """The answer to a well-formed request, with the same id; who listens, as in `pipeline.ask`."""
    answer = ask(services, request.question, request.history, request.as_of, on_statement, on_step)
    answer.id = None if request.id is None else str(request.id)
    return answer


def explain(error: ValidationError) -> str:
    """What is wrong with a request, in Chinese."""
    hints = {
        "question": "缺少 question（问题，文字）",
        "history": 'history 应是 [{"question": "…", "answer": "…"}] 的形式',
        "as_of": "as_of 应是 2025-09-01 这样的日期",
        "id": "id 应是文字或整数",
    }
    fields = dict.fromkeys(str(detail["loc"][0]) for detail in error.errors() if detail["loc"])
    return ";".join(hints.get(name, f"{name} 的值不正确") for name in fields) + "。"


def _error(identity: Any, question: str, message: str) -> Answer:
    return Answer(
        id=None if identity is None else str(identity),
        question=question,
        standalone_question=question,
        status=Status.ERROR,
        answer="",
        message=message,
    )
