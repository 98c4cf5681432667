"""Deliver what follows every change, for as long as it runs."""

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from sitegroup.changes.worker import drain, drain_all

IDLE_SECONDS = 0.2
BROKEN_SECONDS = 2.0


class Command(BaseCommand):
    """manage.py run_worker."""

    help = "发布后处理：更新网页、索引、数据集和目录。随时可以中断，再次启动会接着做。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: stop when nothing is left to do."""
        parser.add_argument("--once", action="store_true", help="处理完已有的就退出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain the ledger until a signal says stop."""
        if options["once"]:
            self.stdout.write(f"{drain_all()} deliveries")
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            self._step()

    def _step(self) -> None:
        close_old_connections()
        try:
            if not drain():
                time.sleep(IDLE_SECONDS)
        except OperationalError as error:
            # a database that is away comes back; the ledger has not forgotten anything
            self.stderr.write(str(error))
            time.sleep(BROKEN_SECONDS)
