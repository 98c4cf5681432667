"""Move what is older than the time of keeping into a file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sitegroup.audit.pruning import old_entries, prune
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """manage.py prune_audit."""

    help = "把超过保存期的操作记录移存到文件（至少保存180天）。移存本身也记入操作记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to keep; only say what would be done."""
        parser.add_argument("--days", type=int, help="保留多少天，默认AUDIT_RETENTION_DAYS")
        parser.add_argument("--dry-run", action="store_true", help="只说会移存多少条")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move them."""
        try:
            if options["dry_run"]:
                self.stdout.write(f"可以移存{old_entries(options['days']).count()}条。")
                return
            moved = prune(days=options["days"])
        except (PlatformError, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        if moved is None:
            self.stdout.write("没有超过保存期的操作记录。")
            return
        self.stdout.write(
            f"已移存{moved.count}条（第{moved.first}条至第{moved.last}条）：{moved.path}"
        )
