"""Files, lists and cookies on the public side, host by host."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cms.pages.models import Article
from sitegroup.models import ReviewCase
from tests.factories import agree
from tests.sitegroup.matrix.crawler import Crawler
from tests.sitegroup.matrix.world import World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]


def get(host: str, path: str) -> Any:
    """A reader's answer."""
    return Client(headers={"host": host}).get(path)


@pytest.fixture
def released_file(world: World) -> str:
    """The address of a file that the other unit has made public."""
    case = ReviewCase.objects.get(pk=world.foreign.ids["case"])
    for name in ("reviewer", "secrecy", "office"):
        decider = get_user_model().objects.get(username=f"aunit-{name}")
        agree(case, decider)
    return f"/files/{world.foreign.ids['document']}/{world.foreign.ids['filename']}"


def test_a_public_file_is_at_its_unit_and_at_the_portal(released_file: str) -> None:
    assert get("aunit.test", released_file).status_code == 200
    assert get("portal.test", released_file).status_code == 200


def test_at_another_units_host_a_public_file_leads_to_the_portal(released_file: str) -> None:
    moved = get("bunit.test", f"{released_file}?x=1")
    assert (moved.status_code, moved["Location"]) == (302, f"http://portal.test{released_file}?x=1")
    assert get("other.test", released_file).status_code == 421


@pytest.mark.parametrize("host", ["aunit.test", "bunit.test", "portal.test"])
def test_a_file_that_is_not_public_is_nowhere(world: World, host: str) -> None:
    for side in (world.foreign, world.own):
        assert get(host, f"/files/{side.ids['document']}/{side.ids['filename']}").status_code == 404
        assert get(host, f"/media/{side.ids['rendition']}").status_code == 404


def test_a_colleague_opens_a_private_file_at_the_portal_alone(world: World) -> None:
    path = f"/files/{world.own.ids['document']}/{world.own.ids['filename']}"
    crawler = Crawler(world)
    assert crawler.client("author", "portal.test").get(path).status_code == 200
    assert crawler.client("author", "bunit.test").get(path).status_code == 404


def test_lists_of_the_interface_are_of_the_site_in_their_path(world: World) -> None:
    found = get("portal.test", "/api/v1/sites/bunit/articles/").json()["results"]
    assert {row["id"] for row in found} == {world.own.ids[name] for name in ("public", "urgent")}
    other = f"/api/v1/sites/bunit/articles/{world.foreign.ids['public']}/"
    assert get("portal.test", other).status_code == 404


@pytest.mark.parametrize("path", ["articles", "channels", "expenses", "sites/bunit/articles"])
@pytest.mark.parametrize("name", ["site", "site_id", "child_of", "descendant_of"])
def test_the_interface_takes_no_other_site(world: World, path: str, name: str) -> None:
    assert get("portal.test", f"/api/v1/{path}/?{name}=aunit").status_code == 400


def test_who_has_signed_in_reads_the_same_page(world: World) -> None:
    page = Article.objects.get(pk=world.own.ids["public"]).full_url.removeprefix(
        "http://bunit.test"
    )
    for host, path in (("portal.test", "/"), ("bunit.test", page), ("bunit.test", "/")):
        signed_in = Crawler(world).client("author", host).get(path)
        assert signed_in.content == get(host, path).content
        assert not signed_in.cookies
        assert "Cookie" not in signed_in.headers.get("Vary", "")


@pytest.mark.parametrize("host", ["xportal.test", "portal.test.evil.test", "aunit"])
def test_a_host_is_one_of_the_list_exactly(world: World, host: str) -> None:
    assert get(host, "/").status_code == 421
    assert get(host, "/admin/login/").status_code == 404
