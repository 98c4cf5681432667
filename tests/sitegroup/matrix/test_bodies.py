"""The forms are valid: a POST that is refused for its form alone would show nothing."""

import pytest

from tests.sitegroup.matrix.asking import Request, requests_of
from tests.sitegroup.matrix.circles import BY_READING, MAY
from tests.sitegroup.matrix.crawler import Crawler, Finding
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]

REFUSED = (404, 405)
# Nobody's account is locked here.
NOTHING_YET = {"people:unlock"}
NO_VIEW = {"wagtail.admin.views.home.default", "wagtailadmin_error_test"}
# What superusers are answered with though nothing is written -> why that is right.
NOTHING_TO_WRITE: dict[str, tuple[str, ...]] = {
    "it shows, chooses or leads on": (
        "wagtaildocs_serve", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:move", "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:revisions_index", "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link", "wagtailadmin_workflows:select_task_type",
        "wagtailadmin_workflows:task_chosen", "wagtailimages:preview",
        "wagtailimages_chooser:select_format", "wagtailembeds:chooser", "wagtailsnippets:index",
        "wagtailadmin_sprite",
    ),
    "the platform refuses it to everybody": (
        "wagtailadmin_pages:unpublish", "wagtailadmin_pages:set_privacy",
        "wagtailadmin_pages:revisions_unschedule", "wagtailadmin_collections:delete",
    ),
    "it undoes what nothing has done": (
        "wagtailadmin_pages:unlock", "wagtailadmin_workflows:enable",
        "wagtailadmin_workflows:enable_task", "wagtailadmin_pages:confirm_workflow_cancellation",
    ),
    "it marks who has a page open, and no more": (
        "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
    ),
    "what another person has sent is theirs alone": (
        "wagtailimages:create_multiple_from_uploaded_image", "wagtailimages:delete_upload_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document", "wagtaildocs:delete_upload_multiple",
    ),
    "only a visit begins or ends": (
        "wagtailadmin_logout", "wagtailadmin_login", "people:password",
        "wagtailadmin_password_reset", "wagtailadmin_password_reset_confirm",
    ),
    "the next video site is not in reach": ("wagtailembeds:chooser_upload",),
    "it takes another kind of body": ("wagtailadmin_api:pages:action",),
}  # fmt: skip


def _own(name: str, world: World) -> list[Request]:
    """With one's own objects: one request, of what is done to many each kind."""
    found = next(found for found in admin() if found.name == name)
    asked = [request for request in requests_of(found, world) if not request.forged]
    return asked if name == "wagtail_bulk_action" else asked[:1]


def _changes(crawler: Crawler, role: str, name: str) -> list[Finding]:
    method = "GET" if name in BY_READING else "POST"
    asked = _own(name, crawler.world)
    return [crawler.ask(role, "portal.test", method, request) for request in asked]


@pytest.mark.parametrize("name", sorted(MAY.keys() - NOTHING_YET))
def test_whoever_may_change_something_does(world: World, name: str) -> None:
    crawler = Crawler(world)
    asked = [finding for role in MAY[name] for finding in _changes(crawler, role, name)]
    done = {finding.role for finding in asked if finding.changed}
    refused = [f"{one.role}: {one.status}" for one in asked if one.role not in done]
    assert refused == []


@pytest.mark.parametrize("name", sorted({found.name for found in admin()} - MAY.keys() - NO_VIEW))
def test_where_only_superusers_may_their_form_is_taken(world: World, name: str) -> None:
    said = {listed for names in NOTHING_TO_WRITE.values() for listed in names}
    [finding] = _changes(Crawler(world), "superuser", name)
    taken = finding.status not in REFUSED and finding.status < 500
    assert bool(finding.changed) == (taken and name not in said), finding.status
