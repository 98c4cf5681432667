"""Sizes, contrasts, targets and focus of every drawn page, measured in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.themes.gallery import PAGES, markup

pytestmark = pytest.mark.journey
MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
HOST = "http://portal.test/"
SMALLEST_TEXT = 14
SMALLEST_ELDER_TEXT = 18
POINTER, FINGER = 24, 44


def _answer(route: Route) -> None:
    """A sample page, or one of the themes' own files; nothing from anywhere else."""
    path = route.request.url.removeprefix(HOST)
    static = settings.STATIC_URL.strip("/") + "/"
    if path in PAGES:
        route.fulfill(body=markup(path), content_type="text/html; charset=utf-8")
    elif path.startswith(static) and (file := finders.find(path.removeprefix(static))):
        route.fulfill(path=str(file))
    else:
        route.fulfill(status=404, body="")


@pytest.fixture
def window(browser: Browser, request: Any) -> Iterator[Page]:
    """A window of the asked width before the sample pages."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.route("**/*", _answer)
    yield context.new_page()
    context.close()


def _findings(window: Page, name: str, target: int) -> list[str]:
    window.goto(HOST + name)
    window.keyboard.press("Tab")  # from here on the browser shows where the focus is
    smallest = SMALLEST_ELDER_TEXT if name == "elder" else SMALLEST_TEXT
    found = window.evaluate(MEASURES, {"smallest": smallest, "target": target})
    return [f"{name}: {what} {much}: {where}" for what, much, where in found]


@pytest.mark.parametrize("window", [390], indirect=True)
def test_a_phone_shows_every_page_in_reach_of_eye_and_finger(window: Page) -> None:
    assert not [finding for name in PAGES for finding in _findings(window, name, FINGER)]


@pytest.mark.parametrize("window", [1280], indirect=True)
def test_a_desktop_shows_every_template_in_reach_of_eye_and_keyboard(window: Page) -> None:
    one_of_each = {template: name for name, (template, *_rest) in PAGES.items()}.values()
    assert not [finding for name in one_of_each for finding in _findings(window, name, POINTER)]


@pytest.mark.parametrize("window", [760], indirect=True)
def test_on_paper_nothing_is_white_on_white(window: Page) -> None:
    window.emulate_media(media="print")
    for name in ("article", "article_law", "expenses"):
        found = _findings(window, name, target=0)
        assert not [finding for finding in found if "faint text" in finding]
