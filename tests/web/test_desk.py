"""Who may use the desk, and what it hands out."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.records.database import memory_engine
from assistant.records.log import Records
from assistant.server import build_app
from assistant.service.staff import Staff, hash_password, verify_password
from assistant.services import Services
from assistant.settings import Settings
from assistant.web.desk_review import alike
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
    assert verify_password(WORD, first.replace(".", "$")), "a hash of an earlier version"
    assert re.fullmatch(r"[\w.-]+", first), "needs no quotes in a shell or an env file"
    assert not verify_password(WORD, "scrypt.x") and not verify_password(WORD, "")


def test_sessions_expire_and_cannot_be_forged() -> None:
    users = SecretStr(f"li:{hash_password(WORD)}")
    records = Records(memory_engine())
    staff = Staff(
        Settings(staff_users=users, session_secret=SecretStr("a"), _env_file=None), records
    )
    token = staff.log_in("li", WORD) or ""
    assert staff.who(token) == "li"
    assert staff.who(token[:-2] + "xx") is None
    assert staff.who("") is None and staff.who("x.y") is None and staff.who("é.y") is None
    other = Staff(
        Settings(staff_users=users, session_secret=SecretStr("b"), _env_file=None), records
    )
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
        ("GET", "/desk/review/x/near"),
    ],
)
def test_nothing_without_a_session(staff_app: Any, method: str, path: str) -> None:
    client = TestClient(staff_app)
    assert client.request(method, path, json={"question": "x"}).status_code == 401
    for page in ("/desk", "/desk/review", "/desk/library"):
        assert client.get(page, follow_redirects=False).headers["location"] == "/desk/login"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(staff_app: Any) -> None:
    client = TestClient(staff_app)
    form = {"user": "li", "password": WORD}
    cookie = client.post("/desk/login", data=form, follow_redirects=False).headers["set-cookie"]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()


def test_logging_out_ends_the_session_everywhere(staff_app: Any, staff_client: TestClient) -> None:
    token = staff_client.cookies["desk"]
    replica = TestClient(staff_app, cookies={"desk": token})
    assert replica.get("/desk/search").status_code == 200
    staff_client.post("/desk/logout")
    assert replica.get("/desk/search").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_other_sites_can_neither_log_in_nor_write(
    staff_client: TestClient, headers: dict[str, str]
) -> None:
    form = {"user": "li", "password": WORD}
    assert staff_client.post("/desk/login", data=form, headers=headers).status_code == 403
    body = {"question": "x"}
    assert staff_client.post("/desk/ask", json=body, headers=headers).status_code == 403
    own = {"Origin": "http://testserver"}
    assert staff_client.post("/desk/login", data=form, headers=own).status_code == 200


def test_nothing_of_the_desk_is_kept_by_browsers(staff_client: TestClient) -> None:
    for path in ("/desk", "/desk/login", "/desk/search", "/desk/review", "/desk/library"):
        assert staff_client.get(path).headers["cache-control"] == "no-store"


def test_the_script_is_short_and_the_basis_stands_once(staff_client: TestClient) -> None:
    asked = {
        "question": "孩子2024年5月3日出生，一共能领多少育儿补贴？",
        "as_of": "2025-09-01",
    }
    answer = staff_client.post("/desk/ask", json=asked).json()
    assert "元" in answer["script"] and len(answer["script"]) < 300
    assert "依据" not in answer["script"] and "[" not in answer["script"]
    titles = [line.split("》")[0] for line in answer["basis"]]
    assert titles and len(set(titles)) == len(titles)


def test_like_questions_stand_together() -> None:
    questions = ["婚假有几天", "婚假有几天?", "结婚的婚假有几天", "公交卡怎么办"]
    groups = alike([{"question": question} for question in questions])
    assert [len(group.rows) for group in groups] == [3, 1]


def test_the_library_page_shows_dates_excerpts_and_standing(staff_client: TestClient) -> None:
    page = staff_client.get("/desk/library").text
    assert "2025-07-10" in page and "节录" in page and "待核实" in page


def test_wrong_passwords_are_refused_and_limited(staff_app: Any) -> None:
    client = TestClient(staff_app)
    wrong = {"user": "li", "password": "wrong"}
    statuses = [client.post("/desk/login", data=wrong).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_search_filters_and_gives_a_reply_with_its_citation_line(
    staff_client: TestClient, services: Services
) -> None:
    measures = {"document": "jiangxi-2025-birth-support"}
    everything = staff_client.get("/desk/search", params=measures).json()["results"]
    assert len(everything) == 14
    found = staff_client.get(
        "/desk/search", params=measures | {"q": "公积金贷款", "section": 3}
    ).json()
    first = found["results"][0]
    assert {result["section"] for result in found["results"]} == {3}
    assert first["anchor"] == "m11"
    assert first["citation"].startswith("《") and "(十一)" in first["citation"]
    text = services.library.get(first["document"]).text
    assert text[first["start"] : first["end"]] == first["quote"]
    assert first["quote"] in first["script"]
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
    near = staff_client.get(f"/desk/review/{asked['record_id']}/near").text
    assert "做成用例" in near
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
