"""A real browser for the tests: Debian's Chromium, with every outside host blocked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
MISSING = "Chromium is not installed (apt-get install chromium fonts-noto-cjk)"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def chromium() -> str | None:
    """The browser's path; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Any
    address: str
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """No request left this host, none failed, nothing was written to the console as an error."""
        assert (self.outside, self.failed, self.errors) == ([], [], [])

    def ask(self, question: str) -> None:
        """Ask in the chat and wait for the whole answer."""
        answers = self.page.locator(".answer[data-record]")
        before = answers.count()
        self.page.fill("#ask-box textarea", question)
        self.page.click("#ask-send")
        answers.nth(before).wait_for(timeout=60_000)

    def width(self) -> int:
        """How wide the page is, in pixels; more than the window where it must be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@contextmanager
def opened(
    browser: Any, address: str, path: str, size: dict[str, int] = DESKTOP
) -> Iterator[Watched]:
    """A page of the app in a context of its own."""
    context = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    watched = Watched(page, address)
    context.route(
        lambda url: not url.startswith((address, "data:", "blob:")),
        lambda route: (watched.outside.append(route.request.url), route.abort()),
    )
    page.on("console", lambda m: watched.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda problem: watched.errors.append(str(problem)))
    page.on("requestfailed", lambda request: _note_failure(watched, request))
    page.on(
        "response",
        lambda reply: watched.failed.append(reply.url) if reply.status >= 400 else None,
    )
    page.goto(address + path)
    if path == "/":
        page.wait_for_selector("#ask-box textarea")
    yield watched
    context.close()


def start(playwright: Any) -> Any:
    """The browser."""
    return playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)


def _note_failure(watched: Watched, request: Any) -> None:
    """Gradio closes its event stream itself when an answer is complete; that is no failure."""
    if "/gradio_api/" in request.url and request.failure == "net::ERR_ABORTED":
        return
    watched.failed.append(f"{request.url} {request.failure}")
