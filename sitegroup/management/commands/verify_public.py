"""Whether everything public is what was released."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sitegroup.models import Site
from sitegroup.review.verifying import public_count, verify_public


class Command(BaseCommand):
    """核验公开内容."""

    help = "Compare every public object with its release; exit code 1 where any differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """--site, --since, --json."""
        parser.add_argument("--site", help="code of one unit")
        parser.add_argument("--since", type=day, help="only what was released since YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="one JSON line a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name each object that differs, then count."""
        chosen = {"site": self._site(options["site"]), "since": options["since"]}
        looked, wrong = 0, 0
        with self._bar() as bar:
            total = None if bar.disable else public_count(**chosen)
            task = bar.add_task(_("核验"), total=total)
            for found in verify_public(**chosen):
                looked += 1
                bar.advance(task)
                if found.differs:
                    wrong += 1
                    self._say(found.key, found.differs, plain=not options["json"])
        if options["json"]:
            self.stdout.write(json.dumps({"looked": looked, "differ": wrong}))
        if wrong:
            raise CommandError(_("%(count)d项公开内容与发布记录不符。") % {"count": wrong})
        if not options["json"]:
            self.stdout.write(_("%(count)d项公开内容都与发布记录相符。") % {"count": looked})

    def _bar(self) -> Progress:
        """On a terminal only, and beside what is written."""
        console = Console(file=sys.stderr)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Progress(
            *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
        )

    def _site(self, code: str | None) -> Site | None:
        if code is None:
            return None
        site = Site.objects.filter(code=code).first()
        if site is None:
            raise CommandError(_("没有代码是“%(code)s”的单位。") % {"code": code})
        return site

    def _say(self, key: str, differs: tuple[str, ...], *, plain: bool) -> None:
        row = {"object": key, "differs": list(differs)}
        line = f"{key}: {', '.join(differs)}" if plain else json.dumps(row)
        self.stdout.write(line)


def day(words: str) -> datetime:
    """The beginning of a day, where the county is. Raises ArgumentTypeError."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(words), time.min))
    except ValueError as error:
        raise ArgumentTypeError(f"{words!r} is no day: write it as 2026-11-20") from error
