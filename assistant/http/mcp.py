"""The MCP server at /mcp: the assistant as tools for other assistants (streamable HTTP, stateless)."""

from __future__ import annotations

from datetime import date
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.eligibility import checklist as checklists
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import run_rule
from assistant.evidence.search import search as find
from assistant.http.documents import describe_measure
from assistant.http.routes import as_json, client_of
from assistant.service.rate_limits import RateLimits
from assistant.service.request import Request as Question
from assistant.service.runtime import BusyError, NotReadyError, Runtime
from corpus.library import CorpusError

_MOST_RESULTS = 20


def build_mcp(runtime: Runtime) -> MCPServer[Any]:
    """The tools over one runtime."""
    server: MCPServer[Any] = MCPServer(
        runtime.settings.site_name,
        instructions="依据收录的政策原文回答问题。引用时请带上出处；没有涉及的问题不要自行补充。",
        log_level="WARNING",
    )

    @server.tool(title="回答政策问题")
    async def ask(question: str, as_of: date | None = None) -> dict[str, Any]:
        """依据政策原文回答一个问题，附逐字引文和位置；没有涉及的会说明。"""
        try:
            asked = Question(question=question, as_of=as_of)
            answer, record_id = await runtime.answer(asked, "mcp")
        except (NotReadyError, BusyError) as problem:
            raise ToolError(str(problem)) from problem
        return as_json(answer, record_id)

    @server.tool(title="检索政策措施")
    async def search(query: str, limit: int = 5) -> dict[str, Any]:
        """按相关程度列出措施和其中最相关的原句，不组织答案。"""
        try:
            services = runtime.services
            most = max(1, min(limit, _MOST_RESULTS))
            return await runtime.run(lambda: find(services, query[:500], most))
        except (NotReadyError, BusyError) as problem:
            raise ToolError(str(problem)) from problem

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


def mcp_route(server: MCPServer[Any], limits: RateLimits) -> Route:
    """The route /mcp. The host app's lifespan must enter `server.session_manager.run()`.

    What the tools read is public and they change nothing, so any Host and Origin may call them.
    """
    app = server.streamable_http_app(
        streamable_http_path="/mcp",
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return Route("/mcp", endpoint=_Limited(app, limits), include_in_schema=False)


class _Limited:
    """Counts calls against the client's limit for look-ups."""

    def __init__(self, app: ASGIApp, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or raise TooManyRequestsError."""
        self._limits.lookup(client_of(Request(scope)))
        await self._app(scope, receive, send)
