"""The conversation in a real browser: kept, stopped, asked again, mended, put away, answered without a server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from web_browser import MISSING, chromium, opened, start

pytestmark = pytest.mark.skipif(chromium() is None, reason=MISSING)

FIRST = "育儿补贴发到几岁"
SECOND = "小区里会建托育点吗"
ASKED = "[...document.querySelectorAll('.question')].map(q => q.textContent)"
KEPT = "JSON.parse(localStorage.getItem('policy.conversations') || '{}')"
IDLE_S = 6


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = start(playwright)
        yield running
        running.close()


def held(page: Any) -> list[Any]:
    """Answers are held back; gives the requests that wait."""
    waiting: list[Any] = []
    page.route("**/chat/ask", lambda route: waiting.append(route))
    return waiting


def test_the_conversation_outlives_a_reload_and_is_cleared_by_one_button(
    browser: Any, server: str
) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask(FIRST)
        page.reload()
        page.wait_for_selector(".answer[data-record]")
        assert page.evaluate(ASKED) == [FIRST]
        watched.ask(SECOND)
        page.click("[data-history]")
        page.click("text=清除全部记录")
        page.wait_for_selector(".question", state="detached")
        assert page.evaluate("localStorage.getItem('policy.conversations')") is None
        watched.assert_clean()


def test_a_new_conversation_can_be_undone_and_the_old_one_found_again(
    browser: Any, server: str
) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask(FIRST)
        page.click("[data-new]")
        page.wait_for_selector(".question", state="detached")
        page.click("#chat-note button")
        page.wait_for_selector(".question")
        assert page.evaluate(ASKED) == [FIRST]
        page.click("[data-new]")
        page.wait_for_selector(".question", state="detached")
        watched.ask(SECOND)
        page.click("[data-history]")
        page.click(".history-item")
        page.wait_for_selector(f".question:has-text('{FIRST}')")
        assert page.evaluate(f"{KEPT}.past.length") == 1
        watched.assert_clean()


def test_there_is_a_sign_of_waiting_at_once_and_the_question_can_be_stopped(
    browser: Any, server: str
) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        held(page)
        page.fill("#ask-box textarea", FIRST)
        page.evaluate(
            """() => { new MutationObserver(() => { if (document.querySelector('.answer.waiting'))
            window.waited ||= performance.now() - window.sent }).observe(document.body, { childList: true, subtree: true });
            document.getElementById('ask-send').addEventListener('click', () => { window.sent = performance.now() }, true) }"""
        )
        page.click("#ask-send")
        page.wait_for_selector(".answer.waiting")
        assert page.evaluate("window.waited") < 1000, "even on a busy machine"
        page.click("#ask-stop")
        page.wait_for_selector(".answer:has-text('已停止')")
        page.unroute("**/chat/ask")
        page.click(".reply[data-again]")
        page.wait_for_selector(".answer[data-record]")
        assert page.evaluate(ASKED) == [FIRST]


def test_the_last_question_can_be_mended_and_asked_again(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask(FIRST)
        page.click("[data-edit]")
        assert page.input_value("#ask-box textarea") == FIRST
        page.wait_for_selector(".question", state="detached")
        watched.ask(SECOND)
        record = page.get_attribute(".answer[data-record]", "data-record")
        page.click(".question-tools [data-again]")
        page.wait_for_selector(f".answer[data-record]:not([data-record='{record}'])")
        assert page.evaluate(ASKED) == [SECOND]
        watched.assert_clean()


def test_without_a_server_there_is_a_word_in_chinese_and_the_answer_comes_later(
    browser: Any, server: str
) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        page.route("**/chat/ask", lambda route: route.abort())
        page.fill("#ask-box textarea", FIRST)
        page.click("#ask-send")
        page.wait_for_selector(".answer:has-text('正在重新连接')")
        page.wait_for_selector(".answer:has-text('连接不上服务')", timeout=15_000)
        assert page.locator(".toast-wrap:visible").count() == 0
        page.unroute("**/chat/ask")
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_selector(".answer[data-record]")
        assert page.evaluate(ASKED) == [FIRST]


def test_a_question_on_its_way_is_asked_again_after_a_reload(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        held(page)
        page.fill("#ask-box textarea", FIRST)
        page.click("#ask-send")
        page.wait_for_selector(".answer.waiting")
        page.unroute("**/chat/ask")
        page.reload()
        page.wait_for_selector(".answer[data-record]")


def test_suggestions_are_reached_by_keyboard(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        page.focus("#ask-box textarea")
        page.keyboard.type("育儿补贴")
        page.wait_for_selector("#suggested button")
        page.keyboard.press("ArrowDown")
        chosen = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer[data-record]")
        assert page.evaluate(ASKED) == [chosen]
        watched.assert_clean()


def test_without_scripts_the_page_asks_and_answers(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/")
    assert not page.locator(".site-tools").is_visible() and page.locator("h1").is_visible()
    page.fill("#plain-question", FIRST)
    page.click("#plain-ask button")
    assert "育儿补贴" in page.inner_text(".answer-body")
    page.fill("#plain-question", SECOND)
    page.click(".plain-ask .primary")
    assert "托育" in page.inner_text(".answer-body")
    context.close()


def test_nothing_jumps_and_nothing_runs_when_nothing_happens(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        page.add_init_script(
            """window.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())
            if (!one.hadRecentInput) window.shifted += one.value }).observe({ type: 'layout-shift', buffered: true })"""
        )
        watched.ask(FIRST)
        page.reload()
        page.wait_for_selector(".answer[data-record]")
        time.sleep(IDLE_S)
        assert page.evaluate("window.shifted") < 0.05
        frames = """() => new Promise((done) => { let count = 0; const native = requestAnimationFrame;
            window.requestAnimationFrame = (f) => { count += 1; return native(f) };
            setTimeout(() => done(count), 3000) })"""
        assert page.evaluate(frames) <= 6, "a loop of frames runs on"


def test_an_answer_is_saved_as_a_picture_and_a_word_file(browser: Any, server: str) -> None:
    with opened(browser, server, "/") as watched:
        page = watched.page
        watched.ask(SECOND)
        for button, name in (("[data-picture]", "政策问答.png"), ("[data-word]", "政策问答.docx")):
            with page.expect_download() as download:
                page.click(button)
            assert download.value.suggested_filename == name
        page.click(".related summary")
        page.wait_for_selector(".related li")
        watched.assert_clean()
