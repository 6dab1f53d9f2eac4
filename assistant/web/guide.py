"""Guided questions: one a page, then the family's own result and how to go about it.

The domain names the rules and the inputs that are asked for. The address holds the replies and nothing
else; it works without scripts, can be shared, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from assistant.answer import Status
from assistant.domain import Guide, domain
from assistant.eligibility.family import FIELDS, EligibilityError
from assistant.eligibility.fields import read
from assistant.eligibility.rules.catalogue import RULES
from assistant.eligibility.rules.registry import run_rule
from assistant.http.routes import client_of
from assistant.service.request import Request as Question
from assistant.service.request import answer_request
from assistant.service.runtime import Runtime
from assistant.web.answer_html import answer_html
from assistant.web.calculation_html import calculation_card
from assistant.web.calculator import result_facts
from assistant.web.pages import render


@dataclass(frozen=True, slots=True)
class Reply:
    """What was replied to a question; `change` is the address that asks it anew."""

    label: str
    text: str
    change: str


def build_guide(runtime: Runtime) -> APIRouter:
    """The guides' pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/guide/{rule}")
    async def guide(rule: str, request: Request) -> Response:
        runtime.limits.lookup(client_of(request))
        found = next((one for one in domain().guides if one.rule == rule), None)
        if found is None or rule not in RULES:
            text = "地址可能写错了，可以从首页重新选择。"
            return _page(runtime, "message.html", 404, title="没有这个向导", text=text)
        replies = {
            name: request.query_params[name]
            for name in found.fields
            if name in request.query_params
        }
        open_field, problem = _next(found, replies)
        shared = {
            "guide": RULES[rule].title,
            "rule": rule,
            "replies": _said(found, replies, open_field),
            "count": len(found.fields),
        }
        if open_field:
            return _page(
                runtime,
                "guide_question.html",
                422 if problem else 200,
                **shared,
                field=_described(found, open_field),
                number=found.fields.index(open_field) + 1,
                given=replies,
                problem=problem,
            )
        return _page(
            runtime, "guide_result.html", 200, **shared, **await _result(runtime, found, replies)
        )

    return router


def _page(runtime: Runtime, template: str, status: int, **values: Any) -> Response:
    name = runtime.settings.site_name
    return HTMLResponse(render(template, name=name, page="calculator", **values), status)


def _next(guide: Guide, replies: Mapping[str, str]) -> tuple[str, str]:
    """The first input without a usable reply, and what is wrong with the reply; "" where all are there.

    An empty reply is one where the rule does without the input.
    """
    for name in guide.fields:
        value = replies.get(name, "").strip()
        if not value and (name not in replies or name in RULES[guide.rule].required):
            return name, "请填写后再继续。" if name in replies else ""
        try:
            if value:
                read(FIELDS[name], _typed(name, value))
        except EligibilityError as error:
            return name, str(error)
    return "", ""


def _typed(name: str, value: str) -> Any:
    return int(value) if FIELDS[name].type == "integer" and value.isdigit() else value


def _described(guide: Guide, name: str) -> dict[str, Any]:
    return FIELDS[name].as_dict() | {"required": name in RULES[guide.rule].required}


def _said(guide: Guide, replies: Mapping[str, str], open_field: str) -> list[Reply]:
    """The replies before the open question, as a list to look over and change."""
    found = []
    for name in guide.fields:
        if name == open_field or name not in replies:
            break
        field, value = FIELDS[name], replies[name]
        known = {"true": "是", "false": "否", "": "不清楚"}
        text = known.get(value, f"{value}{field.unit}")
        before = {other: replies[other] for other in guide.fields[: guide.fields.index(name)]}
        found.append(Reply(field.label, text, f"/guide/{guide.rule}?{urlencode(before)}"))
    return found


async def _result(runtime: Runtime, guide: Guide, replies: Mapping[str, str]) -> dict[str, Any]:
    """The calculation's card, and the answer to how one goes about it."""
    inputs = {name: _typed(name, value) for name, value in replies.items() if value.strip()}
    try:
        calculation = run_rule(guide.rule, inputs)
    except EligibilityError as problem:
        return {"card": "", "facts": [], "how": "", "problem": str(problem)}
    return {
        "card": Markup(calculation_card(calculation, library=runtime.library)),  # nosec B704: it escapes
        "facts": result_facts({**calculation["result"], "apply": {}}),
        "how": await _how(runtime, guide.then),
        "problem": "",
    }


async def _how(runtime: Runtime, question: str) -> str:
    """The answer to the guide's last question; "" where there is none."""
    if not question or runtime.problem:
        return ""
    services = runtime.services
    answer = await runtime.run(lambda: answer_request(services, Question(question=question)))
    if answer.status is not Status.ANSWERED:
        return ""
    return Markup(answer_html(answer, "", services.library, tools=False))  # nosec B704: it escapes
