"""The life of a worker: deliver, attend to duties, rest, until told to stop."""

import logging
import threading

from django.db import OperationalError, close_old_connections

from sitegroup.changes.duties import run_due_duties
from sitegroup.changes.worker import drain

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.2
BROKEN_SECONDS = 2.0


def work(stopped: threading.Event) -> None:
    """Deliver what is due and do the duties in between, until `stopped` is set."""
    while not stopped.is_set():
        close_old_connections()
        try:
            done = drain() + run_due_duties()
        except OperationalError as error:
            # a database that is away comes back; the ledger has not forgotten anything
            logger.error("the database does not answer: %s", error)
            stopped.wait(BROKEN_SECONDS)
            continue
        if not done:
            stopped.wait(IDLE_SECONDS)
