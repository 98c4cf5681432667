"""The worker as a thread: one for a database, ended cleanly, and its seat taken over."""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given
from django.utils import timezone

from search.index import get_engine
from sitegroup.changes import embedded
from sitegroup.models import Delivery, DeliveryState, Duty
from tests.sitegroup.conftest import make_county

pytestmark = pytest.mark.django_db(transaction=True)


def comes_true(held: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether this is so within the time."""
    end = time.monotonic() + seconds
    while not held() and time.monotonic() < end:
        time.sleep(0.05)
    return held()


def threads() -> int:
    """The embedded workers of this process."""
    return sum(thread.name == embedded.SEAT for thread in threading.enumerate())


def test_a_release_is_delivered_by_the_thread(settings: Any, tmp_path: Path) -> None:
    settings.DATASETS_DIR, settings.SEARCH_DIR = tmp_path / "datasets", tmp_path / "search"
    settings.WORKER_DUTIES = []
    get_engine().clear()
    county = make_county()
    stopped = [embedded.start(), embedded.start()]  # as two processes of a server would
    try:
        county.public(title="关于防汛的通知")
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
        assert comes_true(lambda: not waiting.exists())
        assert Duty.objects.get(name=embedded.SEAT).leased_until > timezone.now()
    finally:
        for one in stopped:
            one.set()
        assert comes_true(lambda: threads() == 0)
    assert Duty.objects.get(name=embedded.SEAT).leased_until is None


def test_a_seat_is_for_one_and_is_taken_over_after_its_lease() -> None:
    first, second = embedded._Seat(), embedded._Seat()
    assert (first.taken(), second.taken()) == (True, False)
    past = timezone.now() - timedelta(seconds=1)
    Duty.objects.filter(name=embedded.SEAT).update(leased_until=past)
    assert second.taken()
    first.left()
    assert not first.taken()


def test_it_is_off_unless_asked_for() -> None:
    asked = os.environ.get("EMBEDDED_WORKER", "0") == "1"
    assert asked == given.EMBEDDED_WORKER
