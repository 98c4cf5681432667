"""A new site made at once is the same as one whose columns were added one by one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page

from cms.pages.factory import UnitSpec, make_site
from sitegroup.models import Change, Delivery, Release, Site
from sitegroup.review.hashing import content_hash
from tests.factories import portal
from tests.factories.county import COLUMNS

pytestmark = pytest.mark.django_db

# What no two pages share.
OWN = {
    "id", "page_ptr", "path", "slug", "url_path", "translation_key", "latest_revision", "site",
    "live_revision", "latest_revision_created_at", "first_published_at", "last_published_at",
}  # fmt: skip


@pytest.fixture
def at_once(db: None) -> Site:
    """A unit with all its columns from the start."""
    portal()
    return make_site(UnitSpec("aa", "云溪县某局", "department"), columns=COLUMNS)[0]


@pytest.fixture
def one_by_one(at_once: Site) -> Site:
    """A unit whose columns came later."""
    spec = UnitSpec("bb", "云溪县某局", "department")
    make_site(spec, columns=[])
    site, state = make_site(spec, columns=COLUMNS)
    assert state == "changed"
    return site


def pages(site: Site) -> dict[str, Any]:
    """Every page of a site by its address inside the site."""
    assert site.home_page
    below = Page.objects.descendant_of(site.home_page, inclusive=True).order_by("path").specific()
    return {page.url_path.split("/", 2)[2]: page for page in below}


def facts(page: Any) -> dict[str, Any]:
    """Every field but those that are a page's own, and what was recorded of it."""
    fields = page._meta.concrete_fields
    found = {f.name: getattr(page, f.attname) for f in fields if f.name not in OWN}
    key = {"object_id": str(page.pk), "object_type": page.object_type}
    release = Release.objects.get(**key)
    changes = Change.objects.filter(object_key=str(page.pk), object_type=page.object_type)
    effects = Delivery.objects.filter(change__in=changes).order_by("effect")
    revision = page.latest_revision
    assert page.live_revision == revision == release.revision
    assert release.content_hash == content_hash(revision.content, [])
    return {
        **found,
        "release": (release.kind, release.basis, release.approvals, release.released_by),
        "changes": list(changes.values_list("version", "operation")),
        "effects": list(effects.values_list("effect", "state")),
        "revision": revision.as_object().title,
    }


def test_pages_and_records_are_the_same(at_once: Site, one_by_one: Site) -> None:
    left, right = pages(at_once), pages(one_by_one)
    assert list(left) == list(right)
    assert {path: facts(page) for path, page in left.items()} == {
        path: facts(page) for path, page in right.items()
    }


def test_the_tree_is_sound_and_grows_on(at_once: Site) -> None:
    assert [list(found) for found in Page.find_problems()] == [[]] * 5
    more = [*COLUMNS, {"slug": "tzgg", "name": "通知公告"}]
    spec = UnitSpec("aa", "云溪县某局", "department")
    assert make_site(spec, columns=more)[1] == "changed"
    assert make_site(spec, columns=more)[1] == "unchanged"
    assert "tzgg/" in pages(at_once)
    assert [list(found) for found in Page.find_problems()] == [[]] * 5


def test_the_groups_have_their_rights(at_once: Site) -> None:
    writers, readers = Group.objects.get(name="aa·起草"), Group.objects.get(name="aa·审核")
    rights = GroupPagePermission.objects.filter(page=at_once.home_page)
    assert {(r.group, r.permission.codename) for r in rights} == {
        (writers, "add_page"), (writers, "change_page"),
    }  # fmt: skip
    for group in (writers, readers):
        assert [p.codename for p in group.permissions.all()] == ["access_admin"]
