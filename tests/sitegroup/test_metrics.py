"""What a monitor is told, and who is told."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sitegroup.audit import protection
from sitegroup.changes.worker import drain_all
from sitegroup.delivery import epoch
from sitegroup.delivery.store import PageStore
from sitegroup.models import Change, Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.sitegroup.conftest import County
from tests.sitegroup.test_page_store import ask

pytestmark = pytest.mark.django_db
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+')


@pytest.fixture(autouse=True)
def begun() -> None:
    """Nothing is remembered of another test."""
    epoch.bump()


def get(host: str = "127.0.0.1:8000", address: str = "127.0.0.1", **more: str) -> HttpResponse:
    return Client().get("/metrics", headers={"host": host}, REMOTE_ADDR=address, **more)


def told() -> dict[str, float]:
    """The samples by name and labels."""
    lines = get().content.decode().splitlines()
    samples = [line for line in lines if not line.startswith("# ")]
    return {name: float(value) for name, _blank, value in (one.rpartition(" ") for one in samples)}


def test_every_line_is_one_that_prometheus_reads(county: County) -> None:
    county.public()
    answer = get()
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.content.decode().splitlines()
    told_of = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(told_of) == len(set(told_of)) >= 4
    assert all(line.startswith("# ") or SAMPLE.fullmatch(line) for line in lines)


def test_what_waits_and_what_was_given_up(county: County) -> None:
    drain_all()
    assert told()["gongkai_oldest_waiting_seconds"] == 0
    page = county.public()
    change = Change.objects.filter(object_key=str(page.pk))
    with protection.triggers_dropped(connection):
        change.update(changed_at=change.get().changed_at - timedelta(hours=1))
    Delivery.objects.filter(effect="index", change=change.get()).update(state=DeliveryState.DEAD)
    found = told()
    assert found['gongkai_deliveries{state="waiting",effect="purge"}'] == 1
    assert found['gongkai_deliveries{state="waiting",effect="index"}'] == 0
    assert found['gongkai_deliveries{state="dead",effect="index"}'] == 1
    assert 3600 <= found["gongkai_oldest_waiting_seconds"] < 3700


def test_what_is_public_by_kind(county: County) -> None:
    first, _second = county.public(), county.public()
    drain_all()
    assert told()['gongkai_public_objects{kind="article"}'] == 2
    withdraw(subject=first, by=county.deciders[0], reason="有误。")
    drain_all()
    assert told()['gongkai_public_objects{kind="article"}'] == 1


def test_it_asks_the_database_twice_and_once_while_nothing_changes(county: County) -> None:
    for expected in (2, 1):
        with CaptureQueriesContext(connection) as queries:
            told()
        assert len(queries) == expected


@pytest.mark.parametrize(
    ("host", "address", "more"),
    [
        ("localhost:8000", "127.0.0.1", {}),
        ("[::1]:8000", "::1", {}),
        ("admin.test", "10.0.0.1", {}),
        ("admin.test", "127.0.0.1", {"HTTP_X_FORWARDED_FOR": "10.0.0.1"}),
    ],
)
def test_who_may_see(settings: object, host: str, address: str, more: dict[str, str]) -> None:
    settings.ADMIN_HOST = "admin.test"  # type: ignore[attr-defined]
    assert get(host, address, **more).status_code == 200


@pytest.mark.parametrize(
    ("host", "address", "more"),
    [
        ("portal.test", "10.0.0.1", {}),
        ("localhost", "10.0.0.1", {}),
        ("portal.test", "127.0.0.1", {}),  # a proxy on this machine hands the host on
        ("localhost", "127.0.0.1", {"HTTP_X_FORWARDED_FOR": "10.0.0.1"}),
        ("localhost", "", {}),
        ("unknown.test", "10.0.0.1", {}),
    ],
)
def test_who_may_not(county: County, host: str, address: str, more: dict[str, str]) -> None:
    answer = get(host, address, **more)
    assert answer.status_code == 404
    assert b"gongkai_" not in answer.content


@pytest.fixture
def store(county: County) -> Iterator[PageStore]:
    """A store in front of Django, on the test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield PageStore(WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_how_often_the_page_store_answers(store: PageStore) -> None:
    for _time in range(3):
        ask(store, "/")
    _status, _headers, body = ask(store, "/metrics", host="localhost", REMOTE_ADDR="127.0.0.1")
    found = re.sub(r'process="\d+"', "", body.decode())
    assert "gongkai_page_store_hits_total{} 2\n" in found
    assert "gongkai_page_store_misses_total{} 1\n" in found
    assert f'gongkai_page_store_bytes{{,part="pages"}} {store.pages.used}\n' in found
