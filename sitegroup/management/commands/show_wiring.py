"""Print what is plugged in where."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sitegroup.checks import wired_paths


class Command(BaseCommand):
    """manage.py show_wiring."""

    help = "列出 cms/settings/wiring.py 里接上的各部分。"

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a path; duties with the seconds between."""
        every = {name: f"  every {seconds} s" for name, _path, seconds in settings.WORKER_DUTIES}
        for setting, name, path in wired_paths():
            note = every[name] if setting == "WORKER_DUTIES" else ""
            self.stdout.write(f"{setting:18} {name:12} {path}{note}")
