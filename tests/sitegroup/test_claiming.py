"""Of many deliveries for one object the newest is made, once, and in order."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sitegroup.changes.claiming import LEASE, claim, renew
from sitegroup.changes.services import record_derived
from sitegroup.changes.worker import drain, drain_all
from sitegroup.exceptions import PeerAway, PlatformError
from sitegroup.models import Change, Delivery, DeliveryState
from tests.sitegroup.conftest import County

HERE = "tests.sitegroup.test_claiming"
CLAIM = (
    6 if connection.vendor == "postgresql" else 5
)  # savepoint, turn, due, beside, lease, release
received: list[list[str]] = []


def note(changes: Sequence[Change]) -> None:
    """An effect that remembers which version of what it was given."""
    received.append([f"{change.object_key}{change.version}" for change in changes])


def away(changes: Sequence[Change]) -> None:
    """An effect whose far end is down."""
    note(changes)
    raise PeerAway("nobody at home")


def refuse(changes: Sequence[Change]) -> None:
    """An effect that can never succeed."""
    raise PlatformError("not like this", permanent=True)


def outlast(changes: Sequence[Change]) -> None:
    """An effect so slow that its lease ends and another worker claims the same."""
    due_now()
    assert len(claim()) == 1


def effect(function: str) -> override_settings:
    """One effect instead of the installation's."""
    return override_settings(CHANGE_EFFECTS=[("only", f"{HERE}.{function}", None)])


@pytest.fixture(autouse=True)
def one_effect(county: County) -> Iterator[None]:
    """Nothing of the county's making is due."""
    Delivery.objects.update(state=DeliveryState.DONE)
    received.clear()
    with effect("note"):
        yield


def changed(county: County, keys: str) -> None:
    """A change of each object, named by a letter."""
    for key in keys:
        record_derived(object_type="thing", object_key=key, site=county.site)


def due_now() -> None:
    """The pauses and leases have passed."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=past)
    Delivery.objects.exclude(leased_until=None).update(leased_until=past)


def open_ones() -> list[str]:
    """What is not done yet."""
    found = Delivery.objects.exclude(state=DeliveryState.DONE).select_related("change")
    return sorted(f"{d.change.object_key}{d.change.version}{d.state}" for d in found)


def test_the_newest_is_made_and_settles_those_before_it(county: County) -> None:
    changed(county, "abaa")
    assert drain_all() == 2
    assert (received, open_ones()) == ([["b1", "a3"]], [])


def test_the_newest_beyond_the_limit_is_made_in_place_of_the_oldest(county: County) -> None:
    changed(county, "abcda")
    assert drain(limit=1) == 1
    assert received == [["a2"]]


def test_effects_are_settled_each_for_itself(county: County) -> None:
    two = [("first", f"{HERE}.note", None), ("second", f"{HERE}.away", None)]
    with override_settings(CHANGE_EFFECTS=two):
        changed(county, "a")
        drain()
        changed(county, "a")
        drain()
    assert (received, open_ones()) == ([["a1"], ["a1"], ["a2"], ["a2"]], ["a2waiting"])


def test_a_newer_one_waits_while_another_worker_holds_the_older(county: County) -> None:
    changed(county, "a")
    claim()
    changed(county, "ab")
    assert drain_all() == 1
    assert (received, open_ones()) == ([["b1"]], ["a1waiting", "a2waiting"])
    due_now()
    drain_all()
    assert (received, open_ones()) == ([["b1"], ["a2"]], [])


def test_a_batch_of_held_objects_hides_nothing_behind_it(county: County) -> None:
    changed(county, "ab")
    claim()
    changed(county, "abc")
    assert [d.change.object_key for d in claim(limit=2)] == ["c"]


def test_a_newer_one_settles_what_was_given_up(county: County) -> None:
    with effect("refuse"):
        changed(county, "a")
        drain()
    assert open_ones() == ["a1dead"]
    changed(county, "a")
    drain()
    assert open_ones() == []


def test_what_was_given_up_stays_in_sight_while_nothing_newer_is_made(county: County) -> None:
    changed(county, "a")
    with effect("refuse"):
        changed(county, "a")
        Delivery.objects.filter(change__version=1).update(
            due_at=timezone.now() + timedelta(hours=1)
        )
        drain()
    assert open_ones() == ["a2dead"]


def test_a_far_end_that_is_away_is_asked_once_for_all(county: County) -> None:
    with effect("away"):
        changed(county, "abc")
        assert drain_all() == 3
    assert received == [["a1", "b1", "c1"]]
    assert set(Delivery.objects.filter(state="waiting").values_list("attempts")) == {(1,)}


def test_a_far_end_that_is_away_for_a_day_is_not_given_up(county: County) -> None:
    with effect("away"):
        changed(county, "a")
        for _quarter_of_an_hour in range(96):
            due_now()
            drain()
    assert open_ones() == ["a1waiting"]


def test_a_worker_slower_than_its_lease_marks_nothing(county: County) -> None:
    changed(county, "a")
    with effect("outlast"):
        drain()
    delivery = Delivery.objects.get(state=DeliveryState.WAITING)
    assert (delivery.change.object_key, delivery.done_at) == ("a", None)


def test_a_worker_that_lives_keeps_its_lease_and_no_other(county: County) -> None:
    changed(county, "a")
    (mine,) = claim()
    due_now()
    assert renew(mine.lease)
    assert claim() == []
    due_now()
    (theirs,) = claim()
    assert not renew(mine.lease)
    theirs.refresh_from_db()
    assert theirs.leased_until > timezone.now() + LEASE / 2


def test_claiming_and_delivering_cost_the_same_for_any_number(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for keys in ("a", "abcdefgh"):
        changed(county, keys)
        with django_assert_num_queries(CLAIM + 1):  # and one that marks them as done
            drain()
