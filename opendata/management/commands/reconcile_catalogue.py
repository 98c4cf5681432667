"""reconcile_catalogue: compare CKAN with us down to the last row, and mend what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.catalogue.client import CkanClient
from opendata.management.commands.push_catalogue import report_line
from opendata.reconciling import reports
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """Says of every dataset how much was wrong; with --dry-run mends nothing."""

    help = "逐条核对CKAN里的目录和数据，改正不一致的地方"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run, --json."""
        parser.add_argument("--dry-run", action="store_true", help="只核对，不改动CKAN")
        parser.add_argument("--json", action="store_true", help="每个数据集输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every dataset that there ever was, then what CKAN holds of ours that never was."""
        try:
            with CkanClient(dry_run=options["dry_run"]) as client:
                for report in reports(client):
                    self.stdout.write(report_line(report, as_json=options["json"]))
        except PlatformError as error:
            raise CommandError(str(error)) from error
