"""Nothing goes live, changes while live, or leaves, but by a release."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page

from cms.pages.models import Article
from sitegroup.exceptions import PlatformError
from sitegroup.guard.publication import PublicationRefused
from sitegroup.models import Change, Release, ReleaseKind
from sitegroup.review.engine import publish_revision
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.withdrawal import withdraw
from tests.factories import released
from tests.sitegroup.conftest import County

Attempt = Callable[[Article], Any]


def _edited(page: Article) -> Article:
    page.title = "改过的标题"
    return page


def _child_attempt(page: Article) -> None:
    parent = page.get_parent()
    parent.add_child(instance=Article(title="直接公开", slug="zhijie", site=page.site, live=True))


PUBLISHING: dict[str, Attempt] = {
    "save": lambda page: (setattr(page, "live", True), page.save()),
    "save as Page": lambda page: (setattr(page.page_ptr, "live", True), page.page_ptr.save()),
    "add_child": _child_attempt,
    "publish the revision": lambda page: page.get_latest_revision().publish(),
    "publish unchecked": lambda page: page.get_latest_revision().publish(
        skip_permission_checks=True
    ),
    "publish action": lambda page: page.publish(page.get_latest_revision()),
    "update": lambda page: Article.objects.filter(pk=page.pk).update(live=True),
    "update as Page": lambda page: Page.objects.filter(pk=page.pk).update(live=True),
    "bulk_update": lambda page: (
        setattr(page, "live", True), Article.objects.bulk_update([page], ["live"])
    ),
    "bulk_create": lambda page: Page.objects.bulk_create([Page(title="批量", live=True)]),
}  # fmt: skip

CHANGING: dict[str, Attempt] = {
    "save": lambda page: _edited(page).save(),
    "save one field": lambda page: _edited(page).save(update_fields=["title"]),
    "save as Page": lambda page: (setattr(page.page_ptr, "title", "改"), page.page_ptr.save()),
    "update": lambda page: Page.objects.filter(pk=page.pk).update(title="改过的标题"),
    "move": lambda page: page.move(page.site.home_page, pos="first-child"),
    "go live again": lambda page: page.get_latest_revision().publish(),
    "unpublish": lambda page: page.unpublish(),
    "unpublish the queryset": lambda page: Article.objects.filter(pk=page.pk).unpublish(),
    "hide": lambda page: Page.objects.filter(pk=page.pk).update(live=False),
    "delete": lambda page: page.delete(),
    "delete the queryset": lambda page: Article.objects.filter(pk=page.pk).delete(),
    "delete as Page": lambda page: Page.objects.filter(pk=page.pk).delete(),
    "delete what is above": lambda page: page.get_parent().delete(),
    "copy and keep live": lambda page: page.copy(update_attrs={"slug": "fuben"}),
    "alias": lambda page: page.create_alias(update_slug="bieming"),
}


# Django refuses first where a release keeps what would go: the same end, another error.
REFUSED = (PublicationRefused, ProtectedError)


def _state(page: Article) -> tuple[Any, ...]:
    live = Page.objects.filter(live=True).order_by("pk")
    return (list(live.values_list("pk", "title", "url_path")), Release.objects.count())


@pytest.mark.parametrize("attempt", PUBLISHING.values(), ids=PUBLISHING)
def test_a_draft_does_not_become_public(county: County, attempt: Attempt) -> None:
    page = county.draft()
    before = _state(page)
    with pytest.raises(REFUSED), transaction.atomic():
        attempt(page)
    assert _state(page) == before


@pytest.mark.parametrize("attempt", CHANGING.values(), ids=CHANGING)
def test_what_is_public_stays_as_it_was_released(county: County, attempt: Attempt) -> None:
    page = county.public()
    before = _state(page)
    with pytest.raises(REFUSED), transaction.atomic():
        attempt(page)
    assert _state(page) == before


def test_drafts_are_free(county: County) -> None:
    page = county.draft()
    Article.objects.filter(pk=page.pk).update(title="另一个标题")
    copy = page.copy(keep_live=False, update_attrs={"slug": "fuben", "external_id": ""})
    copy.delete()
    page.refresh_from_db()
    page.delete()
    assert not Article.objects.exists()


def test_the_next_draft_of_something_public_leaves_it_alone(county: County) -> None:
    page = county.public()
    title = page.title
    _edited(page).save_revision(user=county.author)
    page.refresh_from_db()
    assert (page.title, page.has_unpublished_changes) == (title, True)


def test_the_gate_closes_behind_a_release(county: County) -> None:
    page = county.public()
    with pytest.raises(PublicationRefused):
        page.save()


def test_the_gate_closes_behind_a_release_that_fails(county: County) -> None:
    page = county.draft()
    page.slug = "tongyi-dizhi"
    page.save_revision(user=county.author)
    county.draft(title="另一条", slug="tongyi-dizhi")
    with pytest.raises(ReviewRefused, match="tongyi-dizhi"):
        released(page, county.author, county.deciders)
    with pytest.raises(PublicationRefused):
        Article.objects.filter(pk=page.pk).update(live=True)
    assert not Release.objects.filter(object_type="article").exists()


def test_the_gate_is_open_for_one_object_only(county: County) -> None:
    page, other = county.draft(), county.draft(title="另一条")
    with pytest.raises(PublicationRefused):
        publish_revision(
            page, revision=other.get_latest_revision(), basis="review", digest="", by=None
        )
    assert not Article.objects.filter(live=True).exists()


def test_first_publication_is_not_moved_by_a_revision(county: County) -> None:
    page = county.public()
    first = page.first_published_at
    page.first_published_at = first - timedelta(days=400)
    page.save_revision(user=county.author)
    page = released(Article.objects.get(pk=page.pk), county.author, county.deciders)
    assert (page.first_published_at, page.published_at) == (first, first)


def test_first_publication_outlives_a_withdrawal(county: County) -> None:
    page = county.public()
    first = page.first_published_at
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    again = released(Article.objects.get(pk=page.pk), county.author, county.deciders)
    assert (again.live, again.first_published_at) == (True, first)


def test_a_revision_for_later_is_not_released_as_if_it_were_now(county: County) -> None:
    page = county.draft()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=county.author)
    with pytest.raises(PlatformError):
        released(page, county.author, county.deciders)
    page.refresh_from_db()
    assert (page.live, Change.objects.filter(object_type="article").exists()) == (False, False)


def test_nobody_holds_the_right_to_publish(county: County) -> None:
    page = county.draft()
    county.author.is_superuser = True
    rights = page.permissions_for_user(county.author)
    assert not (rights.can_publish() or rights.can_unpublish() or rights.can_publish_subpage())


def test_every_queryset_of_drafts_is_guarded() -> None:
    managed = [m for m in apps.get_models() if issubclass(m, DraftStateMixin)]
    assert Article in managed
    querysets = [type(model._default_manager.get_queryset()) for model in managed]
    assert all(getattr(kind.update, "guarded", False) for kind in querysets)


def test_a_withdrawal_takes_the_role_and_a_reason(county: County) -> None:
    page = county.public()
    for person, reason in ((county.author, "有误。"), (county.deciders[0], " ")):
        with pytest.raises(PlatformError):
            withdraw(subject=page, by=person, reason=reason)
    record = withdraw(subject=page, by=county.deciders[0], reason="有误。")
    page.refresh_from_db()
    assert (page.live, record.kind, record.reason) == (False, ReleaseKind.WITHDRAWAL, "有误。")
