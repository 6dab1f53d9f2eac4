"""The MCP server at /mcp: the assistant as tools for other assistants (streamable HTTP, stateless)."""

from __future__ import annotations

from datetime import date
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from pydantic import ValidationError
from starlette.requests import Request

from assistant.eligibility import checklist as checklists
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import run_rule
from assistant.evidence.search import search as find
from assistant.http.documents import describe_measure
from assistant.http.errors import hints
from assistant.http.routes import client_of, public_json
from assistant.service.rate_limits import TooManyRequestsError
from assistant.service.request import Request as Question
from assistant.service.runtime import BusyError, NotReadyError, Runtime
from corpus.library import CorpusError

_MOST_RESULTS = 20
_SLOW = "处理超时，请稍后再试，或把问题写得简短一些。"


class _ChineseServer(MCPServer[Any]):
    """Says in Chinese why a tool could not be used."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> Any:
        """Call a tool. Raises ToolError with a Chinese message."""
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as problem:
            raise UnexpectedToolError("服务出现故障，请稍后再试。") from problem
        except ToolError as problem:
            match problem.__cause__:
                case ValidationError() as wrong:
                    fields = [str(d["loc"][0]) for d in wrong.errors() if d["loc"]]
                    raise ToolError(hints(fields)) from problem
                case ToolError() as told:
                    raise ToolError(str(told)) from problem
            known = "、".join(tool.name for tool in await self.list_tools())
            raise ToolError(f"没有这个工具，可用的有：{known}。") from problem


def build_mcp(runtime: Runtime) -> MCPServer[Any]:
    """The tools over one runtime."""
    server = _ChineseServer(
        runtime.settings.site_name,
        instructions="依据收录的政策原文回答问题。引用时请带上出处；没有涉及的问题不要自行补充。",
        log_level="WARNING",
    )

    @server.tool(title="回答政策问题")
    async def ask(
        question: str, context: Context[Any, Any], as_of: date | None = None
    ) -> dict[str, Any]:
        """依据政策原文回答一个问题，附逐字引文和位置；没有涉及的会说明。"""
        try:
            runtime.limits.question(_client(context))
            asked = Question(question=question, as_of=as_of)
            answer, record_id = await runtime.answer(asked, "mcp")
        except (NotReadyError, BusyError, TooManyRequestsError) as problem:
            raise ToolError(str(problem)) from problem
        except TimeoutError as problem:
            raise ToolError(_SLOW) from problem
        return public_json(answer, record_id)

    @server.tool(title="检索政策措施")
    async def search(query: str, limit: int = 5) -> dict[str, Any]:
        """按相关程度列出措施和其中最相关的原句，不组织答案。"""
        try:
            services = runtime.services
            most = max(1, min(limit, _MOST_RESULTS))
            return await runtime.run(lambda: find(services, query[:500], most))
        except (NotReadyError, BusyError) as problem:
            raise ToolError(str(problem)) from problem
        except TimeoutError as problem:
            raise ToolError(_SLOW) from problem

    @server.tool(title="计算待遇")
    def calculate(rule: str, inputs: dict[str, Any], as_of: date | None = None) -> dict[str, Any]:
        """按规则计算一项待遇，例如 rule=childcare_subsidy、inputs={"birth_date": "2024-05-03"}。"""
        try:
            return run_rule(rule, inputs, as_of)
        except EligibilityError as problem:
            raise ToolError(str(problem)) from problem

    @server.tool(title="全家待遇清单")
    def checklist(inputs: dict[str, Any], as_of: date | None = None) -> dict[str, Any]:
        """一个家庭可能享受的各项待遇：可以享受、以当地规定为准、不适用或还需要信息。"""
        try:
            return checklists.checklist(inputs, as_of)
        except EligibilityError as problem:
            raise ToolError(str(problem)) from problem

    @server.tool(title="读一条措施的原文")
    def read_measure(document: str, measure: int) -> dict[str, Any]:
        """一条措施的全文、逐句位置和责任单位。measure 是条号，如 3 表示第（三）条。"""
        try:
            found = runtime.services.library.get(document)
        except (CorpusError, NotReadyError) as problem:
            raise ToolError(str(problem)) from problem
        one = found.measure(measure)
        if one is None:
            raise ToolError(f"《{found.metadata.title or document}》没有第{measure}条。")
        text = found.text[one.start : one.end]
        return {"document": document, "text": text, **describe_measure(one)}

    return server


def _client(context: Context[Any, Any]) -> str:
    """Who asks, for the limits only."""
    request = context.request_context.request
    return client_of(request) if isinstance(request, Request) else "unknown"
