"""Whether everything public is what was released."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sitegroup.models import Site
from sitegroup.review.verifying import verify_public


class Command(BaseCommand):
    """核验公开内容."""

    help = "Compare every public object with its release; exit code 1 where any differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """--site, --json."""
        parser.add_argument("--site", help="code of one unit")
        parser.add_argument("--json", action="store_true", help="one JSON line a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name each object that differs, then count."""
        site = self._site(options["site"])
        looked, wrong = 0, 0
        for found in verify_public(site=site):
            looked += 1
            if found.differs:
                wrong += 1
                self._say(found.key, found.differs, plain=not options["json"])
        if options["json"]:
            self.stdout.write(json.dumps({"looked": looked, "differ": wrong}))
        if wrong:
            raise CommandError(_("%(count)d项公开内容与发布记录不符。") % {"count": wrong})
        if not options["json"]:
            self.stdout.write(_("%(count)d项公开内容都与发布记录相符。") % {"count": looked})

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
