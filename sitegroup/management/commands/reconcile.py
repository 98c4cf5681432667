"""Compare every copy of what is public with the database, and mend what differs."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sitegroup.changes.reconciling import Finding, reconciler
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """manage.py reconcile."""

    help = "核对检索、数据集和目录平台与数据库是否一致，把不一致的重新处理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--only, --dry-run, --json."""
        names = [name for name, _path in settings.RECONCILERS]
        parser.add_argument("--only", choices=names, help="只核对这一项")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不改动")
        parser.add_argument("--json", action="store_true", help="每处不同输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each copy in turn; one that cannot be read keeps none of the others from it."""
        failed = 0
        for name, _path in settings.RECONCILERS:
            if options["only"] in (None, name):
                failed += self._compare(name, options)
        if failed:
            raise CommandError(
                _("%d处没有改正。检索索引比数据库新、或数据库里没有记录的，请运行rebuild_index。")
                % failed
            )

    def _compare(self, name: str, options: dict[str, Any]) -> int:
        """How much could not be mended."""
        counts: Counter[str] = Counter()
        left = 0
        try:
            for finding in self._bar(name, reconciler(name)(mend=not options["dry_run"])):
                counts[finding.what or "right"] += 1
                if finding.what:
                    left += not (finding.mended or options["dry_run"])
                    self._line(name, finding, as_json=options["json"])
        except PlatformError as error:
            self.stderr.write(f"{name}：{error}")
            left += 1
        self._sum(name, counts, as_json=options["json"])
        return left

    def _line(self, name: str, finding: Finding, *, as_json: bool) -> None:
        found = {
            "copy": name, "key": finding.key, "what": finding.what, "mended": finding.mended,
        }  # fmt: skip
        plain = f"{name}：{finding.key} {finding.what}"
        self.stdout.write(json.dumps(found, ensure_ascii=False) if as_json else plain)

    def _sum(self, name: str, counts: Counter[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"copy": name, "done": True, **counts}))
            return
        differ = counts.total() - counts["right"]
        said = _("%(name)s：核对%(total)d项，不一致%(differ)d项。")
        self.stdout.write(said % {"name": name, "total": counts.total(), "differ": differ})

    def _bar(self, name: str, findings: Iterator[Finding]) -> Iterator[Finding]:
        """A moving bar on a terminal; nothing elsewhere."""
        console = Console(stderr=True)
        columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=None)
            for finding in findings:
                yield finding
                progress.advance(task)
