"""A worker inside the web server, for an installation on SQLite that is one process tree."""

import atexit
import logging
import threading
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from sitegroup.changes.models import Duty
from sitegroup.changes.working import work

logger = logging.getLogger(__name__)

SEAT = "embedded-worker"
LEASE = timedelta(seconds=30)
LOOK_SECONDS = 5.0
STOP_SECONDS = 10.0


def start() -> threading.Event:
    """Start the thread of this process; set the event to stop it, as the end of the process does.

    A server may have forked several processes: the one that holds the seat works, the others
    look every few seconds whether it is still there.
    """
    stopped = threading.Event()
    thread = threading.Thread(target=_live, args=(stopped,), daemon=True, name=SEAT)
    thread.start()

    def stop() -> None:
        stopped.set()
        thread.join(STOP_SECONDS)

    atexit.register(stop)
    return stopped


def _live(stopped: threading.Event) -> None:
    """Work while this process holds the seat; wait for it while another does."""
    seat = _Seat()
    try:
        while not stopped.is_set():
            close_old_connections()
            if not seat.taken():
                stopped.wait(LOOK_SECONDS)
                continue
            shift = threading.Event()
            keeper = threading.Thread(target=seat.keep, args=(stopped, shift), daemon=True)
            keeper.start()
            try:
                work(shift)
            finally:
                shift.set()
                keeper.join()
        seat.left()
    finally:
        connection.close()


class _Seat:
    """The one place of an embedded worker in a database: a row with a lease."""

    def __init__(self) -> None:
        self.until = timezone.now()

    def taken(self) -> bool:
        """Whether this process has the seat from now on."""
        now = timezone.now()
        try:
            with transaction.atomic():
                row, _new = Duty.objects.select_for_update().get_or_create(
                    name=SEAT, defaults={"due_at": now}
                )
                if row.leased_until and row.leased_until > now:
                    return False
                return self._renewed(now)
        except DatabaseError as error:
            logger.warning("the embedded worker waits for the database: %s", error)
            return False

    def _renewed(self, now: datetime) -> bool:
        until = now + LEASE
        kept = Duty.objects.filter(name=SEAT).update(leased_until=until)
        self.until = until
        return bool(kept)

    def keep(self, stopped: threading.Event, shift: threading.Event) -> None:
        """Renew the lease in good time; end the shift when told to stop or when it is lost."""
        try:
            while not shift.is_set() and not stopped.wait(LEASE.total_seconds() / 3):
                held = Duty.objects.filter(name=SEAT, leased_until=self.until)
                until = timezone.now() + LEASE
                if not held.update(leased_until=until):
                    break
                self.until = until
        except DatabaseError as error:
            logger.warning("the embedded worker lost its seat: %s", error)
        finally:
            shift.set()
            connection.close()

    def left(self) -> None:
        """Leave the seat to whoever comes next, at once."""
        with suppress(DatabaseError):  # then the lease ends by itself
            Duty.objects.filter(name=SEAT, leased_until=self.until).update(leased_until=None)
