"""The chat in a frame of another page."""

from __future__ import annotations

import pytest
from web_browser import MISSING, chromium, opened, start


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
