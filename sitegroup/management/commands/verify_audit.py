"""Walk the audit chain."""

import gzip
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sitegroup.audit.models import AuditEntry
from sitegroup.audit.verifying import Progress as Told
from sitegroup.audit.verifying import Report, link_before, verify, walk
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """manage.py verify_audit."""

    help = "核对操作记录：有一处被改、缺失、插入、调换或截去，就指出第一处，以1退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file instead of the database; JSON instead of words."""
        parser.add_argument("--archive", type=Path, help="核对prune_audit移存的一个文件")
        parser.add_argument("--json", action="store_true", help="每2000条输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, and name the first break."""
        try:
            with self._progress(options) as progress:
                report = (
                    self._archive(options["archive"], progress)
                    if options["archive"]
                    else verify(progress=progress)
                )
        except PlatformError as error:
            raise CommandError(str(error), returncode=1) from error
        self._say(report, options)

    def _archive(self, path: Path, progress: Told) -> Report:
        try:
            entries = list(_entries(path))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CommandError(f"读不出移存文件{path}：{error}", returncode=1) from error
        if not entries:
            raise CommandError(f"移存文件{path}里没有操作记录。", returncode=1)
        return walk(entries, start=link_before(entries[0]), progress=progress)

    def _say(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            breaks = [
                {"kind": str(found.kind), "sequence": found.sequence, "why": found.why}
                for found in report.breaks
            ]
            told = {"checked": report.checked, "last": report.last.sequence, "breaks": breaks}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        for found in report.breaks:
            self.stderr.write(str(found))
        if report.breaks:
            raise CommandError("操作记录不完整。", returncode=1)
        if not options["json"]:
            self.stdout.write(
                f"操作记录完整：核对{report.checked}条，到第{report.last.sequence}条。"
            )

    @contextmanager
    def _progress(self, options: dict[str, Any]) -> Iterator[Told]:
        console = Console(file=sys.stderr)
        if options["json"]:
            yield lambda done: self.stdout.write(json.dumps({"done": done}))
            return
        if options["archive"] or not console.is_terminal:
            yield lambda done: None
            return
        total = AuditEntry.objects.count()
        with Progress(
            TextColumn("核对"), BarColumn(), MofNCompleteColumn(), console=console
        ) as bar:
            task = bar.add_task("核对", total=total)
            yield lambda done: bar.update(task, completed=done)


def _entries(path: Path) -> Iterator[AuditEntry]:
    """The entries of an archive, as they were."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            yield AuditEntry(**{**fields, "at": datetime.fromisoformat(fields["at"])})
