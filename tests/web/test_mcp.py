"""The MCP interface: a real client, and requests written by hand."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

SUBSIDY = "育儿补贴发到几岁"
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}


def test_a_real_mcp_client_uses_every_tool(server: str) -> None:
    from mcp import Client

    async def use() -> None:
        async with Client(f"{server}/mcp") as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {"ask", "search", "calculate", "checklist", "read_measure"}

            async def call(name: str, **arguments: Any) -> dict[str, Any]:
                result = await client.call_tool(name, arguments)
                assert not result.is_error, result.content
                return dict(result.structured_content or {})

            async def refused(name: str, **arguments: Any) -> str:
                result = await client.call_tool(name, arguments)
                assert result.is_error
                return str(result.content[0].text)  # type: ignore[union-attr]

            answer = await call("ask", question=SUBSIDY)
            assert answer["status"] == "answered" and "state" not in answer
            found = await call("search", query="托育补助", limit=2)
            assert len(found["results"]) == 2
            inputs = {"birth_date": "2024-05-03"}
            sum_ = await call("calculate", rule="childcare_subsidy", inputs=inputs)
            assert sum_["result"]["total"] > 0
            items = (await call("checklist", inputs=inputs))["items"]
            assert any(item["id"] == "childcare_subsidy" for item in items)
            document = "jiangxi-2025-birth-support"
            measure = await call("read_measure", document=document, measure=3)
            assert "发放补贴" in measure["text"]
            assert (await refused("calculate", rule="none", inputs={})).startswith("没有「none」")
            assert await refused("search", query=None) == "query 应是检索词（文字）。"
            assert "没有这个工具" in await refused("nosuch")
            assert "第99条" in await refused("read_measure", document=document, measure=99)

    asyncio.run(use())


@pytest.fixture(scope="module")
def posted(server: str) -> Any:
    """`posted(path, body)`: the reply to a request without `Accept`."""
    with httpx.Client(base_url=server) as client:
        del client.headers["accept"]

        def post(path: str, body: Any) -> httpx.Response:
            content = body if isinstance(body, str) else json.dumps(body)
            return client.post(path, content=content)

        yield post


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_headers_may_be_missing(path: str, posted: Any) -> None:
    call = CALL | {"params": {"name": "search", "arguments": {"query": "托育", "limit": 1}}}
    reply = posted(path, call)
    assert reply.status_code == 200, reply.text
    assert len(reply.json()["result"]["structuredContent"]["results"]) == 1


def test_protocol_errors_are_chinese(posted: Any) -> None:
    assert posted("/mcp", "{").json()["error"]["message"] == "请求不是有效的 JSON。"
    unknown = posted("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "nosuch"}).json()
    assert not unknown["error"]["message"].isascii()
    assert not posted("/mcp", {"id": 1}).json()["error"]["message"].isascii()


def test_reading_the_address_is_refused_in_chinese(client: TestClient) -> None:
    reply = client.get("/mcp")
    assert reply.status_code == 405 and "POST" in reply.json()["message"]


def test_asking_counts_as_a_question(posted: Any, app: Any, monkeypatch: Any) -> None:
    counted: list[str] = []
    monkeypatch.setattr(app.state.runtime.limits, "question", counted.append)
    posted("/mcp", CALL | {"params": {"name": "ask", "arguments": {"question": SUBSIDY}}})
    posted("/mcp", CALL | {"params": {"name": "search", "arguments": {"query": SUBSIDY}}})
    assert len(counted) == 1
