"""Deliver what follows every change, for as long as it runs."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sitegroup.changes.duties import run_due_duties
from sitegroup.changes.worker import drain_all
from sitegroup.changes.working import work


class Command(BaseCommand):
    """manage.py run_worker."""

    help = (
        "发布后处理：更新网页、索引、数据集和目录，并执行定时任务。随时可以中断，再次启动会接着做。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: stop when nothing is left to do."""
        parser.add_argument("--once", action="store_true", help="处理完已有的就退出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain the ledger until a signal says stop."""
        if options["once"]:
            run_due_duties()
            self.stdout.write(f"{drain_all()} deliveries")
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        work(stopped)
