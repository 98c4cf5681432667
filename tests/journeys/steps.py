"""Steps that several journeys take."""

import urllib.request

from playwright.sync_api import Page


def fetch(url: str) -> str:
    """What a developer's terminal gets."""
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own server
        text: str = answer.read().decode("utf-8-sig")
        return text


def approve(page: Page, title: str) -> None:
    """Open the case whose title says this, write an opinion, approve."""
    page.goto("/admin/review/")
    page.get_by_role("link", name=title).first.click()
    page.locator("textarea[name=opinion]").fill("内容属实，可以公开。")
    page.get_by_role("button", name="同意").click()
    page.wait_for_load_state()
