"""Many at once: schedulers, the members of a bundle, workers."""

import threading
from collections import Counter
from collections.abc import Sequence

import pytest
from django.test import override_settings

from sitegroup.changes.services import record_derived
from sitegroup.changes.worker import drain_all
from sitegroup.models import BundleState, Change, Delivery, DeliveryState
from sitegroup.review.bundles import create_bundle
from sitegroup.review.scheduling import release_due
from tests.proofs.recording import Prove
from tests.sitegroup.conftest import County
from tests.sitegroup.racing import (
    approve,
    before_last_step,
    consistent,
    raced,
    rounds,
    scheduled,
    together,
)

pytestmark = [
    pytest.mark.timeout(3600),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
__all__ = ["raced"]

received: Counter[str] = Counter()
counting = threading.Lock()


def note(changes: Sequence[Change]) -> None:
    """An effect that counts what it is given."""
    with counting:
        received.update(change.object_key for change in changes)


def test_three_schedulers_release_each_once(raced: County, proof: Prove) -> None:
    with proof("races_schedulers", "three schedulers release what is due once each") as p:
        for _round in range(rounds(p)):
            due = [scheduled(raced) for _one in range(2)]
            ends = together(release_due, release_due, release_due)
            states = [(consistent(page, case), case.state) for page, case in due]
            p.note(ends == [None] * 3 and states == [(True, "released")] * 2, (states, ends))


def test_the_last_two_approvals_of_a_bundle(raced: County, proof: Prove) -> None:
    with proof("races_bundle", "members approved at once are released together, once") as p:
        for number in range(rounds(p)):
            bundle = create_bundle(site=raced.site, title=f"第{number}组", by=raced.author)
            members = [before_last_step(raced, bundle=bundle) for _one in range(2)]
            ends = together(*[approve(case, raced.deciders[2]) for _page, case in members])
            bundle.refresh_from_db()
            states = [(consistent(page, case), case.state) for page, case in members]
            held = ends == [None] * 2 and states == [(True, "released")] * 2
            p.note(held and bundle.state == BundleState.RELEASED, (states, ends, bundle.problem))


@pytest.mark.race
def test_several_workers_deliver_each_change_once(raced: County, proof: Prove) -> None:
    Delivery.objects.update(state=DeliveryState.DONE)
    received.clear()
    with (
        proof("races_workers", "three workers deliver every change once") as p,
        override_settings(CHANGE_EFFECTS=[("only", f"{__name__}.note", None)]),
    ):
        for number in range(rounds(p)):
            keys = {f"{number}-{place}" for place in range(5)}
            for key in keys:
                record_derived(object_type="thing", object_key=key, site=raced.site)
            ends = together(drain_all, drain_all, drain_all)
            p.note(ends == [None] * 3 and {received[key] for key in keys} == {1}, ends)
        waiting = Delivery.objects.exclude(state=DeliveryState.DONE).count()
        p.note(waiting == 0, f"{waiting} were not delivered")


def test_changes_of_one_object_keep_their_order(raced: County, proof: Prove) -> None:
    def change() -> None:
        record_derived(object_type="thing", object_key="one", site=raced.site)

    with proof("races_order", "the changes of one object are numbered without gap or double") as p:
        count = rounds(p)
        for _round in range(count):
            ends = together(change, change)
            p.note(ends == [None, None], ends)
        found = Change.objects.filter(object_key="one").order_by("pk")
        versions = [change.version for change in found]
        p.note(versions == list(range(1, 2 * count + 1)), versions[:20])
