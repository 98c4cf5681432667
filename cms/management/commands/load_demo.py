"""The fictional demo county."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.demo.loading import COUNTY, steps
from cms.demo.people import demo_password, role_table

MARK = "demo_loaded.json"


class Command(BaseCommand):
    """manage.py load_demo."""

    help = "建成演示用的云溪县（虚构）。可以反复运行：只补缺的，不改已有的。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Look again though it was all there, and print the users."""
        parser.add_argument("--again", action="store_true", help="再逐项检查一遍，补上缺的")
        parser.add_argument("--users", action="store_true", help="只列出演示用户")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing."""
        mark = Path(settings.DATA_DIR) / MARK
        database = settings.DATABASE_URL
        done = mark.exists() and json.loads(mark.read_text())["database"] == database
        if not options["users"] and (options["again"] or not done):
            for step in steps():
                sys.stderr.write(f"\r\033[K{step}" if sys.stderr.isatty() else f"{step}\n")
                sys.stderr.flush()
            sys.stderr.write("\n")
            mark.write_text(json.dumps({"database": database}))
        if options["users"]:
            self._users()

    def _users(self) -> None:
        self.stdout.write(f"演示用户（密码都是 {demo_password()}）：")
        for username, name, roles in role_table(COUNTY / "users.json"):
            self.stdout.write(f"  {username:18} {name}  {roles}")
