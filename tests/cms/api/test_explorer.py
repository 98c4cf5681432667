"""The explorer in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.factories import portal
from tests.journeys.steps import violations


@pytest.mark.journey
def test_an_address_is_tried_without_any_other_host(
    browser: Browser, live_server: Any, settings: Any
) -> None:
    settings.SITE_BASE_URL = live_server.url
    portal(host="localhost")
    page = browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.click("text=一个栏目（一个站点）")
    page.click("text=站点列表 >> nth=0")
    page.click("#operations-站点-sites >> text=试一试")
    page.wait_for_selector("text=云溪县人民政府 >> nth=2")
    assert {url for url in asked if not url.startswith((live_server.url, "data:"))} == set()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
