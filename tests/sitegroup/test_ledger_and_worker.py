"""What is public is on record and delivered: together, again after a failure, never lost."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from search.index import get_engine
from sitegroup.changes.services import record_derived
from sitegroup.changes.worker import LEASE, MAX_ATTEMPTS, claim, drain, drain_all
from sitegroup.exceptions import PlatformError
from sitegroup.models import Change, ChangeOperation, Delivery, DeliveryState, Release
from sitegroup.review.withdrawal import withdraw
from tests.sitegroup.conftest import County

HERE = "tests.sitegroup.test_ledger_and_worker"
received: list[list[str]] = []


def note(changes: Sequence[Change]) -> None:
    """An effect that remembers what it was given."""
    received.append([change.key for change in changes])


def refuse_bad(changes: Sequence[Change]) -> None:
    """An effect that fails for objects whose key begins with bad."""
    note(changes)
    if any(change.object_key.startswith("bad") for change in changes):
        raise ConnectionError("the far end is away")


def refuse_for_ever(changes: Sequence[Change]) -> None:
    """An effect that can never succeed."""
    raise PlatformError("no such dataset", "gone", permanent=True)


def die(changes: Sequence[Change]) -> None:
    """A worker killed in the middle of an effect."""
    raise KeyboardInterrupt


def overtaken(changes: Sequence[Change]) -> None:
    """An effect so slow that another worker has done it before this one fails."""
    Delivery.objects.filter(change__in=changes).update(state=DeliveryState.DONE)
    raise ConnectionError("too late")


def effect(function: str, kinds: tuple[str, ...] | None = None) -> override_settings:
    """One effect instead of the installation's."""
    return override_settings(CHANGE_EFFECTS=[("only", f"{HERE}.{function}", kinds)])


@pytest.fixture(autouse=True)
def empty_outbox(county: County) -> Iterator[None]:
    """Nothing of the county's making is due."""
    Delivery.objects.update(state=DeliveryState.DONE)
    received.clear()
    yield


def changed(county: County, *keys: str) -> None:
    """A change of each object."""
    for key in keys:
        record_derived(object_type="thing", object_key=key, site=county.site)


def due_now() -> None:
    """The pauses and leases have passed."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=past)
    Delivery.objects.exclude(leased_until=None).update(leased_until=past)


def waiting() -> list[str]:
    """The keys whose effect is still to come."""
    found = Delivery.objects.filter(state=DeliveryState.WAITING).order_by("pk")
    return [delivery.change.object_key for delivery in found.select_related("change")]


def test_a_release_is_on_record_with_everything_that_follows(county: County) -> None:
    page = county.public()
    change = Change.objects.get(object_type="article")
    follows = [
        name for name, _p, kinds in settings.CHANGE_EFFECTS if not kinds or "article" in kinds
    ]
    assert (change.object_key, change.version, change.release.revision_id) == (
        str(page.pk), 1, page.live_revision_id,
    )  # fmt: skip
    assert sorted(change.deliveries.values_list("effect", flat=True)) == sorted(follows)
    assert set(change.deliveries.values_list("state", flat=True)) == {DeliveryState.WAITING}


def test_a_withdrawal_is_the_next_version(county: County) -> None:
    page = county.public()
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    found = Change.objects.filter(object_type="article").values_list("version", "operation")
    assert list(found) == [(1, ChangeOperation.UPSERT), (2, ChangeOperation.WITHDRAW)]


def test_what_is_rolled_back_leaves_no_trace(county: County) -> None:
    before = (Change.objects.count(), Delivery.objects.count(), Release.objects.count())
    with pytest.raises(RuntimeError), transaction.atomic():
        county.public()
        raise RuntimeError
    after = (Change.objects.count(), Delivery.objects.count(), Release.objects.count())
    assert after == before


def test_a_batch_is_one_call_in_the_order_of_the_ledger(county: County) -> None:
    with effect("note"):
        changed(county, "a", "b", "c")
        assert (drain(), drain()) == (3, 0)
    assert received == [["thing:a", "thing:b", "thing:c"]]


def test_effects_run_in_the_order_of_the_wiring(county: County) -> None:
    two = [("first", f"{HERE}.refuse_bad", None), ("second", f"{HERE}.note", None)]
    with override_settings(CHANGE_EFFECTS=two):
        changed(county, "bad")
        drain()
    assert received == [["thing:bad"], ["thing:bad"]]
    assert list(Delivery.objects.filter(state=DeliveryState.WAITING).values_list("effect")) == [
        ("first",)
    ]


def test_an_effect_is_spared_what_it_does_not_follow(county: County) -> None:
    with effect("note", ("article",)):
        changed(county, "a")
        assert drain() == 0


def test_one_bad_change_does_not_hold_up_the_others(county: County) -> None:
    with effect("refuse_bad"):
        changed(county, "a", "bad", "b")
        drain()
    assert waiting() == ["bad"]
    assert received == [
        ["thing:a", "thing:bad", "thing:b"],
        ["thing:a"],
        ["thing:bad"],
        ["thing:b"],
    ]


def test_what_failed_comes_again_with_growing_pauses(county: County) -> None:
    pauses = []
    with effect("refuse_bad"):
        changed(county, "bad")
        for _attempt in range(5):
            due_now()
            drain()
            delivery = Delivery.objects.get(state=DeliveryState.WAITING)
            pauses.append((delivery.due_at - timezone.now()).total_seconds())
            assert drain() == 0
    assert delivery.attempts == 5
    assert "ConnectionError: the far end is away" in delivery.last_error
    assert pauses[4] > 4 * pauses[0]


def test_when_the_far_end_is_back_it_is_delivered(county: County) -> None:
    with effect("refuse_bad"):
        changed(county, "bad")
        drain()
    due_now()
    with effect("note"):
        drain()
    done = Delivery.objects.get(change__object_key="bad")
    assert (done.state, done.last_error, done.leased_until) == (DeliveryState.DONE, "", None)


def test_a_worker_overtaken_by_another_undoes_nothing(county: County) -> None:
    with effect("overtaken"):
        changed(county, "a")
        drain()
    done = Delivery.objects.get(change__object_key="a")
    assert (done.state, done.last_error) == (DeliveryState.DONE, "")


def test_what_can_never_succeed_is_given_up_at_once(county: County) -> None:
    with effect("refuse_for_ever"):
        changed(county, "a")
        drain()
    dead = Delivery.objects.get(change__object_key="a")
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, 1)
    assert "no such dataset" in dead.last_error


def test_it_is_given_up_after_so_many_attempts(county: County) -> None:
    with effect("refuse_bad"):
        changed(county, "bad")
        for _attempt in range(MAX_ATTEMPTS):
            due_now()
            drain()
    assert Delivery.objects.get(change__object_key="bad").state == DeliveryState.DEAD
    assert drain_all() == 0


def test_an_effect_that_nobody_knows_any_more_is_retried_and_named(county: County) -> None:
    with effect("note"):
        changed(county, "a")
    with override_settings(CHANGE_EFFECTS=[]):
        drain()
    assert "KeyError: 'only'" in Delivery.objects.get(change__object_key="a").last_error


@pytest.mark.fault
def test_what_a_killed_worker_had_begun_is_delivered_after_its_lease(county: County) -> None:
    changed_then_killed(county)
    with effect("note"):
        assert drain() == 0  # another worker keeps off while the lease runs
        Delivery.objects.exclude(leased_until=None).update(
            leased_until=timezone.now() - timedelta(seconds=1)
        )
        assert drain() == 1
    assert (received, waiting()) == ([["thing:a"]], [])


def changed_then_killed(county: County) -> None:
    """A worker that claimed and died."""
    with effect("die"):
        changed(county, "a")
        with pytest.raises(KeyboardInterrupt):
            drain()


def test_a_lease_is_longer_than_an_effect_and_ends(county: County) -> None:
    with effect("note"):
        changed(county, "a")
        (claimed,) = claim()
    claimed.refresh_from_db()
    assert timedelta(minutes=1) < LEASE < timedelta(hours=1)
    assert claimed.leased_until is not None
    assert claim() == []


def test_a_worker_takes_no_more_than_it_is_told(county: County) -> None:
    with effect("note"):
        changed(county, *"abcde")
        assert [drain(2), drain(2), drain(2), drain(2)] == [2, 2, 1, 0]


def test_a_real_release_is_delivered_to_the_end(county: County) -> None:
    get_engine().clear()
    county.public(title="关于开展防汛检查的通知")
    assert drain_all() > 0
    assert {"article", "dataset"} <= set(Change.objects.values_list("object_type", flat=True))
    assert waiting() == []
    assert not Delivery.objects.filter(state=DeliveryState.DEAD).exists()
