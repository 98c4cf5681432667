"""What each role must be able to do with its own: a guard that refuses everything is none."""

import pytest

from tests.sitegroup.matrix.asking import Request, requests_of
from tests.sitegroup.matrix.crawler import Crawler
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import OWN, World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]

WRITE = ("author", "editor", "site_administrator")
DECIDE = ("department_reviewer", "secrecy_reviewer")
UNIT = (*WRITE, *DECIDE, "data_steward")
COUNTY = ("county_administrator", "auditor")
ALL = ("access only", *UNIT, "office_reviewer", *COUNTY)

# (name, method) -> answer -> who gets it with their own unit's objects.
SEEN: dict[str, tuple[str, ...]] = {
    "wagtailadmin_home": ALL, "wagtailadmin_account": ALL, "wagtailadmin_dismissibles": ALL,
    "review:tasks": (*UNIT, "office_reviewer", *COUNTY), "review:decided": UNIT,
    "review:submitted": UNIT, "review:item": (*UNIT, *COUNTY), "review:preview": (*UNIT, *COUNTY),
    "review:form": (*UNIT, *COUNTY),
    "review:substitutes": (*UNIT, "office_reviewer", *COUNTY),
    "review:appoint": ("site_administrator", "county_administrator"),
    "review:chains": ("county_administrator",), "review:chain_new": ("county_administrator",),
    "review:file": (*UNIT, *COUNTY),
    "review:withdraw": ("department_reviewer", "site_administrator", "office_reviewer"),
    **dict.fromkeys(
        (
            "wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results", "wagtailadmin_pages:add_subpage",
            "wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft",
            "wagtailadmin_pages:delete", "wagtailadmin_pages:copy", "wagtailadmin_pages:move",
            "wagtailadmin_pages:move_confirm", "wagtailadmin_pages:usage",
            "wagtailadmin_pages:history", "wagtailadmin_pages:history_results",
            "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
            "wagtailadmin_pages:revisions_compare", "wagtailadmin_choose_page_child",
            "wagtailadmin_choose_page_search", "wagtailadmin_choose_page_external_link",
            "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
            "wagtailadmin_choose_page_anchor_link", "wagtailadmin_api:pages:listing",
            "wagtailadmin_api:pages:detail", "wagtailimages:index", "wagtailimages:index_results",
            "wagtailimages:add", "wagtailimages:edit", "wagtailimages:delete",
            "wagtailimages:image_usage", "wagtailimages:add_multiple", "wagtaildocs:index",
            "wagtaildocs:index_results", "wagtaildocs:add", "wagtaildocs:edit",
            "wagtaildocs:delete", "wagtaildocs:document_usage", "wagtaildocs:add_multiple",
            "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results",
            "wagtailimages_chooser:chosen", "wagtailimages_chooser:select_format",
            "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results",
            "wagtaildocs_chooser:chosen", "wagtaildocs_serve", "expenses_index",
            "expenses_create", "expenses_edit", "expenses_import", "expenses_blank",
        ),
        WRITE,
    ),
}  # fmt: skip
# What changes something is in circles.py, and test_bodies.py holds it there.
DONE: dict[tuple[str, int], tuple[str, ...]] = {
    ("wagtailadmin_pages:move", 302): WRITE,
    ("wagtailadmin_editing_sessions:ping", 200): WRITE,
    ("wagtailimages_chooser:select_format", 200): WRITE,
    ("wagtailadmin_logout", 302): ALL,
}
# Where a page must show something of one's own, not only answer.
SHOWS_OWN = (
    "wagtailadmin_explore", "wagtailadmin_pages:edit", "wagtailadmin_pages:history",
    "wagtailimages:index", "wagtaildocs:index", "wagtailimages_chooser:choose",
    "wagtaildocs_chooser:choose", "wagtailadmin_choose_page_search", "review:item",
)  # fmt: skip


def _own(name: str, world: World) -> Request:
    found = next(found for found in admin() if found.name == name)
    return next(request for request in requests_of(found, world) if not request.forged)


@pytest.mark.parametrize("name", sorted(SEEN))
def test_each_role_sees_what_it_needs(world: World, name: str) -> None:
    crawler, request = Crawler(world), _own(name, world)
    refused = [
        f"{role}: {finding.status}"
        for role in SEEN[name]
        if (finding := crawler.ask(role, "portal.test", "GET", request)).status != 200
    ]
    assert refused == []


@pytest.mark.parametrize(("name", "status"), sorted(DONE))
def test_each_role_does_what_it_must(world: World, name: str, status: int) -> None:
    crawler, request = Crawler(world), _own(name, world)
    refused = [
        f"{role}: {finding.status}"
        for role in DONE[name, status]
        if (finding := crawler.ask(role, "portal.test", "POST", request)).status != status
    ]
    assert refused == []


@pytest.mark.parametrize("name", SHOWS_OWN)
def test_own_objects_are_shown(world: World, name: str) -> None:
    client = Crawler(world).client("author", "portal.test")
    query = "?q=zq" if "search" in name else ""
    assert OWN in client.get(_own(name, world).path + query).content.decode()


NOT_THEIRS: list[tuple[str, tuple[str, ...]]] = [
    ("wagtailadmin_pages:edit", ("access only", *DECIDE, "data_steward", *COUNTY)),
    ("wagtailadmin_pages:add", ("access only", *DECIDE, "data_steward", *COUNTY)),
    ("wagtailimages:edit", ("access only", *DECIDE, "data_steward", *COUNTY)),
    ("expenses_edit", ("access only", *DECIDE, "data_steward", *COUNTY)),
    ("review:item", ("access only", "office_reviewer")),
    ("review:chains", ("access only", *UNIT, "office_reviewer", "auditor")),
    ("review:chain_new", ("access only", *UNIT, "office_reviewer", "auditor")),
    ("review:appoint", ("access only", "author", "editor", "data_steward", "auditor")),
    ("review:withdraw", ("access only", "author", "secrecy_reviewer", "data_steward", *COUNTY)),
    ("wagtailusers_users:index", ALL),
    ("wagtailadmin_reports:site_history", ALL),
]


@pytest.mark.parametrize(("name", "roles"), NOT_THEIRS)
def test_what_is_not_of_a_role_is_not_there(
    world: World, name: str, roles: tuple[str, ...]
) -> None:
    crawler, request = Crawler(world), _own(name, world)
    asked = (crawler.ask(role, "portal.test", "GET", request) for role in roles)
    assert {finding.status for finding in asked} == {404}
