"""refresh_datasets: bring the wired datasets up to date with their content."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.services import refresh_dataset
from opendata.sources import source_names
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """After wiring a new source, or after a restore; the worker does it by itself otherwise."""

    help = "按现有内容更新数据集（没有变化的不产生新版本）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dataset, --json."""
        parser.add_argument("--dataset", default="", help="只更新这一个数据集")
        parser.add_argument("--json", action="store_true", help="每个数据集输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh; a source that fails is named and the others go on."""
        failed = 0
        for name in [options["dataset"]] if options["dataset"] else source_names():
            try:
                done = refresh_dataset(name=name)
            except PlatformError as error:
                self.stderr.write(f"{name}：{error}")
                failed += 1
                continue
            shown = f"{name}：{done.state}，第{done.number}版，{done.row_count}条"
            self.stdout.write(
                json.dumps(asdict(done), ensure_ascii=False) if options["json"] else shown
            )
        if failed:
            raise CommandError(f"{failed}个数据集没有更新成功")
