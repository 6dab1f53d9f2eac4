"""Who may use the desk, and what it hands out."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.server import build_app
from assistant.service.staff import Staff, hash_password, verify_password
from assistant.services import Services
from assistant.settings import Settings
from evals.cases import load_cases

WORD = "correct horse"


@pytest.fixture
def staff_app(services: Services, tmp_path: Path) -> Any:
    users = SecretStr(f"li:{hash_password(WORD)}, wang:broken")
    app = build_app(
        Settings(data_dir=tmp_path, staff_users=users, _env_file=None), lambda _: services
    )
    assert app.state.runtime.wait(60)
    return app


@pytest.fixture
def staff_client(staff_app: Any) -> TestClient:
    client = TestClient(staff_app)
    reply = client.post("/desk/login", data={"user": "li", "password": WORD})
    assert reply.url.path == "/desk"
    return client


def test_passwords_are_salted_and_checked() -> None:
    first, second = hash_password(WORD), hash_password(WORD)
    assert first != second and WORD not in first
    assert verify_password(WORD, first) and not verify_password("other", first)
    assert not verify_password(WORD, "scrypt$x") and not verify_password(WORD, "")


def test_sessions_expire_and_cannot_be_forged() -> None:
    users = SecretStr(f"li:{hash_password(WORD)}")
    staff = Staff(Settings(staff_users=users, session_secret=SecretStr("a"), _env_file=None))
    token = staff.log_in("li", WORD) or ""
    assert staff.who(token) == "li"
    assert staff.who(token[:-2] + "xx") is None
    assert staff.who("") is None and staff.who("x.y") is None and staff.who("é.y") is None
    other = Staff(Settings(staff_users=users, session_secret=SecretStr("b"), _env_file=None))
    assert other.who(token) is None
    staff.seconds = -1
    assert staff.who(staff.log_in("li", WORD) or "") is None
    assert staff.log_in("li", "wrong") is None and staff.log_in("nobody", WORD) is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/desk/search?q=x"),
        ("POST", "/desk/ask"),
        ("POST", "/desk/export"),
        ("GET", "/desk/calculator"),
        ("GET", "/desk/review/x/case"),
    ],
)
def test_nothing_without_a_session(staff_app: Any, method: str, path: str) -> None:
    client = TestClient(staff_app)
    assert client.request(method, path, json={"question": "x"}).status_code == 401
    for page in ("/desk", "/desk/review"):
        assert client.get(page, follow_redirects=False).headers["location"] == "/desk/login"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(staff_app: Any) -> None:
    client = TestClient(staff_app)
    form = {"user": "li", "password": WORD}
    cookie = client.post("/desk/login", data=form, follow_redirects=False).headers["set-cookie"]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()


def test_wrong_passwords_are_refused_and_limited(staff_app: Any) -> None:
    client = TestClient(staff_app)
    wrong = {"user": "li", "password": "wrong"}
    statuses = [client.post("/desk/login", data=wrong).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_search_filters_and_gives_a_reply_with_its_citation_line(
    staff_client: TestClient, services: Services
) -> None:
    everything = staff_client.get("/desk/search").json()["results"]
    assert len(everything) == 14
    found = staff_client.get("/desk/search", params={"q": "公积金贷款", "section": 3}).json()
    first = found["results"][0]
    assert {result["section"] for result in found["results"]} == {3}
    assert first["anchor"] == "m11"
    assert first["citation"].endswith("第三部分第(十一)条")
    text = services.library.get(first["document"]).text
    assert text[first["start"] : first["end"]] == first["quote"]
    assert first["quote"] in first["reply"]
    by_unit = staff_client.get("/desk/search", params={"unit": "省药监局"}).json()["results"]
    assert [result["anchor"] for result in by_unit] == ["m6"]


def test_search_is_fast_enough_to_follow_a_caller(staff_client: TestClient) -> None:
    staff_client.get("/desk/search", params={"q": "托育"})
    started = time.perf_counter()
    for query in ("公积金", "托育补助", "产假"):
        staff_client.get("/desk/search", params={"q": query})
    assert (time.perf_counter() - started) / 3 < 3, "too slow, even for a busy machine"


def test_a_case_is_exported_as_text_and_word(staff_client: TestClient) -> None:
    from docx import Document

    case = {
        "question": "\x00问题\x1b甲",
        "reply": "答复乙",
        "citations": ["依据丙"],
        "notes": "备注丁",
    }
    text = staff_client.post("/desk/export", json=case | {"format": "txt"})
    assert all(part in text.text for part in ("问题甲", "答复乙", "依据丙", "备注丁"))
    word = staff_client.post("/desk/export", json=case | {"format": "docx"})
    paragraphs = [p.text for p in Document(io.BytesIO(word.content)).paragraphs]
    assert {"问题甲", "答复乙", "依据丙", "备注丁"} <= set(paragraphs)
    assert staff_client.post("/desk/export", json=case | {"format": "exe"}).status_code == 422


def test_unanswered_questions_become_eval_cases(staff_client: TestClient, tmp_path: Path) -> None:
    asked = staff_client.post("/desk/ask", json={"question": "北京的育儿补贴是多少"}).json()
    assert "北京的育儿补贴是多少" in staff_client.get("/desk/review").text
    address = f"/desk/review/{asked['record_id']}/case"
    for measures, kind, status in (
        ("3, 11", "multi", "answered"),
        ("3", "single", "answered"),
        ("", "uncovered", "not_covered"),
    ):
        file = staff_client.get(address, params={"measures": measures})
        folder = tmp_path / kind
        folder.mkdir()
        name = file.headers["content-disposition"].split('"')[1]
        (folder / name).write_text(file.text, encoding="utf-8")
        (case,) = load_cases(folder).cases
        assert (case.question, case.file) == ("北京的育儿补贴是多少", kind)
        assert (case.status, len(case.measures or ())) == ((status,), len(measures.split()))
    assert staff_client.get("/desk/review/none/case").status_code == 404
