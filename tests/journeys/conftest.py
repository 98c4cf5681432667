"""A real browser in front of a small county on a real server."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.index import get_engine
from sitegroup.delivery import epoch
from sitegroup.models import Role, Site
from tests import factories


@dataclass
class County:
    """The portal at localhost, an education bureau in path mode, and its people."""

    url: str
    portal: Site
    bureau: Site
    editor: Any
    deciders: list[Any]


@pytest.fixture
def county(live_server: Any, settings: Any, tmp_path: Path) -> County:
    """A county that answers at the live server's address."""
    settings.SITE_BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.SEARCH_DIR = tmp_path / "search"
    settings.DATASETS_DIR = tmp_path / "datasets"
    settings.EPOCH_FILE = tmp_path / "epoch"
    epoch.bump()
    get_engine().clear()
    portal = factories.portal(host="localhost")
    bureau = factories.unit("jyj", name="云溪县教育局")
    bureau.organisation.short_name = "县教育局"
    bureau.organisation.save()
    editor = factories.user("editor", bureau, Role.EDITOR, first_name="易晓明")
    deciders = factories.reviewers(bureau, portal)
    return County(live_server.url, portal, bureau, editor, deciders)


@pytest.fixture
def sign_in(browser: Browser, county: County) -> Iterator[Any]:
    """Open the admin as somebody, each in a window of their own."""
    contexts = []

    def enter(user: Any) -> Page:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", base_url=county.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("/admin/")
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", user.username)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def reader(browser: Browser, county: County) -> Iterator[Page]:
    """A citizen's phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=county.url
    )
    yield context.new_page()
    context.close()
