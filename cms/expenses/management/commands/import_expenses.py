"""Import of three-public-expenses statements."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from cms.expenses.services import import_statements
from sitegroup.exceptions import Problem
from sitegroup.management.imports import ImportCommand, person_named


class Command(ImportCommand):
    """manage.py import_expenses FILE.{xlsx,xls,csv}."""

    help = "导入三公经费表，存为草稿，审核以后才公开。可以反复运行，同一份文件不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year where the file says none, and who stands for it."""
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, help="文件里没有写年度时用的年度")
        parser.add_argument("--by", default="", help="起草人用户名")
        parser.add_argument("--approved-by", default="", help="审定这一批的政府办审定岗用户名")

    def run_import(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """Import."""
        result = import_statements(
            data=path.read_bytes(),
            filename=path.name,
            year=options["year"],
            by=person_named(options["by"]),
            check=options["check"],
            all_or_nothing=options["all_or_nothing"],
            approved_by=person_named(options["approved_by"]),
        )
        return result.counts, list(result.problems)
