"""Other clients: MCP, the OpenAI library, the widget."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_browser import MISSING, chromium, opened, start

SUBSIDY = "育儿补贴发到几岁"


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

            answer = await call("ask", question=SUBSIDY)
            assert answer["status"] == "answered" and answer["citations"][0]["measure"] == 3
            found = await call("search", query="托育补助", limit=2)
            assert len(found["results"]) == 2
            inputs = {"birth_date": "2024-05-03"}
            sum_ = await call("calculate", rule="childcare_subsidy", inputs=inputs)
            assert sum_["result"]["total"] == 8700
            items = (await call("checklist", inputs=inputs))["items"]
            assert any(item["id"] == "childcare_subsidy" for item in items)
            document = answer["citations"][0]["document"]
            measure = await call("read_measure", document=document, measure=3)
            assert answer["citations"][0]["quote"] in measure["text"]
            wrong = await client.call_tool("calculate", {"rule": "none", "inputs": {}})
            assert wrong.is_error

    asyncio.run(use())


def test_the_openai_library_gets_answers_and_streams(server: str) -> None:
    import openai

    client = openai.OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0)
    assert [model.id for model in client.models.list()] == ["policy-assistant"]
    messages: Any = [{"role": "system", "content": "x"}, {"role": "user", "content": SUBSIDY}]
    whole = client.chat.completions.create(model="policy-assistant", messages=messages)
    text = whole.choices[0].message.content or ""
    assert "3周岁" in text and "[1]" in text
    stream = client.chat.completions.create(
        model="policy-assistant", messages=messages, stream=True
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
    assert len(pieces) > 3 and "".join(pieces) == text


def test_earlier_messages_are_the_history(client: TestClient) -> None:
    first = client.post(
        "/v1/chat/completions", json={"messages": [{"role": "user", "content": SUBSIDY}]}
    )
    said = first.json()["choices"][0]["message"]["content"]
    messages = [
        {"role": "user", "content": SUBSIDY},
        {"role": "assistant", "content": said},
        {"role": "user", "content": [{"type": "text", "text": "由哪些部门负责?"}]},
    ]
    second = client.post("/v1/chat/completions", json={"messages": messages}).json()
    assert "省卫生健康委" in second["choices"][0]["message"]["content"]


@pytest.mark.parametrize("messages", [[], [{"role": "assistant", "content": "x"}], "x"])
def test_bad_chats_get_422(client: TestClient, messages: Any) -> None:
    reply = client.post("/v1/chat/completions", json={"messages": messages})
    assert reply.status_code == 422
    assert any("\u4e00" <= char <= "\u9fff" for char in reply.json()["message"])


@pytest.mark.skipif(chromium() is None, reason=MISSING)
def test_the_widget_opens_the_chat_on_another_page(server: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = start(playwright)
        with opened(browser, server, "/widget-example") as watched:
            watched.page.click("button:has-text('政策问答')")
            frame = watched.page.frame_locator("iframe")
            frame.locator("#ask-box textarea").wait_for(timeout=30_000)
            assert frame.locator(".site-nav").is_hidden()
            watched.assert_clean()
        browser.close()
