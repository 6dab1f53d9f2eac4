"""A picture of every state of every page, on a desktop and on a phone, to be looked at.

They lie in build/pictures; `PICTURES=docs/images pytest tests/web/test_pictures.py -k readme` takes
those of the README again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from web_browser import DESKTOP, MISSING, PHONE, Watched, chromium, opened, start
from web_serving import served

from assistant.service.staff import hash_password
from assistant.settings import Settings

pytestmark = pytest.mark.skipif(chromium() is None, reason=MISSING)

FOLDER = Path(__file__).parent.parent.parent / "build" / "pictures"
CALCULATION = "孩子2025年5月3日出生，一共能领多少育儿补贴？"
SUBSIDY = "育儿补贴发到几岁？"
LARGEST = 300_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = start(playwright)
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(services: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a log-in of its own."""
    from assistant.server import build_app

    settings = Settings(
        data_dir=tmp_path_factory.mktemp("pictures"),
        staff_users=SecretStr(f"li:{hash_password('correct horse')}"),
        rate_limit="",
        _env_file=None,
    )
    app = build_app(settings, lambda _: services)
    assert app.state.runtime.wait(60)
    with served(app) as address:
        yield address


def asking(question: str) -> Callable[[Watched], None]:
    return lambda watched: watched.ask(question)


def citing(watched: Watched) -> None:
    watched.ask(CALCULATION)
    watched.page.click(".answer .cite >> nth=0")
    watched.page.wait_for_selector("#source-panel mark")


def away(watched: Watched) -> None:
    watched.page.route("**/chat/ask", lambda route: route.abort())
    watched.page.fill("#ask-box textarea", SUBSIDY)
    watched.page.click("#ask-send")
    watched.page.wait_for_selector(".answer:has-text('连接不上服务')", timeout=15_000)


def typing(watched: Watched) -> None:
    watched.page.type("#ask-box textarea", "育儿补")
    watched.page.wait_for_selector("#suggested button")


def history(watched: Watched) -> None:
    watched.ask(SUBSIDY)
    watched.page.click("[data-new]")
    watched.page.click("[data-history]")


def entering(path: str) -> Callable[[Watched], None]:
    def enter(watched: Watched) -> None:
        page = watched.page
        page.fill("#user", "li")
        page.fill("#password", "correct horse")
        page.click("button.primary")
        page.wait_for_selector("#desk-results li")
        if path == "/desk":
            page.fill("#desk-query", CALCULATION)
            page.keyboard.press("Enter")
            page.wait_for_selector("#desk-answer .answer[data-record]", timeout=60_000)
        else:
            page.goto(watched.address + path)

    return enter


GUIDE = "/guide/childcare_subsidy"
STATES: dict[str, tuple[str, Callable[[Watched], None] | None]] = {
    "home": ("/", None),
    "typing": ("/", typing),
    "answer": ("/", citing),
    "question-back": ("/", asking("育儿补贴一共能领多少钱？")),
    "refusal": ("/", asking("北京的育儿补贴是多少？")),
    "small-talk": ("/", asking("谢谢")),
    "away": ("/", away),
    "history": ("/", history),
    "guide": (GUIDE, None),
    "guide-result": (
        f"{GUIDE}?birth_date=2025-05-03&babies=&hukou_in_jiangxi=true&lawful_birth=",
        None,
    ),
    "calculator": ("/calculator?rule=childcare_subsidy&birth_date=2025-05-03&go=1", None),
    "policies": ("/policies", None),
    "reader": ("/policies/jiangxi-2025-birth-support", None),
    "privacy": ("/privacy", None),
    "accessibility": ("/accessibility", None),
    "login": ("/desk/login", None),
    "desk": ("/desk", entering("/desk")),
    "review": ("/desk", entering("/desk/review")),
    "library": ("/desk", entering("/desk/library")),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_a_desktop_and_a_phone(browser: Any, site: str, state: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path, act = STATES[state]
    with opened(browser, site, path) as watched:
        if act:
            act(watched)
        for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
            watched.page.set_viewport_size(size)
            watched.page.wait_for_timeout(150)
            watched.page.screenshot(path=FOLDER / f"{state}-{name}.png")
            assert watched.width() <= size["width"]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("zoom", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),
        ("forced-colours", {"viewport": DESKTOP, "forced_colors": "active"}),
        ("dark", {"viewport": DESKTOP, "color_scheme": "dark"}),
    ],
)
def test_an_answer_fits_at_twice_the_size_and_in_other_colours(
    browser: Any, site: str, name: str, settings: dict[str, Any]
) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(locale="zh-CN", **settings)
    watched = Watched(context.new_page(), site)
    watched.page.goto(site + "/")
    watched.page.wait_for_selector("#ask-box textarea")
    citing(watched)
    watched.page.screenshot(path=FOLDER / f"answer-{name}.png")
    assert watched.width() <= settings["viewport"]["width"]
    context.close()


README: dict[str, tuple[str, Callable[[Watched], None] | None]] = {
    "chat": ("/", citing),
    "home": ("/", None),
    "guide": STATES["guide-result"],
    "desk": ("/desk", entering("/desk")),
}


@pytest.mark.parametrize("name", README)
def test_the_pictures_of_the_readme(browser: Any, site: str, name: str, tmp_path: Path) -> None:
    picture = Path(os.environ.get("PICTURES", tmp_path)) / f"{name}.png"
    path, act = README[name]
    with opened(browser, site, path, {"width": 1280, "height": 900}) as watched:
        if act:
            act(watched)
        watched.page.evaluate("scrollTo(0, 0)")
        watched.page.wait_for_timeout(600)
        watched.page.screenshot(path=picture)
        watched.assert_clean()
    assert 30_000 < picture.stat().st_size < LARGEST
