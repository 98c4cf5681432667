"""The proof `machine`: whatever anybody does, every public byte belongs to a release."""

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
from tests.sitegroup.machine.deciding import Deciding
from tests.sitegroup.machine.world import World, make_world

pytestmark = [pytest.mark.machine, pytest.mark.django_db, pytest.mark.timeout(3600)]

WHAT = (
    "after every step of authors, reviewers, scripts and the clock, all that anybody can read "
    "at any host belongs to the latest release of its object, and all of that can be read"
)


class PublicationMachine(Attempting, Deciding):
    """All rules together; the county is read after each."""

    @invariant()
    def every_public_byte_belongs_to_a_release(self) -> None:
        """And everything released is to be read."""
        self.check()


def run(world: World, examples: int, steps: int, *, fixed: bool = True) -> Counter[str]:
    """Run the machine; how often what was done."""
    counted: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: PublicationMachine(world, counted),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            derandomize=fixed, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return counted


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
        counted = run(world, p.rounds(8, 100), p.rounds(15, 40), fixed=not p.full)
        p.tried = counted["checks"]
        print(counted)  # noqa: T201
