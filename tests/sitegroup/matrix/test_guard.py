"""What the guard of addresses promises, one promise a test."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from wagtail.admin.models import EditingSession
from wagtail.blocks import StructBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.pages.blocks import BODY_BLOCKS
from cms.pages.models import Article, ArticleAttachment, Channel, PortalHome, Topic, UnitHome
from sitegroup.guard.addresses.asked import asked_by
from sitegroup.guard.addresses.kinds import missing
from sitegroup.guard.addresses.reach import Reach, reach_of
from sitegroup.guard.addresses.table import table
from sitegroup.guard.groups import sync_user
from sitegroup.models import Membership
from tests.sitegroup.matrix.bodies import article_body
from tests.sitegroup.matrix.crawler import Crawler
from tests.sitegroup.matrix.world import FOREIGN, OWN, World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]

NO_IDS = ["0x1", "-1", "1.0", "١", "%00", "1%00", "9" * 19, "9" * 400, "null", "1 OR 1=1", "all"]


@pytest.fixture
def author(world: World) -> Client:
    """The browser of an author of one's own unit."""
    return Crawler(world).client("author", "portal.test")


@pytest.mark.parametrize("key", NO_IDS)
@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/?collection_id={}",
        "/admin/images/chooser/chosen/{}/",
        "/admin/bulk/wagtailcore/page/delete/?id={}",
        "/admin/choose-page/chosen-multiple/?id={}",
        "/admin/editing-sessions/ping/pages/article/{}/1/",
    ],
)
def test_what_can_be_no_id_is_not_found(author: Client, path: str, key: str) -> None:
    assert author.get(path.format(key)).status_code == 404
    assert author.head(path.format(key)).status_code == 404


def test_one_foreign_id_among_many_is_enough(author: Client, world: World) -> None:
    own, foreign = world.own.ids["page"], world.foreign.ids["page"]
    ask = "/admin/choose-page/chosen-multiple/?id={}&id={}"
    assert author.get(ask.format(own, own)).status_code == 200
    assert author.get(ask.format(own, foreign)).status_code == 404


def test_json_is_looked_into(author: Client, world: World) -> None:
    place = f"/admin/pages/{world.own.ids['page']}/copy/"
    sent = {"deep": [{"new_parent_page": world.foreign.ids["column"]}]}
    answer = author.post(place, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 404
    assert author.post(place, "{", content_type="application/json").status_code == 400


@pytest.mark.parametrize("part", ["lead_image", "attachments-0-document", "body-1-value-image"])
def test_nothing_of_another_unit_is_put_into_a_page(
    author: Client, world: World, part: str
) -> None:
    kind = "document" if "document" in part else "image"
    sent = {**article_body(world.own), part: world.foreign.ids[kind]}
    place = f"/admin/pages/{world.own.ids['page']}/edit/"
    assert author.post(place, sent).status_code == 404
    assert author.post(place, article_body(world.own)).status_code == 302


def test_a_text_may_link_to_what_is_public_and_not_to_drafts(author: Client, world: World) -> None:
    for key, status in ((world.foreign.ids["public"], 302), (world.foreign.ids["page"], 404)):
        sent = {**article_body(world.own)}
        own = world.own.ids["page"]
        sent["body-0-value"] = sent["body-0-value"].replace(f'"id": {own}', f'"id": {key}')
        place = f"/admin/pages/{own}/edit/"
        assert author.post(place, sent).status_code == status


def fields_that_hold_ids() -> set[str]:
    """Of all pages and what stands in them: where a picture or a file is chosen."""
    files = {get_image_model(), get_document_model()}
    models: tuple[Any, ...] = (Article, ArticleAttachment, Channel, PortalHome, Topic, UnitHome)
    own = {
        field.name
        for model in models
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model in files
    }
    inside = {
        name
        for _name, block in BODY_BLOCKS
        if isinstance(block, StructBlock)
        for name, child in block.child_blocks.items()
        if isinstance(child, ImageChooserBlock)
    }
    return own | inside


def test_every_field_of_the_editor_that_holds_an_id_is_known() -> None:
    assert fields_that_hold_ids() == set(settings.PAGE_FIELDS), (
        "name every field of a page that holds the id of a picture, file or page in PAGE_FIELDS "
        "of cms/settings/wiring.py, and no other"
    )


def test_the_session_of_another_is_neither_seen_nor_ended(author: Client, world: World) -> None:
    page, session = world.own.ids["page"], world.foreign.ids["session"]
    author.post(f"/admin/editing-sessions/release/{session}/")
    pinged = author.post(f"/admin/editing-sessions/ping/pages/article/{page}/{session}/")
    assert pinged.json()["session_id"] != session
    left = EditingSession.objects.get(pk=session)
    assert (left.object_id, left.is_editing) == (str(world.foreign.ids["page"]), True)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/admin/account/", 1),
        ("/admin/pages/{page}/edit/", 2),
        ("/admin/pages/{page}/revisions/{revision}/view/", 2),
        ("/admin/images/{image}/?collection_id={collection}", 2),
        ("/admin/review/{case}/", 2),
    ],
)
def test_the_guard_asks_the_database_twice_at_most(
    world: World, rf: Any, path: str, queries: int
) -> None:
    request = rf.get(path.format(**world.own.ids))
    request.user = world.people["author"]
    match = resolve(request.path_info)
    address = table()[match.view_name]
    with CaptureQueriesContext(connection) as asked:
        reach = reach_of(request, address.who)
        assert not missing(asked_by(request, address, match.args, match.kwargs), reach)
        reach_of(request, address.who)
    assert len(asked) == queries


def test_a_superuser_costs_no_query(world: World, rf: Any) -> None:
    request = rf.get("/admin/")
    request.user = world.people["superuser"]
    with CaptureQueriesContext(connection) as asked:
        assert reach_of(request, ()) == Reach(user_id=request.user.pk, everywhere=True)
    assert not asked.captured_queries


def test_readers_cost_no_query(world: World) -> None:
    client = Client(headers={"host": "bunit.test"})
    client.get("/bmwj/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/bmwj/")
    assert not [q for q in asked.captured_queries if "sitegroup_membership" in q["sql"]]


def test_who_changes_the_unit_leaves_the_old_one_behind(world: World) -> None:
    person = world.people["author"]
    draft = Article.objects.get(pk=world.own.ids["page"])
    draft.save_revision(user=person)
    Membership.objects.filter(user=person).update(site=world.foreign.site)
    sync_user(person)
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    for path in ("/admin/", "/admin/review/submitted/", "/admin/review/decided/"):
        assert OWN not in client.get(path).content.decode()
    assert client.get(f"/admin/pages/{draft.pk}/edit/").status_code == 404
    assert client.get(f"/admin/review/{world.own.ids['case']}/").status_code == 404
    assert FOREIGN in client.get(f"/admin/pages/{world.foreign.ids['page']}/edit/").content.decode()


def test_a_person_of_two_units_begins_where_both_are(world: World) -> None:
    person = world.people["author"]
    Membership.objects.create(user=person, site=world.foreign.site, role="author")
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    shown = client.get("/admin/choose-page/", follow=True).json()["html"]
    assert "甲局" in shown
    assert "乙局" in shown
    assert client.get("/admin/pages/", follow=True).status_code == 200
    assert client.get(f"/admin/pages/{Page.get_first_root_node().pk}/").status_code == 200


def test_a_reviewer_elsewhere_is_no_author_there(world: World) -> None:
    person = world.people["author"]
    Membership.objects.create(user=person, site=world.foreign.site, role="department_reviewer")
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    assert client.get(f"/admin/pages/{world.foreign.ids['page']}/edit/").status_code == 404
    assert client.get(f"/admin/review/{world.foreign.ids['case']}/").status_code == 200
    assert "甲局" not in client.get("/admin/choose-page/", follow=True).json()["html"]


def test_half_a_form_is_refused_and_breaks_nothing(author: Client, world: World) -> None:
    answer = author.post(f"/admin/pages/{world.own.ids['page']}/edit/", {"title": "x"})
    assert answer.status_code == 400
    assert "表单不完整" in answer.content.decode()
