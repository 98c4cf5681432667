"""What an author can do in the page editor."""

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.models import Article, Channel
from sitegroup.models import ReviewCase
from sitegroup.review.services import submit
from tests.factories import article, released, unit, user
from tests.sitegroup.desk.conftest import Browser, County, said, subject


def form(**changes: Any) -> dict[str, str]:
    """What the editor of an article sends."""
    fields: dict[str, Any] = {
        "title": "2026年冬季道路养护的通知",
        "slug": "",
        "body": streamfield([("text", rich_text("<p>定于下周一开始。</p>"))]),
        "attachments": inline_formset([]),
        "disclosure_mode": "active",
        **changes,
    }
    return nested_form_data(fields)


@pytest.fixture
def column(county: County) -> Channel:
    """工作动态 of the unit."""
    return Channel.objects.get(site=county.site, slug="gzdt")


def add(column: Channel) -> str:
    """Where a new article of the column is written."""
    return f"/admin/pages/add/pages/article/{column.pk}/"


def test_an_author_writes_and_submits(county: County, column: Channel, browser: Browser) -> None:
    client = browser(county.author)
    answer = client.post(add(column), form(**{"action-review": "1"}), follow=True)
    assert "已送审。下一步：" in said(answer)
    assert "可以撤回" in said(answer)
    case = ReviewCase.objects.get()
    assert case.site == county.site
    assert not subject(case).live


def test_saving_submits_nothing(county: County, column: Channel, browser: Browser) -> None:
    answer = browser(county.author).post(add(column), form(), follow=True)
    assert "已暂存，还没有送审" in said(answer)
    assert not ReviewCase.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(
    county: County, column: Channel, browser: Browser
) -> None:
    sent = form(body=streamfield([]), **{"action-review": "1"})
    answer = browser(county.author).post(add(column), sent, follow=True)
    assert "还不能送审：正文是空的" in said(answer)
    assert Article.objects.get().title == "2026年冬季道路养护的通知"


def test_an_attachment_without_its_file_is_no_broken_page(
    county: County, column: Channel, browser: Browser
) -> None:
    sent = form(
        attachments=inline_formset([{"title": "名单", "document": ""}]), **{"action-review": "1"}
    )
    answer = browser(county.author).post(add(column), sent, follow=True)
    assert answer.status_code == 200
    assert not ReviewCase.objects.exists()


def test_two_titles_that_begin_with_the_year_do_not_collide(
    county: County, column: Channel, browser: Browser
) -> None:
    client = browser(county.author)
    for _round in range(2):
        client.post(add(column), form())
    assert Article.objects.count() == 2


def test_the_editor_offers_saving_and_submitting_only(
    county: County, column: Channel, browser: Browser
) -> None:
    page = browser(county.author).get(add(column)).content.decode()
    assert 'name="action-review"' in page
    assert "暂存" in page
    assert 'name="action-publish"' not in page


def test_in_review_the_article_is_locked(county: County, browser: Browser) -> None:
    page = article(county.site, by=county.author)
    submit(subject=page, by=county.author)
    client = browser(county.author)
    place = f"/admin/pages/{page.pk}/edit/"
    seen = client.get(place).content.decode()
    assert "正在审核，暂不能改" in seen
    assert 'name="action-review"' not in seen
    client.post(place, form(title="另一个标题", slug=page.slug))
    assert Article.objects.get().get_latest_revision_as_object().title == page.title


def test_a_released_article_is_withdrawn_with_a_reason(county: County, browser: Browser) -> None:
    page = released(article(county.site, by=county.author), county.author, county.deciders)
    client = browser(county.deciders[0])
    place = f"/admin/review/withdraw/pages/article/{page.pk}/"
    assert "请写明撤下的原因" in client.post(place, {"reason": " "}).content.decode()
    answer = client.post(place, {"reason": "数据有误"}, follow=True)
    assert "已撤下" in said(answer)
    page.refresh_from_db()
    assert not page.live


def test_withdrawing_leads_back_to_the_case_or_to_the_tasks_of_who_may_not_see_it(
    county: County, browser: Browser
) -> None:
    page = released(article(county.site, by=county.author), county.author, county.deciders)
    case = ReviewCase.objects.get()
    place = f"/admin/review/withdraw/pages/article/{page.pk}/"
    office = user("office2", county.office, "office_reviewer")  # had no part in the case
    for person, back in (
        (office, "/admin/review/"),
        (county.deciders[0], f"/admin/review/{case.pk}/"),
    ):
        assert f'href="{back}">不撤了' in browser(person).get(place).content.decode()
    answer = browser(county.deciders[0]).post(place, {"reason": "数据有误"}, follow=True)
    assert answer.redirect_chain == [(f"/admin/review/{case.pk}/", 302)]
    assert "数据有误" in answer.content.decode()


def test_withdrawing_is_offered_to_those_who_may(county: County, browser: Browser) -> None:
    page = released(article(county.site, by=county.author), county.author, county.deciders)
    place = f"/admin/pages/{page.pk}/edit/"
    manager = user("manager", county.site, "site_administrator")
    button = f"/admin/review/withdraw/pages/article/{page.pk}/"
    assert button in browser(manager).get(place).content.decode()
    assert button not in browser(county.author).get(place).content.decode()
    assert browser(county.author).post(button, {"reason": "x"}).status_code == 404


def test_a_copy_is_a_draft_of_the_unit_it_is_copied_to(county: County, browser: Browser) -> None:
    page = released(
        article(county.site, by=county.author, external_id="law-1"), county.author, county.deciders
    )
    target = Channel.objects.get(site=county.site, slug="bmwj")
    sent = {"new_title": "新的", "new_slug": "new", "new_parent_page": target.pk}
    browser(county.author).post(f"/admin/pages/{page.pk}/copy/", sent)
    copy = Article.objects.get(slug="new")
    assert (copy.live, copy.external_id, copy.parent_channel_id) == (False, "", target.pk)
    assert copy.get_latest_revision_as_object().parent_channel_id == target.pk


def test_a_draft_moves_inside_its_unit_only(county: County, browser: Browser) -> None:
    page = article(county.site, by=county.author)
    here = Channel.objects.get(site=county.site, slug="bmwj")
    there = Channel.objects.get(site=unit("czj"), slug="bmwj")
    root = browser(user("root", is_superuser=True))
    refused = root.post(f"/admin/pages/{page.pk}/move/{there.pk}/confirm/", follow=True)
    assert "只能在本单位的栏目之间移动" in said(refused)
    browser(county.author).post(f"/admin/pages/{page.pk}/move/{here.pk}/confirm/")
    moved = Article.objects.get(pk=page.pk)
    assert (moved.get_parent().pk, moved.parent_channel_id) == (here.pk, here.pk)


def test_lists_say_where_an_article_stands(county: County, browser: Browser) -> None:
    page = article(county.site, by=county.author)
    submit(subject=page, by=county.author)
    shown = browser(county.author).get(f"/admin/pages/{page.get_parent().pk}/").content.decode()
    assert "审核中（第1步，共3步）" in shown
