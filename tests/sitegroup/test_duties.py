"""What workers do again and again: once an interval, and none in another's way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sitegroup.changes.duties import run_due_duties
from sitegroup.models import Duty

HERE = "tests.sitegroup.test_duties"
DAY = 24 * 3600
pytestmark = pytest.mark.django_db
done: list[str] = []


def sweep() -> None:
    """A duty that succeeds."""
    done.append("sweep")


def stumble() -> None:
    """A duty whose far end is away."""
    done.append("stumble")
    raise ConnectionError("the post office is shut")


def fall() -> None:
    """A worker killed in the middle of a duty."""
    raise KeyboardInterrupt


def outlast() -> None:
    """A duty so slow that its lease ended and another worker has taken it."""
    Duty.objects.update(leased_until=timezone.now() + timedelta(minutes=9))


def greedy(more: int) -> None:
    """What no worker can call."""


def duties(**seconds: int) -> override_settings:
    """These duties of this module instead of the installation's."""
    return override_settings(WORKER_DUTIES=[(n, f"{HERE}.{n}", s) for n, s in seconds.items()])


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    """A fresh page."""
    done.clear()
    yield


def passes(**time: float) -> None:
    """So much time goes by for every duty."""
    for duty in Duty.objects.all():
        duty.due_at -= timedelta(**time)
        if duty.leased_until:
            duty.leased_until -= timedelta(**time)
        duty.save()


def test_a_new_duty_is_done_at_once_and_again_after_its_interval() -> None:
    with duties(sweep=60):
        assert [run_due_duties(), run_due_duties()] == [1, 0]
        passes(seconds=59)
        assert run_due_duties() == 0
        passes(seconds=2)
        assert run_due_duties() == 1
    assert done == ["sweep", "sweep"]


def test_a_duty_of_the_day_waits_for_the_night_and_stays_there() -> None:
    with duties(sweep=DAY):
        assert run_due_duties() == 0
        assert timezone.localtime(Duty.objects.get().due_at).hour == 3
        passes(days=1)
        assert run_due_duties() == 1
        night = Duty.objects.get().due_at
    assert timezone.localtime(night).hour == 3
    assert timezone.now() < night < timezone.now() + timedelta(days=1)


def test_what_was_missed_is_not_made_up_for() -> None:
    with duties(sweep=60):
        run_due_duties()
        passes(hours=5)
        assert [run_due_duties(), run_due_duties()] == [1, 0]


def test_a_duty_that_fails_is_named_retried_and_stops_no_other() -> None:
    with duties(stumble=3600, sweep=3600):
        assert run_due_duties() == 2
        failed = Duty.objects.get(name="stumble")
        assert failed.last_error == "ConnectionError: the post office is shut"
        passes(seconds=31)
        run_due_duties()
        assert done == ["stumble", "sweep", "stumble"]
        assert Duty.objects.get(name="stumble").due_at > timezone.now() + timedelta(seconds=45)


def test_a_duty_that_succeeds_again_forgets_its_error() -> None:
    with duties(stumble=60):
        run_due_duties()
    passes(minutes=1)
    with override_settings(WORKER_DUTIES=[("stumble", f"{HERE}.sweep", 60)]):
        run_due_duties()
    duty = Duty.objects.get()
    assert (duty.last_error, duty.failures, duty.done_at is None) == ("", 0, False)


@pytest.mark.fault
def test_what_a_killed_worker_had_begun_is_done_after_its_lease() -> None:
    with duties(fall=60), pytest.raises(KeyboardInterrupt):
        run_due_duties()
    with override_settings(WORKER_DUTIES=[("fall", f"{HERE}.sweep", 60)]):
        assert run_due_duties() == 0
        passes(minutes=5, seconds=1)
        assert run_due_duties() == 1


def test_a_worker_that_lost_its_lease_says_nothing() -> None:
    with duties(outlast=60):
        run_due_duties()
    duty = Duty.objects.get()
    assert (duty.done_at, duty.leased_until is None) == (None, False)


def test_a_look_at_the_duties_is_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with duties(sweep=60):
        run_due_duties()
        with django_assert_num_queries(1):
            run_due_duties()


def test_a_wiring_shows_its_duties(capsys: pytest.CaptureFixture[str]) -> None:
    with duties(sweep=60):
        call_command("show_wiring")
    assert f"{HERE}.sweep  every 60 s" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wired", "said"),
    [
        ([("a", f"{HERE}.sweep", 0)], "whole number"),
        ([("a", f"{HERE}.sweep", 9), ("a", f"{HERE}.stumble", 9)], "2 times"),
        ([("a", f"{HERE}.greedy", 9)], "without arguments"),
        ([("a", "sitegroup.nowhere.duty", 9)], "cannot be imported"),
    ],
)
def test_a_duty_that_cannot_be_done_is_found(wired: list[Any], said: str) -> None:
    with override_settings(WORKER_DUTIES=wired):
        found = [str(error) for error in run_checks() if error.level >= ERROR]
    assert any("WORKER_DUTIES['a']" in error and said in error for error in found)
