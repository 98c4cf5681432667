"""The three ways to be public that are not one piece after its third approval."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.pages.models import Article
from sitegroup.models import Role
from sitegroup.review.scheduling import release_due
from tests import factories
from tests.journeys.conftest import County
from tests.journeys.steps import approve, fetch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TITLES = ("关于延长学校开放时间的通知", "关于学校开放收费标准的通知")


def drafts(county: County) -> list[Article]:
    """What the editor has written and saved."""
    return [factories.article(county.bureau, title, by=county.editor) for title in TITLES]


def submit_for(page: Page, draft: Article, hour: datetime) -> None:
    """送审 with an hour."""
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    page.get_by_label("定时发布").fill(f"{timezone.localtime(hour):%Y-%m-%dT%H:%M:%S}")
    page.get_by_role("button", name="送审").click()


def test_an_article_is_public_at_its_hour(county: County, sign_in, reader: Page) -> None:
    draft = drafts(county)[0]
    column = f"{county.bureau.base_url}/gzdt/"
    page = sign_in(county.editor)
    submit_for(page, draft, timezone.now() - timedelta(days=1))
    expect(page.get_by_text("定时发布的时间已经过了").first).to_be_visible(timeout=30_000)
    windows = [sign_in(decider) for decider in county.deciders]
    hour = timezone.now() + timedelta(seconds=45)
    submit_for(page, draft, hour)
    expect(page.get_by_text("审定后，定于").first).to_be_visible(timeout=30_000)
    for window in windows:
        approve(window, draft.title)
    if timezone.now() < hour:  # a slow machine may have taken longer than that
        assert release_due() == 0
        assert draft.title not in fetch(column)
    while timezone.now() < hour:
        reader.wait_for_timeout(250)
    release_due()
    reader.goto(column)
    expect(reader.get_by_role("link", name=draft.title)).to_be_visible()


def test_two_pieces_are_public_together(county: County, sign_in) -> None:
    drafts(county)
    column = f"{county.bureau.base_url}/gzdt/"
    page = sign_in(county.editor)
    page.goto("/admin/review/")
    page.get_by_role("link", name="合并送审").click()
    for title in TITLES:
        page.get_by_label(title).check()
    page.get_by_label("这一组的名称").fill("学校开放")
    page.get_by_role("button", name="一起送审").click()
    expect(page.get_by_text("“学校开放”的2条内容已送审").first).to_be_visible()
    windows = [sign_in(decider) for decider in county.deciders]
    for window in windows:
        approve(window, TITLES[0])
    assert not any(title in fetch(column) for title in TITLES)
    for window in windows:
        approve(window, TITLES[1])
    assert all(title in fetch(column) for title in TITLES)


def test_an_emergency_is_public_at_once_and_approved_by_another(county: County, sign_in) -> None:
    draft = drafts(county)[0]
    column = f"{county.bureau.base_url}/gzdt/"
    county.editor.memberships.create(site=county.bureau, role=Role.EMERGENCY_RELEASER)
    page = sign_in(county.editor)
    page.goto("/admin/review/emergencies/")
    page.get_by_role("listitem").filter(has_text=draft.title).get_by_role("link").click()
    page.get_by_role("button", name="马上公开").click()
    expect(page.get_by_text("请写明应急发布的原因")).to_be_visible()
    assert draft.title not in fetch(column)
    page.get_by_label("应急发布的原因").fill("家长今天就要知道")
    page.get_by_label("我已逐项核对").check()
    page.get_by_role("button", name="马上公开").click()
    expect(page.get_by_text("已应急发布").first).to_be_visible()
    assert draft.title in fetch(column)
    office = sign_in(county.deciders[2])
    office.goto("/admin/review/")
    office.get_by_role("link", name="补审").click()
    office.get_by_role("link", name=draft.title).click()
    expect(office.get_by_text("家长今天就要知道")).to_be_visible()
    office.get_by_label("补审意见").fill("属实。")
    office.get_by_role("button", name="补审同意").click()
    expect(office.get_by_text("已补审同意").first).to_be_visible()
    expect(office.get_by_text("没有等待补审的应急发布")).to_be_visible()
