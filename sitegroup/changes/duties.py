"""What workers do again and again: each duty once an interval, however many workers there are."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from sitegroup.changes.leasing import kept_alive
from sitegroup.changes.models import Duty

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
DAY = 24 * 3600
NIGHT = 3  # o'clock, where the county is
FIRST_PAUSE, LONGEST_PAUSE = 30, 3600


def run_due_duties() -> int:
    """Do what is due and no other worker is doing; the number of duties tried."""
    return sum(_attend(duty) for duty in _due())


def _due() -> list[Duty]:
    """The wired duties that are due, after making rows for new ones."""
    wired = {name: seconds for name, _path, seconds in settings.WORKER_DUTIES}
    if not wired:
        return []
    now = timezone.now()
    known = {duty.name: duty for duty in Duty.objects.filter(name__in=wired)}
    new = [
        Duty(name=name, due_at=_first_time(seconds, now))
        for name, seconds in wired.items()
        if name not in known
    ]
    if new:
        Duty.objects.bulk_create(new, ignore_conflicts=True)
        known = {duty.name: duty for duty in Duty.objects.filter(name__in=wired)}
    return [known[name] for name in wired if name in known and _is_free(known[name], now)]


def _is_free(duty: Duty, now: datetime) -> bool:
    return duty.due_at <= now and not (duty.leased_until and duty.leased_until > now)


def _first_time(seconds: int, now: datetime) -> datetime:
    """At once; what comes by the day comes in the coming night."""
    if seconds % DAY:
        return now
    night = timezone.localtime(now).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night if night > now else night + timedelta(days=1)


def _attend(duty: Duty) -> int:
    """Take the duty, unless another worker was quicker, and do it."""
    seen = Duty.objects.filter(
        pk=duty.pk, due_at=duty.due_at, leased_until=duty.leased_until, failures=duty.failures
    )
    lease = timezone.now() + LEASE
    if not seen.update(leased_until=lease):
        return 0
    mine = _Lease(duty, lease)
    try:
        with kept_alive(mine.renew, LEASE):
            _function(duty.name)()
    except Exception as error:
        logger.exception("duty %s failed", duty.name)
        mine.end(**_after_failure(duty, error))
        return 1
    mine.end(**_after_success(duty))
    return 1


class _Lease:
    """The hold of this worker on a duty; what a worker without it says is not recorded."""

    def __init__(self, duty: Duty, until: datetime) -> None:
        self.duty, self.until = duty, until

    def renew(self) -> bool:
        until = timezone.now() + LEASE
        kept = self._held().update(leased_until=until)
        if kept:
            self.until = until
        return bool(kept)

    def end(self, **found: object) -> None:
        self._held().update(leased_until=None, **found)

    def _held(self) -> "QuerySet[Duty]":
        return Duty.objects.filter(pk=self.duty.pk, leased_until=self.until)


def _function(name: str) -> Callable[[], object]:
    paths = {duty: path for duty, path, _seconds in settings.WORKER_DUTIES}
    function: Callable[[], object] = import_string(paths[name])
    return function


def _seconds(name: str) -> int:
    return {duty: seconds for duty, _path, seconds in settings.WORKER_DUTIES}[name]


def _after_success(duty: Duty) -> dict[str, object]:
    """Due again after the interval; what was missed is not made up for, and nights stay nights."""
    now, seconds = timezone.now(), _seconds(duty.name)
    due_at = now + timedelta(seconds=seconds)
    if not seconds % DAY:
        due_at = _first_time(seconds, due_at - timedelta(days=1))
    return {"due_at": due_at, "done_at": now, "failures": 0, "last_error": ""}


def _after_failure(duty: Duty, error: Exception) -> dict[str, object]:
    """Again after a growing pause, and no later than it would come anyway."""
    longest = min(LONGEST_PAUSE, _seconds(duty.name))
    pause = min(longest, FIRST_PAUSE * 2 ** min(duty.failures, 10))
    return {
        "due_at": timezone.now() + timedelta(seconds=pause),
        "failures": duty.failures + 1,
        "last_error": f"{type(error).__name__}: {error}"[:2000],
    }
