"""Write down what the audit chain ends with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sitegroup.audit.anchors import read_anchors, write_anchor
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """manage.py anchor_audit."""

    help = "写操作记录的存证：今天到第几条、校验值是什么。run_worker每小时做一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write an anchor, if the chain has grown."""
        try:
            write_anchor()
        except PlatformError as error:
            raise CommandError(str(error), returncode=1) from error
        for anchor in read_anchors()[-1:]:
            self.stdout.write(f"{anchor.day}  第{anchor.sequence}条  {anchor.entry_hash}")
