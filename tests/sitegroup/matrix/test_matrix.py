"""The tenancy matrix: nothing of one unit shows to, or is changed by, another."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from search import index
from tests.proofs.recording import Prove
from tests.sitegroup.matrix.asking import requests_of
from tests.sitegroup.matrix.crawler import Crawler
from tests.sitegroup.matrix.public import PROBES, addresses_of, public
from tests.sitegroup.matrix.stock import stock_wagtail
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import FOREIGN, OWN, World

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


def test_nothing_of_another_unit_comes_back_or_changes(world: World, proof: Prove) -> None:
    with proof("matrix", WHAT) as p:
        crawler = Crawler(world, one_in=1 if p.full else 9)
        for finding in crawler.crawl(tuple(world.people)):
            p.note(not finding.wrong, finding)


@pytest.mark.parametrize("host", ["bunit.test", "other.test"])
def test_the_admin_is_at_no_other_host(world: World, proof: Prove, host: str) -> None:
    with proof("matrix", WHAT) as p:
        crawler = Crawler(world, one_in=1 if p.full else 3)
        for role in ("author", "superuser"):
            for finding in crawler.elsewhere(role, host):
                p.note(not finding.wrong, finding)


@pytest.fixture
def indexed(world: World, settings: Any, tmp_path: Path) -> Iterator[None]:
    """What is public is found by the public search."""
    settings.ELASTICSEARCH_URL, settings.SEARCH_DIR = "", tmp_path / "search"
    call_command("rebuild_index", json=True, stdout=StringIO())
    yield
    index._embedded.cache_clear()


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("role", ["anonymous", "author"])
def test_the_public_side_shows_nothing_of_anybody(world: World, proof: Prove, role: str) -> None:
    hidden = (FOREIGN, OWN) if role == "anonymous" else (FOREIGN,)
    with proof("matrix", WHAT) as p:
        for host in HOSTS:
            client = Crawler(world).client(role, host)
            for found in public():
                for side in (world.foreign, world.own):
                    for path in addresses_of(found, side):
                        problem = _shown(client, host, path, hidden, found.name in PROBES)
                        p.note(not problem, f"{role} {host}{path}: {problem}")


def _shown(client: Client, host: str, path: str, hidden: tuple[str, ...], is_probe: bool) -> str:
    answer = client.get(path)
    body = answer.getvalue().decode("utf-8", "replace")
    marks = [mark for mark in hidden if mark in body.replace(path, "")]
    if marks or answer.status_code >= 500:
        return f"{answer.status_code}, shows {marks}"
    if answer.cookies:
        return "sets a cookie"
    unknown = host == "other.test" and not is_probe
    return f"answers {answer.status_code}" if unknown and answer.status_code != 421 else ""


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
