"""Write the record of operations, or a part of it, to a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sitegroup.audit.exporting import export_file
from sitegroup.audit.models import AuditEntry
from sitegroup.audit.querying import Wish, asked_for
from sitegroup.exceptions import PlatformError
from sitegroup.management.imports import person_named


class Command(BaseCommand):
    """manage.py export_audit FILE.csv."""

    help = "导出操作记录到.csv或.jsonl文件。导出本身也记入操作记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and which days."""
        parser.add_argument("file", type=Path, help="写到哪个文件：.csv给人看，.jsonl含校验值")
        parser.add_argument("--from", dest="first", type=_day, help="从哪天，如2026-01-01")
        parser.add_argument("--to", dest="last", type=_day, help="到哪天（含）")
        parser.add_argument("--by", default="", help="导出人用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, oldest first."""
        path: Path = options["file"]
        if path.suffix not in (".csv", ".jsonl"):
            raise CommandError(f"文件名要以.csv或.jsonl结尾：{path.name}")
        wish = Wish(first=options["first"], last=options["last"])
        told = {"from": str(wish.first or ""), "to": str(wish.last or "")}
        try:
            by = person_named(options["by"])
            entries = asked_for(AuditEntry.objects.order_by("sequence"), wish)
            count = export_file(entries, path, by=by, told=told)
        except (PlatformError, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"已导出{count}条：{path}")


def _day(text: str) -> date:
    return date.fromisoformat(text)
