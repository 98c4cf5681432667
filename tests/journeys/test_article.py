"""From a department editor's keyboard to everywhere that readers look."""

import json
import re

import pytest
from ckanapi import RemoteCKAN
from playwright.sync_api import Page, expect

from sitegroup.changes.worker import drain_all
from tests.journeys.conftest import County
from tests.journeys.steps import approve, fetch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TITLE = "关于2026年冬季学校取暖安全检查的通知"


def write_and_submit(page: Page, county: County) -> None:
    page.goto("/admin/")
    page.goto(f"/admin/pages/{county.bureau.home_page_id}/")
    page.get_by_role("link", name="工作动态").first.click()
    page.wait_for_load_state()
    channel = page.url.rstrip("/").rsplit("/", 2)[-2 if page.url.endswith("edit/") else -1]
    page.goto(f"/admin/pages/add/pages/article/{channel}/")
    page.locator("[name=title]").fill(TITLE)
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    text.press_sequentially("各中小学校：请在十一月三十日前完成取暖设备检查。", delay=5)
    # the editor hands its text to the form a moment after the last key
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile("取暖设备检查"))
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("已送审。下一步").first).to_be_visible(timeout=30_000)


def test_article_is_reviewed_by_three_and_found_everywhere(county, sign_in, reader) -> None:
    write_and_submit(sign_in(county.editor), county)
    drain_all()
    column = f"{county.bureau.base_url}/gzdt/"
    assert TITLE not in fetch(column)
    for decider in county.deciders:
        assert TITLE not in fetch(column)
        approve(sign_in(decider), TITLE)
    drain_all()

    reader.goto(column)
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.locator("article")).to_contain_text("取暖设备检查")
    reader.goto("/search/?q=取暖")
    expect(reader.locator("main")).to_contain_text(TITLE)
    listed = json.loads(fetch(f"{county.url}/api/v1/sites/jyj/articles/"))
    assert [item["title"] for item in listed["results"]] == [TITLE]
    assert TITLE in fetch(f"{county.url}/data/xinxi/download.csv")
    with RemoteCKAN(county.url) as catalogue:
        assert "xinxi" in catalogue.action.package_list()
        resource = catalogue.action.package_show(id="xinxi")["resources"][0]
        rows = catalogue.action.datastore_search(resource_id=resource["id"])["records"]
    assert [row["标题"] for row in rows] == [TITLE]


def test_author_cannot_approve_their_own(county, sign_in) -> None:
    county.editor.memberships.create(site=county.bureau, role="department_reviewer")
    page = sign_in(county.editor)
    write_and_submit(page, county)
    page.goto("/admin/review/submitted/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text("这条内容是您起草的").first).to_be_visible()
    expect(page.get_by_role("button", name="同意")).to_have_count(0)
