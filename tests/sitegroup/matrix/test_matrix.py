"""The tenancy matrix: nothing of one unit shows to, or is changed by, another."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from search import index
from tests.proofs.recording import Prove
from tests.sitegroup.matrix.asking import requests_of
from tests.sitegroup.matrix.crawler import OTHER_METHODS, Crawler, chosen
from tests.sitegroup.matrix.public import PROBES, paths_of, public
from tests.sitegroup.matrix.stock import stock_wagtail
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import PEOPLE, World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db, pytest.mark.timeout(3600)]

WHAT = (
    "every name of the admin and of the public side, asked by everybody with the objects of "
    "another unit at every host: nothing of that unit comes back, nothing is written"
)
HOSTS = ("portal.test", "aunit.test", "bunit.test", "other.test")
# Stock Wagtail's leaks that a run must find, among many more.
KNOWN = {
    "wagtailadmin_choose_page_search", "wagtailadmin_pages:move_confirm", "wagtailadmin_explore",
    "wagtailadmin_workflows:task_chooser",
    "wagtailadmin_reports:site_history", "wagtailimages_chooser:select_format",
    "wagtailadmin_choose_page_chosen_multiple",
}  # fmt: skip


@pytest.mark.parametrize("role", PEOPLE)
def test_nothing_of_another_unit_comes_back_or_changes(
    world: World, proof: Prove, role: str
) -> None:
    with proof("matrix", WHAT) as p:
        crawler = Crawler(world, one_in=1 if p.full else 18)
        for finding in crawler.crawl(role):
            p.note(not finding.wrong, finding)
        assert crawler.is_signed_in(role) == (role != "anonymous")


@pytest.mark.parametrize("host", ["bunit.test", "other.test"])
def test_the_admin_is_at_no_other_host(world: World, proof: Prove, host: str) -> None:
    with proof("matrix", WHAT) as p:
        crawler = Crawler(world, one_in=1 if p.full else 3)
        for role in ("author", "superuser"):
            for finding in crawler.elsewhere(role, host):
                p.note(not finding.wrong, finding)


@pytest.fixture
def indexed(world: World, settings: Any, tmp_path: Path) -> Iterator[None]:
    """What is public is found by the public search, and in the datasets."""
    settings.ELASTICSEARCH_URL, settings.SEARCH_DIR = "", tmp_path / "search"
    call_command("refresh_datasets", stdout=StringIO())
    call_command("rebuild_index", json=True, stdout=StringIO())
    yield
    index._embedded.cache_clear()


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("role", ["anonymous", "author"])
def test_the_public_side_shows_nothing_of_anybody(world: World, proof: Prove, role: str) -> None:
    with proof("matrix", WHAT) as p:
        crawler = Crawler(world)
        for host in HOSTS:
            for asked in _asked(host, role, world, one_in=1 if p.full else 40):
                problem = crawler.read(role, host, *asked)
                p.note(not problem, f"{role} {host} {asked}: {problem}")


def _asked(host: str, role: str, world: World, one_in: int) -> Iterator[tuple[str, str, bool]]:
    """Method and path, and whether it is for those who watch the servers."""
    for found in public():
        for path in paths_of(found, world):
            yield "GET", path, found.name in PROBES
            for method in () if "?" in path else ("HEAD", "POST", *OTHER_METHODS):
                if chosen(f"{role}{host}{method}{path}", one_in):
                    yield method, path, found.name in PROBES


def test_the_crawler_finds_what_stock_wagtail_leaks(world: World) -> None:
    """It can fail: without the address table it names the leaks that everybody knows."""
    administrator = world.people["site_administrator"]
    with stock_wagtail(administrator):
        crawler = Crawler(world)
        findings = [
            crawler.ask(role, "portal.test", "GET", request)
            for found in admin()
            if found.name in KNOWN or found.name.startswith("wagtailusers_users")
            for request in requests_of(found, world)
            for role in ("author", "site_administrator")
        ]
    leaks = {finding.pair for finding in findings if finding.wrong.startswith("shows")}
    print("\n".join(sorted(name for name, _method in leaks)))  # noqa: T201 - for pytest -s
    assert {(name, "GET") for name in KNOWN} <= leaks
    assert len(leaks) > 10


# Another unit's sites and workflows, which stock Wagtail lets a unit's administrator change.
CHANGED = {"wagtailsites:edit", "wagtailsites:delete", "wagtailadmin_workflows:disable"}


def test_the_crawler_finds_what_stock_wagtail_lets_change(world: World) -> None:
    administrator = world.people["site_administrator"]
    with stock_wagtail(administrator):
        crawler = Crawler(world)
        findings = [
            crawler.ask("site_administrator", "portal.test", method, request)
            for found in admin()
            if found.name in CHANGED
            for request in requests_of(found, world)
            if request.forged == "all"
            for method in ("GET", "POST", "DELETE", "PUT")
        ]
    wrote = {finding.pair for finding in findings if "wrote" in finding.wrong}
    assert {(name, "POST") for name in CHANGED} <= wrote
    assert ("wagtailadmin_workflows:disable", "DELETE") in wrote
    assert not {name for name, method in wrote if method == "GET"}
