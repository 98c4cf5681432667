"""Sites, groups, columns and settings for a table of units."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from cms.pages.imports.units import STANDARD_COLUMNS, import_units
from opendata.tables import read_table_file
from sitegroup.exceptions import Problem
from sitegroup.management.imports import ImportCommand


class Command(ImportCommand):
    """manage.py import_units FILE.csv."""

    help = "按单位表建站：code,name,kind,parent,mode,path,host,theme。可以反复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Also where the columns of each kind of unit come from."""
        super().add_arguments(parser)
        parser.add_argument(
            "--columns", type=Path, default=STANDARD_COLUMNS, help="各类单位的标准栏目（JSON）"
        )

    def run_import(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """Make the sites."""
        with self.progress(options, "建站") as progress:
            return import_units(
                data=read_table_file(path),
                check=options["check"],
                all_or_nothing=options["all_or_nothing"],
                columns_file=options["columns"],
                progress=progress,
            )
