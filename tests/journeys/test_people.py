"""A unit takes in a new colleague: account, role, first password, first text."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cms.pages.models import Channel
from sitegroup.models import Role
from tests import factories
from tests.journeys.conftest import County
from tests.journeys.steps import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OWN_PASSWORD = "Dongri-Quxiao-26"
TITLE = "关于做好冬季用水保障的通知"


def add_colleague(page: Page) -> str:
    """The administrator opens the account with its role; the password that is shown."""
    page.get_by_role("link", name="人员和岗位").click()
    page.get_by_role("link", name="新开账号").click()
    page.get_by_label("用户名").fill("jyj-new")
    page.get_by_label("姓名").fill("新同事")
    page.get_by_label("起草人").check()
    page.get_by_role("button", name="开账号").click()
    expect(page.get_by_role("heading", name="账号已开好")).to_be_visible()
    return page.locator(".people-password").inner_text()


def first_sign_in(page: Page, password: str) -> None:
    """Nothing opens before there is a password of one's own."""
    page.goto("/admin/")
    page.fill("input[name=username]", "jyj-new")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/people/password/")
    page.goto("/admin/review/")
    expect(page.get_by_role("heading", name="设置新密码")).to_be_visible()
    page.get_by_label("新密码").fill(OWN_PASSWORD)
    page.get_by_label("再填一次").fill(OWN_PASSWORD)
    page.get_by_role("button", name="启用新密码").click()
    page.wait_for_url("**/admin/")


def write(page: Page, channel: int) -> None:
    """A draft, as far as 暂存."""
    page.goto(f"/admin/pages/add/pages/article/{channel}/")
    page.locator("[name=title]").fill(TITLE)
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    text.press_sequentially("请各校检查水管。", delay=5)
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile("检查水管"))
    page.get_by_role("button", name="暂存").click()
    page.goto("/admin/our-content/?state=draft")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def test_a_colleague_is_taken_in_and_writes(county: County, sign_in: Any, browser: Browser) -> None:
    other = factories.unit("czj", name="云溪县财政局")
    admin = sign_in(factories.user("jyj-admin", county.bureau, Role.SITE_ADMINISTRATOR))
    password = add_colleague(admin)
    context = browser.new_context(locale="zh-CN", base_url=county.url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    first_sign_in(page, password)
    write(page, Channel.objects.get(site=county.bureau, slug="gzdt").pk)
    for place in (f"/admin/our-content/?site={other.pk}", f"/admin/people/{county.editor.pk}/"):
        answer = page.goto(place)
        assert answer is not None
        assert answer.status == 404
    admin.goto("/admin/people/")
    expect(admin.get_by_role("link", name="新同事")).to_be_visible()
    assert violations(admin) == []
    context.close()
