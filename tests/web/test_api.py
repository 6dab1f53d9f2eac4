"""The HTTP API of the contract."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Answer, Status
from assistant.language.personal_data import mask
from assistant.records.log import open_records
from assistant.server import build_app
from assistant.service.progress import Sentences, follow
from assistant.service.request import Request as Question
from assistant.services import Services
from assistant.settings import Settings
from assistant.verification.making import quote

SUBSIDY = "育儿补贴发到几岁"
UNCOVERED = "北京的育儿补贴是多少"


def read_events(body: str) -> list[tuple[str, Any]]:
    events = []
    for block in body.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_ask_gives_the_contracts_object_with_quotes_at_their_offsets(
    client: TestClient, services: Services
) -> None:
    reply = client.post("/api/ask", json={"question": SUBSIDY, "id": 7, "as_of": "2025-09-01"})
    answer = reply.json()
    assert reply.status_code == 200
    assert (answer["id"], answer["status"]) == ("7", "answered")
    assert answer["citations"]
    for citation in answer["citations"]:
        text = services.library.get(citation["document"]).text
        parts = citation["parts"] or [[citation["start"], citation["end"]]]
        assert "……".join(text[start:end] for start, end in parts) == citation["quote"]
        assert f"[{citation['marker']}]" in answer["answer"]


def test_uncovered_questions_are_refused_without_citations(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": UNCOVERED}).json()
    assert answer["status"] == "not_covered"
    assert answer["citations"] == []
    assert "12345" in answer["answer"]


def test_stream_ends_with_the_same_answer_as_ask(client: TestClient) -> None:
    reply = client.post("/api/ask/stream", json={"question": SUBSIDY})
    events = read_events(reply.text)
    names = [name for name, _ in events]
    answer = events[-1][1]
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert names[0] == "step" and names[-1] == "answer" and names.count("answer") == 1
    assert "".join(data["text"] for name, data in events if name == "token") == answer["answer"]
    assert answer["answer"] == client.post("/api/ask", json={"question": SUBSIDY}).json()["answer"]
    steps = [data["step"] for name, data in events if name == "step"]
    assert steps[0] == "started" and steps.index("retriever") < steps.index("verification")


def test_verified_sentences_are_told_before_the_answer_is_whole(
    app: Any, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model's sentence is sent while the pipeline runs; one that does not stay is taken back."""
    document = services.library.get(services.library.ids[0])
    measure = document.measures[2]
    said = quote(document, measure, measure.sentences[1])
    told = threading.Event()

    def answering(_: Services, question: Question, tell: Any, step: Any) -> Answer:
        step("chat_model")
        tell(said)
        assert told.wait(10), "the sentence was not sent before the answer"
        text = f"{said.text}[1]" if question.id == "stays" else "另一个答案"
        return Answer(
            question=question.question,
            standalone_question=question.question,
            status=Status.ANSWERED,
            answer=text + "\n还有一句。",
        )

    monkeypatch.setattr("assistant.service.runtime.answer_request", answering)

    async def events(identity: str) -> list[Any]:
        told.clear()
        heard = []
        async for event in follow(app.state.runtime, Question(question="x", id=identity), "api"):
            heard.append(event)
            if isinstance(event, Sentences):
                told.set()
        return heard

    step, sentence, whole = asyncio.run(events("stays"))
    assert (step.name, sentence.text) == ("chat_model", f"{said.text}[1]")
    assert (whole.rest, whole.anew) == ("\n还有一句。", False)
    *_, whole = asyncio.run(events("replaced"))
    assert (whole.rest, whole.anew) == ("另一个答案\n还有一句。", True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"question": "\\ud800"}',
        b'{"question": "a", "history": [{"question": "\xed\xa0\x80"}]}',
        b"[" * 100_000,
        b'{"question": 3}',
        b'{"history": []}',
        b'{"question": "a", "history": "x"}',
        b'{"question": "a", "as_of": "2025-13-01"}',
        b'{"question": ""}',
        '{"question": "\u200b  "}'.encode(),
        '{"question": "?!…"}'.encode(),
        json.dumps({"question": "补贴" * 5000}).encode(),
    ],
)
def test_bad_questions_get_422_with_a_chinese_message(client: TestClient, body: bytes) -> None:
    reply = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert any("\u4e00" <= char <= "\u9fff" for char in reply.json()["message"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/search?q=", None, 422),
        ("GET", "/api/search?q=a&limit=0", None, 422),
        ("GET", "/api/documents/none", None, 404),
        ("POST", "/api/calculate", {"rule": "none"}, 422),
        ("POST", "/api/calculate", {"rule": "childcare_subsidy", "inputs": []}, 422),
        ("POST", "/api/calculate", {"rule": "childcare_subsidy", "inputs": {"a": 1}}, 422),
        ("POST", "/api/checklist", {"inputs": {"birth_date": "2025-02-30"}}, 422),
        ("POST", "/api/feedback", {"record_id": "none", "helpful": True}, 404),
        ("POST", "/api/feedback", {"record_id": "none"}, 422),
        ("POST", "/api/traditional", {"texts": "x"}, 422),
        ("GET", "/api/none", None, 404),
        ("GET", "/gradio_api/file=/etc/passwd", None, 404),
    ],
)
def test_other_bad_input_gets_a_chinese_message(
    client: TestClient, method: str, path: str, body: Any, status: int
) -> None:
    reply = client.request(method, path, json=body)
    assert reply.status_code == status
    assert any("\u4e00" <= char <= "\u9fff" for char in reply.json()["message"])


def test_too_large_a_body_is_refused(client: TestClient) -> None:
    assert client.post("/api/ask", content=b"x" * 300_000).status_code == 413


def test_search_ranks_measures_with_verbatim_sentences(
    client: TestClient, services: Services
) -> None:
    results = client.get("/api/search", params={"q": "托育机构补助", "limit": 3}).json()["results"]
    assert results[0]["measure"] == 8
    assert len(results) <= 3
    for result in results:
        text = services.library.get(result["document"]).text
        for sentence in result["sentences"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["quote"]


def test_documents_are_described_with_their_offsets(client: TestClient) -> None:
    documents = client.get("/api/documents").json()["documents"]
    (summary,) = (d for d in documents if d["id"] == "jiangxi-2025-birth-support")
    assert (summary["sections"], summary["measures"]) == (4, 14)
    document = client.get(f"/api/documents/{summary['id']}").json()
    for measure in document["measures"]:
        for sentence in measure["sentences"]:
            assert document["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_rules_calculate_and_checklist(client: TestClient) -> None:
    rules = client.get("/api/rules").json()["rules"]
    assert {"childcare_subsidy", "maternity_leave"} <= {rule["name"] for rule in rules}
    body = {
        "rule": "childcare_subsidy",
        "inputs": {"birth_date": "2024-05"},
        "as_of": "2025-09-01",
    }
    found = client.post("/api/calculate", json=body).json()
    as_on_the_command_line = {**body, "input": body["inputs"]}
    del as_on_the_command_line["inputs"]
    assert client.post("/api/calculate", json=as_on_the_command_line).json() == found
    assert (found["outcome"], found["result"]["total"]) == ("eligible", 8700)
    asked = client.post("/api/calculate", json={"rule": "childcare_subsidy"}).json()
    assert asked["outcome"] == "needs_information"
    checked = client.post("/api/checklist", json={"inputs": {"birth_date": "2024-05"}}).json()
    statuses = {item["id"]: item["status"] for item in checked["items"]}
    assert statuses["childcare_subsidy"] == "eligible"


def test_feedback_is_stored_with_its_question(client: TestClient, app: Any) -> None:
    asked = client.post(
        "/api/ask", json={"question": f"{SUBSIDY}(身份证360102199001011234)"}
    ).json()
    verdict = {"record_id": asked["record_id"], "helpful": False, "reason": "看不懂"}
    assert client.post("/api/feedback", json=verdict).status_code == 200
    rows = {row["id"]: row for row in app.state.runtime.records.to_review()}
    row = rows[asked["record_id"]]
    assert "199001011234" not in row["question"]
    assert row["feedback"] == [{"helpful": False, "reason": "看不懂", "comment": ""}]


def test_traditional_characters_are_for_display(client: TestClient) -> None:
    reply = client.post("/api/traditional", json={"texts": ["办理", "核对原文"]})
    assert reply.json()["texts"] == ["辦理", "核對原文"]


def test_health_metrics_and_headers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == client.head("/readyz").status_code == 200
    client.post("/api/ask", json={"question": SUBSIDY})
    metrics = client.get("/metrics").text
    assert 'policy_answers_total{composer="extractive",status="answered"}' in metrics
    assert "policy_ready 1.0" in metrics
    reply = client.get("/healthz")
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_openapi_page_is_local(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http" not in page.replace('http-equiv="', "")
    assert client.get("/docs-assets/swagger-ui-bundle.js").status_code == 200
    assert "/api/ask" in client.get("/openapi.json").json()["paths"]


def test_too_many_questions_get_429(services: Services, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, rate_limit="2/minute", _env_file=None)
    app = build_app(settings, lambda _: services)
    assert app.state.runtime.wait(60)
    client = TestClient(app)
    replies = [client.post("/api/ask", json={"question": SUBSIDY}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 1 <= int(replies[2].headers["retry-after"]) <= 60
    assert client.get("/api/search", params={"q": "托育"}).status_code == 200


def test_overload_gets_429_on_every_way_to_ask(services: Services, tmp_path: Path) -> None:
    app = build_app(Settings(data_dir=tmp_path, rate_limit="", _env_file=None), lambda _: services)
    runtime = app.state.runtime
    assert runtime.wait(60)
    runtime._waiting = 1_000
    client = TestClient(app)
    chat = {"messages": [{"role": "user", "content": SUBSIDY}]}
    for path, body in (
        ("/api/ask", {"question": SUBSIDY}),
        ("/api/ask/stream", {"question": SUBSIDY}),
        ("/v1/chat/completions", chat),
    ):
        reply = client.post(path, json=body)
        assert reply.status_code == 429, path
        assert int(reply.headers["retry-after"]) > 0 and "稍后" in reply.json()["message"]
    runtime._waiting = 0
    assert client.post("/api/ask", json={"question": SUBSIDY}).status_code == 200


def test_old_records_go_while_the_app_runs(services: Services, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, retention_days=30, _env_file=None)
    app = build_app(settings, lambda _: services)
    purged = threading.Event()
    seen: list[datetime] = []

    def purge(before: datetime) -> int:
        seen.append(before)
        purged.set()
        return 0

    app.state.runtime.records.purge = purge
    with TestClient(app):
        assert purged.wait(10)
    assert timedelta(days=29) < datetime.now(UTC) - seen[0] < timedelta(days=31)


def test_while_loading_the_process_is_up_but_not_ready(services: Services, tmp_path: Path) -> None:
    def slowly(_: Settings) -> Services:
        time.sleep(1.5)
        return services

    app = build_app(Settings(data_dir=tmp_path, _env_file=None), slowly)
    client = TestClient(app)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    early = client.post("/api/ask", json={"question": SUBSIDY})
    assert early.status_code == 503
    assert "retry-after" in early.headers
    assert app.state.runtime.wait(60)
    assert client.get("/readyz").status_code == 200


def test_a_failed_load_is_told(tmp_path: Path) -> None:
    def fail(_: Settings) -> Services:
        raise RuntimeError("broken")

    app = build_app(Settings(data_dir=tmp_path, _env_file=None), fail)
    assert app.state.runtime.wait(60)
    reply = TestClient(app).get("/readyz")
    assert reply.status_code == 503
    assert "加载失败" in reply.json()["message"]


def test_a_slow_answer_ends_in_504(services: Services, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, request_timeout_s=0.2, _env_file=None)
    app = build_app(settings, lambda _: services)
    assert app.state.runtime.wait(60)

    async def never(*_: Any) -> Any:
        return await app.state.runtime.run(lambda: time.sleep(1))

    app.state.runtime.answer = never
    reply = TestClient(app).post("/api/ask", json={"question": SUBSIDY})
    assert reply.status_code == 504
    assert "超时" in reply.json()["message"]


def test_records_mask_long_numbers_and_keep_the_rest(tmp_path: Path) -> None:
    assert mask("电话13812345678,2024年5月3日") == "电话【电话】,2024年5月3日"
    records = open_records("", tmp_path)
    assert not records.add_feedback("none", helpful=True)
    assert records.to_review() == []
    records.close()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/ask", "POST"),
        ("DELETE", "/api/documents", "GET"),
        ("GET", "/v1/chat/completions", "POST"),
        ("PATCH", "/api/documents/any", "GET"),
    ],
)
def test_an_address_asked_in_the_wrong_way_is_405(
    method: str, path: str, allowed: str, client: TestClient
) -> None:
    reply = client.request(method, path)
    assert reply.status_code == 405 and allowed in reply.headers["Allow"]
    assert reply.json()["message"] == "这个地址不支持这种请求方法。"


@pytest.mark.parametrize(
    "state", [None, {}, {"subject": "x"}, "forged", [1], 7, {"much": "x" * 9000}, {"a": {"b": []}}]
)
def test_any_state_is_taken_and_none_of_it_said(state: Any, client: TestClient) -> None:
    turn = {"question": SUBSIDY, "answer": "", "state": state}
    reply = client.post("/api/ask", json={"question": "由谁发放?", "history": [turn]})
    assert reply.status_code == 200
    assert "forged" not in reply.text and "xxxx" not in reply.text


def test_a_burst_of_fifty_is_served(client: TestClient, app: Any) -> None:
    assert app.state.runtime.room >= 64
