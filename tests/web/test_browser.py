"""The pages in a real browser: the residents' chat, the reader, the calculator, the desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from web_browser import DESKTOP, MISSING, PHONE, chromium, opened, start

from assistant.service.staff import hash_password
from assistant.settings import Settings

pytestmark = pytest.mark.skipif(chromium() is None, reason=MISSING)

SUBSIDY = "育儿补贴发到几岁"
HOUSING = "多子女家庭购房公积金贷款额度"
BORN = f"{date.today().year}-01-15"
"""A child of this year: all that there is to have is still to come."""
TOTAL = "10,800"
MARKED = "[...document.querySelectorAll('%s mark')].map(m => m.textContent).join('')"
PAGES = (
    "/",
    "/policies",
    "/policies/jiangxi-2025-birth-support",
    "/calculator",
    "/calculator?rule=checklist&birth_date=2024-05-03&go=1",
    "/guide/childcare_subsidy",
    "/guide/childcare_subsidy?birth_date=2025-05-03&babies=",
    "/guide/childcare_subsidy?birth_date=2025-05-03&babies=&hukou_in_jiangxi=true&lawful_birth=",
    "/desk/login",
    "/widget-example",
    "/privacy",
    "/accessibility",
    "/docs",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = start(playwright)
        yield running
        running.close()


def issues(page: Any) -> dict[str, list[str]]:
    """What axe-core finds on a page, of any level, by rule."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return {
        violation["id"]: [node["html"][:150] for node in violation["nodes"]]
        for violation in axe.run(page).response["violations"]
    }


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_local_accessible_and_fit_a_phone(
    browser: Any, server: str, path: str
) -> None:
    with opened(browser, server, path) as watched:
        page = watched.page
        if path == "/":
            watched.ask(SUBSIDY)
            page.click(".answer-body .cite >> nth=0")
            page.wait_for_selector("#source-panel mark")
            page.click("[data-verdict=down]")
        else:
            page.wait_for_load_state("networkidle")
        assert page.get_attribute("html", "lang") == "zh-CN"
        assert issues(page) == {}
        if page.locator("[data-preference=theme] >> visible=true").count():
            page.click("[data-preference=theme]")
            page.wait_for_timeout(300)
            assert issues(page) == {}
        page.set_viewport_size(PHONE)
        page.wait_for_timeout(100)
        assert path == "/docs" or watched.width() <= PHONE["width"]
        watched.assert_clean()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_citation_opens_the_quote_that_the_api_gives(
    browser: Any, server: str, size: dict[str, int]
) -> None:
    expected = httpx.post(f"{server}/api/ask", json={"question": SUBSIDY}, timeout=60).json()
    with opened(browser, server, "/", size) as watched:
        page = watched.page
        watched.ask(SUBSIDY)
        for citation in expected["citations"]:
            page.click(f".answer-body .cite >> text='{citation['marker']}'")
            page.wait_for_selector(f"#source-panel mark[data-start='{citation['start']}']")
            assert page.evaluate(MARKED % "#source-panel") == citation["quote"]
            assert page.locator("#source-panel mark").first.is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#source-panel").is_hidden()
        assert watched.width() <= size["width"]
        watched.assert_clean()


def test_the_reader_marks_what_a_citation_links_to(browser: Any, server: str) -> None:
    answer = httpx.post(f"{server}/api/ask", json={"question": SUBSIDY}, timeout=60).json()
    citation = answer["citations"][0]
    place = f"#c{citation['start']}-{citation['end']}"
    with opened(browser, server, f"/policies/{citation['document']}{place}") as watched:
        watched.page.wait_for_selector(".policy mark")
        assert watched.page.evaluate(MARKED % ".policy") == citation["quote"]
        assert watched.page.locator(".policy mark").first.is_visible()
        watched.assert_clean()


def test_refusal_shows_no_citation_and_names_the_hotline(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        watched.ask("北京的育儿补贴是多少")
        answer = watched.page.locator(".answer.status-not_covered")
        assert answer.locator(".cite").count() == 0
        assert "12345" in answer.inner_text()
        watched.assert_clean()


def test_a_missing_date_is_asked_for_and_picked(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask("育儿补贴一共能领多少钱")
        page.fill(".quick-reply input[type=date]", BORN)
        page.click(".quick-reply [data-reply-input]")
        page.wait_for_selector(".calc-figure", timeout=60_000)
        assert page.inner_text(".calc-figure strong") == TOTAL
        assert page.locator(".schedule tr").count() >= 3
        watched.assert_clean()


def test_what_is_typed_is_shown_as_typed(browser: Any, server: str) -> None:
    typed = "<img src=x onerror=alert(1)> *托育* `补助` # <b>吗</b>"
    with opened(browser, server, "/") as watched:
        watched.ask(typed)
        assert watched.page.inner_text(".question") == typed
        assert watched.page.locator(".question *").count() == 0
        watched.assert_clean()


def test_feedback_is_stored(browser: Any, server: str, app: Any) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask("小区里会建托育点吗")
        record = page.get_attribute(".answer[data-record]", "data-record")
        page.click("[data-verdict=down]")
        page.check(".feedback-form input[value='看不懂']")
        page.fill(".feedback-form textarea", "字太多")
        page.click(".feedback-form button")
        page.wait_for_selector(".tool-note:not(:empty)")
        watched.assert_clean()
    rows = {row["id"]: row for row in app.state.runtime.records.to_review()}
    assert rows[record]["feedback"] == [{"helpful": False, "reason": "看不懂", "comment": "字太多"}]


def test_a_new_conversation_starts_empty(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask(SUBSIDY)
        page.click("[data-new]")
        page.wait_for_selector(".example:visible")
        page.wait_for_selector(".question", state="detached")
        page.click(".example >> nth=0")
        page.wait_for_selector(".answer[data-record]", timeout=60_000)
        watched.assert_clean()


def test_display_settings_are_kept(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        small = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.example')).fontSize)"
        )
        for name in ("size", "contrast", "theme", "script"):
            page.click(f"[data-preference={name}]")
        page.wait_for_selector("text=政策原文 >> visible=true")
        page.wait_for_selector(".welcome h1:has-text('政策問答')")
        large = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.example')).fontSize)"
        )
        assert large > small
        page.goto(server + "/policies")
        page.wait_for_selector("h1:has-text('政策原文')")
        page.wait_for_selector("text=問答")
        root = page.locator("html")
        assert root.get_attribute("data-theme") == "dark"
        assert root.get_attribute("data-contrast") == "high"
        page.click("[data-preference=script]")
        page.wait_for_selector("text=问答")
        watched.assert_clean()


def test_the_chat_works_by_keyboard(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        page.focus("#ask-box textarea")
        page.keyboard.type(SUBSIDY)
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer[data-record]", timeout=60_000)
        page.focus(".answer-body .cite")
        page.keyboard.press("Enter")
        page.wait_for_selector("#source-panel mark")
        assert page.evaluate("document.activeElement.className") == "passage-label"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className") == "cite"


def test_the_calculator_computes_and_its_address_can_be_shared(browser: Any, server: str) -> None:
    with opened(browser, server, "/calculator?rule=childcare_subsidy") as watched:
        page = watched.page
        page.fill("#f-birth_date", BORN)
        page.click(".calc-form .primary")
        page.wait_for_selector(".calc-figure")
        assert page.inner_text(".calc-figure strong") == TOTAL
        address = page.url
        watched.assert_clean()
    assert f"birth_date={BORN}" in address
    with opened(browser, server, address.removeprefix(server)) as watched:
        assert watched.page.inner_text(".calc-figure strong") == TOTAL


def test_speed_on_a_warm_server(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        watched.ask(SUBSIDY)
        page = watched.page
        page.click("[data-new]")
        page.wait_for_selector(".example:visible")
        page.wait_for_selector(".question", state="detached")
        page.fill("#ask-box textarea", SUBSIDY)
        started = time.perf_counter()
        page.click("#ask-send")
        page.wait_for_selector(".answer-body")
        assert time.perf_counter() - started < 6, (
            "the first words took too long, even for a busy machine"
        )


@pytest.fixture
def desk(services: Any, tmp_path: Path) -> Iterator[str]:
    from pydantic import SecretStr
    from web_serving import served

    from assistant.server import build_app

    users = SecretStr(f"li:{hash_password('correct horse')}")
    settings = Settings(data_dir=tmp_path, staff_users=users, rate_limit="", _env_file=None)
    app = build_app(settings, lambda _: services)
    assert app.state.runtime.wait(60)
    with served(app) as address:
        yield address


def test_the_desk_from_log_in_to_export(browser: Any, desk: str) -> None:
    with opened(browser, desk, "/desk") as watched:
        page = watched.page
        page.fill("#user", "li")
        page.fill("#password", "correct horse")
        page.click("button.primary")
        page.wait_for_selector("#desk-results li >> nth=13")
        page.keyboard.type(HOUSING)
        page.wait_for_selector("#desk-results [aria-selected=true]:has-text('住房保障')")
        page.wait_for_selector("#desk-passage mark")
        reply = page.input_value("#desk-reply")
        assert "公积金贷款额度" in reply and "(十一)" in page.inner_text("#desk-basis")
        page.fill("#desk-query", "北京的育儿补贴是多少")
        page.keyboard.press("Enter")
        page.wait_for_selector("#desk-answer .status-not_covered", timeout=60_000)
        page.wait_for_timeout(300)
        assert page.is_visible("#desk-answer") and "没有" in page.input_value("#desk-reply")
        page.fill("#desk-query", HOUSING)
        page.keyboard.press("Enter")
        page.wait_for_selector("#desk-answer:has-text('公积金贷款额度')", timeout=60_000)
        page.fill("#f-birth_date", BORN)
        page.click(".desk-calc-form .primary")
        page.wait_for_selector(".desk-calc-result .calc-figure")
        page.keyboard.press("Alt+p")
        assert page.locator("#desk-pinned li").count() == 1
        assert issues(page) == {}
        page.keyboard.press("Alt+c")
        page.wait_for_selector("#desk-reply-card .tool-note:has-text('已复制')")
        page.keyboard.press("Alt+n")
        page.keyboard.type("来电人要回电")
        with page.expect_download() as download:
            page.keyboard.press("Alt+e")
        exported = Path(download.value.path()).read_text(encoding="utf-8")
        assert "公积金贷款" in exported and f"{TOTAL}元" in exported and "来电人要回电" in exported
        assert "(十一)" in exported
        with page.expect_download() as download:
            page.keyboard.press("Alt+w")
        assert Path(download.value.path()).read_bytes()[:2] == b"PK"
        page.keyboard.press("Escape")
        page.wait_for_selector("#desk-results li >> nth=13")
        page.keyboard.press("Alt+1")
        page.wait_for_selector("#desk-passage .passage-label:has-text('住房保障')")
        page.select_option("#filter-unit", "省教育厅")
        page.wait_for_selector("#desk-results li:has-text('基础教育')")
        watched.assert_clean()
