"""Leases and pauses: a worker that lives is not taken for a dead one, and waits to try again."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

RENEWALS_PER_LEASE = 3
LONGEST_WORK = timedelta(hours=2)  # what takes longer hangs: its lease is let go


DOUBLINGS = 12  # beyond, every longest pause is reached


def pause_before(attempt: int, *, longest: float) -> timedelta:
    """How long to wait before trying again: twice as long each time, up to `longest` seconds.

    Not all at the same moment: between half of it and the whole.
    """
    pause = min(2.0 ** min(attempt, DOUBLINGS), longest)
    return timedelta(seconds=pause * random.uniform(0.5, 1.0))  # noqa: S311


@contextmanager
def kept_alive(renew: Callable[[], bool], lease: timedelta) -> Iterator[None]:
    """Call `renew` from a second thread again and again before the lease ends.

    It answers whether the lease is still ours; a lost one is not asked for again.
    """
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(renew, lease, ended), daemon=True, name="lease")
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _beat(renew: Callable[[], bool], lease: timedelta, ended: threading.Event) -> None:
    pause = lease / RENEWALS_PER_LEASE
    for _time in range(LONGEST_WORK // pause):
        if ended.wait(pause.total_seconds()):
            return
        try:
            if not renew():
                return
        except DatabaseError as error:
            logger.warning("a lease could not be renewed: %s", error)
        finally:
            connection.close()
