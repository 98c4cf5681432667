"""Every way that Wagtail offers to make something public leaves it a draft, and breaks nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.pages.models import Article, Channel
from sitegroup.guard.publication import PublicationRefused
from sitegroup.models import Release
from sitegroup.review.services import submit
from tests.factories import article, released, user
from tests.sitegroup.desk.conftest import Browser, County, said
from tests.sitegroup.desk.test_submitting import form


@pytest.fixture(params=["editor", "superuser"])
def insider(request: pytest.FixtureRequest, county: County) -> Any:
    """Somebody inside who tries it."""
    if request.param == "superuser":
        return user("root", is_superuser=True)
    return user("editor", county.site, "editor", "site_administrator")


@pytest.fixture
def draft(county: County) -> Article:
    """Nothing that anybody approved."""
    return article(county.site, "草稿", by=county.author, column="bmwj")


@pytest.fixture
def public(county: County) -> Article:
    """Something released."""
    return released(article(county.site, by=county.author), county.author, county.deciders)


SOON = {"go_live_at": "2020-01-01 00:00", "expire_at": ""}
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "publish button": ("/admin/pages/{pk}/edit/", form(**{"action-publish": "1"})),
    "scheduled": ("/admin/pages/{pk}/edit/", form(**{"action-publish": "1"}, **SOON)),
    "workflow": ("/admin/pages/{pk}/edit/", form(**{"action-submit": "1"})),
    "step of a workflow": (
        "/admin/pages/{pk}/edit/",
        form(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    ),
    "bulk publish": ("/admin/bulk/wagtailcore/page/publish/?id={pk}", {}),
    "bulk publish below": (
        "/admin/bulk/wagtailcore/page/publish/?id={parent}",
        {"include_descendants": "on"},
    ),
    "alias": (
        "/admin/pages/{pk}/copy/",
        {"new_title": "x", "new_slug": "x", "new_parent_page": "{parent}", "alias": "on"},
    ),
    "copy published": (
        "/admin/pages/{pk}/copy/",
        {"new_title": "x", "new_slug": "x", "new_parent_page": "{parent}", "publish_copies": "on"},
    ),
    "unknown target": (
        "/admin/pages/{pk}/copy/",
        {"new_title": "x", "new_slug": "x", "new_parent_page": "nowhere"},
    ),
    "convert alias": ("/admin/pages/{pk}/convert_alias/", {}),
    "unlock": ("/admin/pages/{pk}/unlock/", {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_round_makes_a_draft_public(
    draft: Article, insider: Any, browser: Browser, way: str
) -> None:
    place, sent = WAYS[way]
    names = {"pk": draft.pk, "parent": draft.get_parent().pk}
    fields = {key: str(value).format(**names) if "{" in str(value) else value
              for key, value in sent.items() if key != "body-0-value"}  # fmt: skip
    fields |= {key: value for key, value in sent.items() if key == "body-0-value"}
    answer = browser(insider).post(place.format(**names), fields)
    assert answer.status_code < 500
    assert not Article.objects.filter(live=True).exists()
    assert not Release.objects.filter(object_type="article").exists()


STAYS = {
    "unpublish": "/admin/pages/{pk}/unpublish/",
    "bulk unpublish": "/admin/bulk/wagtailcore/page/unpublish/?id={pk}",
    "delete": "/admin/pages/{pk}/delete/",
    "bulk delete": "/admin/bulk/wagtailcore/page/delete/?id={pk}",
    "move": "/admin/pages/{pk}/move/{other}/confirm/",
    "bulk move": "/admin/bulk/wagtailcore/page/move/?id={pk}",
    "reorder": "/admin/pages/{pk}/set_position/?position=0",
    "delete the column": "/admin/pages/{parent}/delete/",
}


@pytest.mark.parametrize("way", STAYS)
def test_what_is_public_stays_where_it_is(
    county: County, public: Article, draft: Article, insider: Any, browser: Browser, way: str
) -> None:
    other = draft.get_parent().pk
    names = {"pk": public.pk, "parent": public.get_parent().pk, "other": other}
    answer = browser(insider).post(STAYS[way].format(**names), {"chooser": str(other)})
    assert answer.status_code < 500
    found = Article.objects.get(pk=public.pk)
    assert (found.live, found.path) == (True, public.path)


def test_a_copy_with_everything_below_is_refused(
    public: Article, insider: Any, browser: Browser
) -> None:
    column = public.get_parent()
    sent = {"new_title": "x", "new_slug": "x", "new_parent_page": column.get_parent().pk,
            "copy_subpages": "on"}  # fmt: skip
    answer = browser(insider).post(f"/admin/pages/{column.pk}/copy/", sent, follow=True)
    assert "不能连下级一起复制" in said(answer)
    assert Article.objects.filter(live=True).count() == 1


def test_an_edit_of_something_public_changes_the_draft_only(
    public: Article, insider: Any, browser: Browser
) -> None:
    sent = form(title="改过的标题", slug=public.slug, **{"action-publish": "1"})
    browser(insider).post(f"/admin/pages/{public.pk}/edit/", sent)
    found = Article.objects.get(pk=public.pk)
    assert found.title == public.title
    assert found.get_latest_revision_as_object().title == "改过的标题"


def test_an_editor_that_saves_by_itself_writes_over_nothing_released(
    county: County, public: Article, browser: Browser
) -> None:
    released_one = public.latest_revision
    sent = form(title="改过的标题", slug=public.slug, overwrite_revision_id=released_one.pk)
    answer = browser(county.author).post(
        f"/admin/pages/{public.pk}/edit/", sent, headers={"accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "不能覆盖" in answer.json()["error_message"]
    released_one.refresh_from_db()
    assert released_one.content["title"] == public.title
    assert Release.objects.filter(object_type="article").latest("pk").revision == released_one


def test_an_editor_that_saves_by_itself_writes_over_its_own_draft(
    county: County, draft: Article, browser: Browser
) -> None:
    sent = form(title="改过的标题", slug=draft.slug, overwrite_revision_id=draft.latest_revision_id)
    answer = browser(county.author).post(
        f"/admin/pages/{draft.pk}/edit/", sent, headers={"accept": "application/json"}
    )
    assert answer.json()["success"]
    assert draft.revisions.get().content["title"] == "改过的标题"


def test_an_approved_schedule_publishes_nothing(draft: Article) -> None:
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(hours=1)
    revision.save()
    with pytest.raises(PublicationRefused):
        call_command("publish_scheduled")
    assert not Article.objects.get().live


def test_a_draft_with_a_review_on_record_is_not_deleted(
    county: County, draft: Article, insider: Any, browser: Browser
) -> None:
    submit(subject=draft, by=county.author)
    answer = browser(insider).post(f"/admin/pages/{draft.pk}/delete/", follow=True)
    assert "有审核记录，不能删除" in said(answer)
    assert Article.objects.filter(pk=draft.pk).exists()


def test_a_fresh_draft_may_be_deleted(draft: Article, insider: Any, browser: Browser) -> None:
    browser(insider).post(f"/admin/pages/{draft.pk}/delete/")
    assert not Article.objects.exists()


def test_a_column_is_changed_by_review_too(county: County, insider: Any, browser: Browser) -> None:
    column = Channel.objects.get(site=county.site, slug="gzdt")
    sent = {"title": "新名称", "slug": column.slug, "description": "", "column_type": "工作动态",
            "cadence_days": "", "show_in_menus": "on", "action-publish": "1",
            "go_live_at": "2030-01-01 00:00", "expire_at": "2020-01-01 00:00"}  # fmt: skip
    browser(insider).post(f"/admin/pages/{column.pk}/edit/", sent)
    found = Channel.objects.get(pk=column.pk)
    assert (found.title, found.live) == ("工作动态", True)
    assert found.get_latest_revision().content["go_live_at"] is None


@pytest.mark.parametrize("action", ["publish", "unpublish", "move"])
def test_pages_are_dealt_with_one_by_one(
    draft: Article, insider: Any, browser: Browser, action: str
) -> None:
    place = f"/admin/bulk/wagtailcore/page/{action}/?id={draft.pk}"
    sent = {"chooser": str(draft.get_parent().pk)}
    assert "一" in said(browser(insider).post(place, sent, follow=True))
