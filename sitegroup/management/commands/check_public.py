"""Check everything public again, as every night."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.models import CheckRun, ContentFinding, FindingRun
from sitegroup.checking.nightly import check_public, live_count
from sitegroup.models import Site


class Command(BaseCommand):
    """manage.py check_public."""

    help = "按现行规则把已经公开的内容再查一遍；中断了再运行会接着查。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One unit only, and how to report."""
        parser.add_argument("--site", default="", help="只查这个单位（代码）")
        parser.add_argument("--json", action="store_true", help="每批输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the round and count what is open after it."""
        site = self._site(options["site"])
        total, run = live_count(site), None
        columns = (TextColumn("检查"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(file=sys.stderr)
        quiet = options["json"] or not console.is_terminal
        try:
            with Progress(*columns, console=console, disable=quiet) as bar:
                task = bar.add_task("", total=total)
                for run in check_public(site=site):
                    bar.update(task, completed=run.checked)
                    if options["json"]:
                        self.stdout.write(json.dumps({"done": run.checked, "total": total}))
        except RuleError as error:
            raise CommandError(str(error)) from error
        self._report(run, site, as_json=options["json"])

    def _site(self, code: str) -> Site | None:
        found = Site.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise CommandError(f"没有代码是{code}的单位。")
        return found

    def _report(self, run: CheckRun | None, site: Site | None, *, as_json: bool) -> None:
        found = ContentFinding.objects.filter(run=FindingRun.NIGHTLY, gone_at=None)
        if site:
            found = found.filter(site=site)
        levels = [found.filter(level=level).count() for level in ("block", "warn")]
        checked = run.checked if run else 0
        if as_json:
            counts = {"checked": checked, "block": levels[0], "warn": levels[1]}
            self.stdout.write(json.dumps({"counts": counts}))
        else:
            self.stdout.write(f"已查 {checked}  必须改 {levels[0]}  请核对 {levels[1]}")
