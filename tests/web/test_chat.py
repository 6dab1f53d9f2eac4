"""What the chat's page fetches, and the same conversation without scripts."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.domain import domain
from assistant.web.assets import asset

QUESTION = "育儿补贴发到几岁"


def events(client: TestClient, **body: Any) -> list[tuple[str, dict[str, Any]]]:
    blocks = client.post("/chat/ask", json=body).text.replace("\r", "").strip().split("\n\n")
    pairs = (dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks)
    return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


def test_the_answer_comes_as_html_step_by_step_and_ends_with_the_turn(client: TestClient) -> None:
    heard = events(client, question=QUESTION)
    names = [name for name, _ in heard]
    assert names[-1] == "turn" and names.count("turn") == 1
    assert any("waiting" in data["html"] for _, data in heard[:-1])
    turn = heard[-1][1]
    assert turn["record"] and "data-record" in turn["html"] and turn["copy"].startswith("问：")


def test_the_history_comes_from_the_browser(client: TestClient) -> None:
    (_, first) = events(client, question="孩子2024年5月3日出生，能领多少育儿补贴？")[-1]
    before = {"question": "孩子2024年5月3日出生，能领多少育儿补贴？", "answer": first["answer"]}
    (_, turn) = events(
        client, question="那2025年能领多少", history=[before | {"state": first["state"]}]
    )[-1]
    assert "3600" in turn["answer"]


def test_without_scripts_a_form_answers(client: TestClient) -> None:
    page = client.post("/ask", data={"question": QUESTION, "earlier": ["你好"]}).text
    assert "育儿补贴" in page and 'value="你好"' in page and 'action="/ask"' in page
    assert client.get("/ask", follow_redirects=False).headers["location"] == "/"


def test_the_home_page_says_for_whom_it_is_and_carries_its_styles(client: TestClient) -> None:
    page = client.get("/").text
    field = domain()
    for words in (field.home_name, field.subject, "不能做什么", "最近一次核对原文"):
        assert words in page
    assert page.index("<style>") < page.index("gradio-app") < page.index('rel="stylesheet"')
    assert "og:image" not in page


def test_assets_are_kept_for_good_and_have_new_names_when_they_change(client: TestClient) -> None:
    reply = client.get(asset("chat.js"))
    assert reply.status_code == 200 and "immutable" in reply.headers["cache-control"]
    assert client.get("/site/chat.js").status_code == 404


@pytest.mark.parametrize(
    ("typed", "found"), [("育儿补", "育儿补贴"), ("托育", "托育"), ("公积金", "公积金")]
)
def test_questions_are_suggested_while_typing(client: TestClient, typed: str, found: str) -> None:
    questions = client.get("/chat/suggest", params={"q": typed}).json()["questions"]
    assert 1 <= len(questions) <= 6 and found in questions[0]


def test_nothing_like_what_is_typed_suggests_nothing(client: TestClient) -> None:
    assert client.get("/chat/suggest", params={"q": "qqzzxx"}).json()["questions"] == []


def test_related_passages_leave_out_what_was_cited(client: TestClient) -> None:
    near = client.get("/chat/related", params={"q": QUESTION}).text
    left = client.get(
        "/chat/related", params={"q": QUESTION, "cited": "jiangxi-2025-birth-support#m3"}
    )
    assert "一、(三)" in near and "一、(三)" not in left.text


def test_an_answer_is_saved_as_a_word_file(client: TestClient) -> None:
    from docx import Document

    reply = client.post("/chat/word", json={"text": "问：甲\n答：乙\x1b"})
    paragraphs = [p.text for p in Document(io.BytesIO(reply.content)).paragraphs]
    assert {"问：甲", "答：乙"} <= set(paragraphs)


def test_gradios_own_addresses_for_data_are_closed(client: TestClient) -> None:
    for path in (
        "/gradio_api/queue/join",
        "/gradio_api/upload",
        "/gradio_api/heartbeat/x",
        "/login",
    ):
        assert client.post(path, json={}).status_code in (404, 405)
