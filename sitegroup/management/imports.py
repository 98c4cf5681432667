"""What every import command prints and how it ends."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sitegroup.audit.imports import recorded_import
from sitegroup.exceptions import ImportRefused, PlatformError, Problem
from sitegroup.models import Site

MOST_SHOWN = 200
COUNTED = {
    "created": gettext_lazy("新建"),
    "changed": gettext_lazy("更改"),
    "unchanged": gettext_lazy("不变"),
    "refused": gettext_lazy("未导入"),
    "would_import": gettext_lazy("可以导入"),
}


class ImportCommand(BaseCommand):
    """An import: problems named one by one, exit code 0 only if nothing was lost."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The switches that every import takes."""
        parser.add_argument("file", type=Path, help="要导入的文件")
        parser.add_argument("--check", action="store_true", help="只检查，不写入")
        parser.add_argument("--all-or-nothing", action="store_true", help="有一处错误就全部不导入")
        parser.add_argument("--json", action="store_true", help="每批输出一行JSON")
        parser.add_argument("--lang", default="zh-hans", help="问题用什么语言说：zh-hans或en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and report."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        with override(options["lang"]):
            try:
                counts, problems = self._recorded(path, options)
            except ImportRefused as refused:
                self._report(Counter(), refused.problems, options)
                raise CommandError(_("没有导入任何内容。"), returncode=1) from refused
            except PlatformError as error:
                if options["json"]:
                    self._report(Counter(), [Problem(error.code, str(error))], options)
                raise CommandError(str(error), returncode=1) from error
            self._report(counts, problems, options)
        if any(problem.level == "error" for problem in problems):
            sys.exit(1)

    def _recorded(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """Run it, on record from before its first row to its last; a check writes nothing."""
        if options["check"]:
            return self.run_import(path, options)
        by = person_named(options.get("approved_by") or options.get("by") or "")
        site = Site.objects.filter(code=options.get("site") or "").first()
        with recorded_import(path=path, by=by, site=site) as told:
            counts, problems = self.run_import(path, options)
            told["counts"] = dict(counts)
            told["problems"] = len(problems)
        return counts, problems

    def run_import(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """What was done, counted, and every problem found."""
        raise NotImplementedError

    def _report(
        self, counts: Counter[str], problems: list[Problem], options: dict[str, Any]
    ) -> None:
        if options["json"]:
            for problem in problems:
                self.stdout.write(json.dumps({"problem": problem.as_dict()}, ensure_ascii=False))
            self.stdout.write(json.dumps({"counts": dict(counts)}, ensure_ascii=False))
            return
        for problem in problems[:MOST_SHOWN]:
            label = _("错误") if problem.level == "error" else _("提醒")
            self.stderr.write(f"{label}  {problem}")
        if len(problems) > MOST_SHOWN:
            rest = len(problems) - MOST_SHOWN
            self.stderr.write(_("还有%d条，用--json看全部。") % rest)
        words = (f"{COUNTED.get(name, name)} {count}" for name, count in counts.items())
        self.stdout.write("  ".join(words))

    @contextmanager
    def progress(self, options: dict[str, Any], label: str) -> Iterator[Callable[[int, int], None]]:
        """A progress bar on a terminal, one JSON line a batch with --json, else silence."""
        if options["json"]:
            yield lambda done, total: self.stdout.write(json.dumps({"done": done, "total": total}))
            return
        console = Console(file=sys.stderr)
        if not console.is_terminal:
            yield lambda done, total: None
            return
        columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(label, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total or None)


def person_named(username: str) -> Any:
    """The active user of that name; None for an empty name. Raises PlatformError naming it."""
    if not username:
        return None
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        raise PlatformError(_("没有用户“%s”。") % username, "unknown_user")
    return found
