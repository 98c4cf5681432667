"""The proof `machine`: whatever anybody does, every public byte belongs to a release."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.proofs.recording import Prove
from tests.sitegroup.machine.attempting import Attempting
from tests.sitegroup.machine.broken import BROKEN, Broken
from tests.sitegroup.machine.deciding import Deciding
from tests.sitegroup.machine.world import World, make_world

pytestmark = [pytest.mark.machine, pytest.mark.django_db, pytest.mark.timeout(3600)]

WHAT = (
    "after every step of authors, reviewers, scripts and the clock, all that anybody can read "
    "at any host belongs to the latest release of its object, and all of that can be read"
)
CAN_FAIL = "the same machine over the product with one guard taken away fails, for each guard"
# Examples and steps of the small run; of each portion of the full one, which ends by the clock.
SMALL, PORTION = (6, 12), (5, 40)
# How long a missing guard is looked for; and those that are looked for each time.
SEARCH = (40, 12)
QUICK = ("an edit does not void", "querysets are not guarded", "the store is not purged")
FULL_SECONDS = 20 * 60


class PublicationMachine(Attempting, Deciding):
    """All rules together; the county is read after each."""

    @invariant()
    def every_public_byte_belongs_to_a_release(self) -> None:
        """And everything released is to be read."""
        self.check()


def run(
    world: World,
    counted: Counter[str],
    examples: int,
    steps: int,
    *,
    fixed: bool = True,
    only: frozenset[str] | None = None,
) -> None:
    """Run the machine; what was done, and how often, is added to `counted`."""
    run_state_machine_as_test(
        lambda: PublicationMachine(world, counted, only),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            derandomize=fixed, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def shared_world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The county, in a transaction around all tests."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media):
            made = make_world(media)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The county; what an example does to it is undone."""
    return shared_world


def test_every_public_byte_belongs_to_a_release(world: World, proof: Prove) -> None:
    with proof("machine", WHAT) as p:
        end = time.monotonic() + FULL_SECONDS
        try:
            run(world, p.counted, *SMALL)
            while p.full and time.monotonic() < end:
                run(world, p.counted, *PORTION, fixed=False)
        finally:
            p.tried = p.counted["checks"]


def test_the_machine_finds_each_guard_that_is_away(world: World, proof: Prove) -> None:
    """It can fail: with one guard taken away it comes upon what that guard kept back."""
    with proof("machine_can_fail", CAN_FAIL) as p:
        for guard in sorted(BROKEN) if p.full else QUICK:
            p.note(found(world, BROKEN[guard]), f"not found: {guard}")


def found(world: World, away: Broken) -> bool:
    """Whether the machine, with the rules that may come upon it, fails without this guard."""
    try:
        with away.broken():
            run(world, Counter(), *SEARCH, only=away.rules)
    except AssertionError:
        return True
    return False
