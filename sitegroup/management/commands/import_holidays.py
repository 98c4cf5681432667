"""Import of the yearly holiday notice."""

from collections import Counter
from pathlib import Path
from typing import Any

from sitegroup.exceptions import Problem
from sitegroup.holidays import import_holidays
from sitegroup.management.imports import ImportCommand


class Command(ImportCommand):
    """manage.py import_holidays FILE.csv."""

    help = "导入国务院办公厅的放假安排：date,is_working,name,source。可以反复运行。"

    def run_import(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """Import."""
        return import_holidays(
            path, check=options["check"], all_or_nothing=options["all_or_nothing"]
        )
