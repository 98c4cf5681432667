"""push_catalogue: send the datasets to the CKAN that CKAN_URL names."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.catalogue.client import CkanClient
from opendata.catalogue.push import push_dataset
from opendata.catalogue.report import PushReport
from opendata.models import Dataset
from sitegroup.exceptions import PlatformError


class Command(BaseCommand):
    """Idempotent: a second run finds nothing to do."""

    help = "把数据集目录推送到CKAN（CKAN_URL、CKAN_API_TOKEN）；已撤下的从CKAN里删除"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dataset, --dry-run, --json."""
        parser.add_argument("--dataset", default="", help="只推送这一个数据集")
        parser.add_argument("--dry-run", action="store_true", help="只说会做什么，不改动CKAN")
        parser.add_argument("--json", action="store_true", help="每个数据集输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Push every dataset; a failure is named and the others go on."""
        names = [options["dataset"]] if options["dataset"] else list(
            Dataset.objects.order_by("name").values_list("name", flat=True)
        )  # fmt: skip
        failed = 0
        try:
            with CkanClient(dry_run=options["dry_run"]) as client:
                for name in names:
                    failed += not self._push(client, name, as_json=options["json"])
        except PlatformError as error:
            raise CommandError(str(error)) from error
        if failed:
            raise CommandError(f"{failed}个数据集没有推送成功")

    def _push(self, client: CkanClient, name: str, *, as_json: bool) -> bool:
        try:
            report = push_dataset(name=name, client=client)
        except PlatformError as error:
            line = {"name": name, "error": str(error), "code": error.code}
            shown = json.dumps(line, ensure_ascii=False) if as_json else f"{name}：{error}"
            (self.stdout if as_json else self.stderr).write(shown)
            return False
        self.stdout.write(report_line(report, as_json=as_json))
        return True


def report_line(report: PushReport, *, as_json: bool) -> str:
    """A push on one line."""
    if as_json:
        return json.dumps(report.as_dict(), ensure_ascii=False)
    if not report.changes:
        return f"{report.name}：没有变化"
    rows = report.rows
    return (
        f"{report.name}：目录 {report.package}，表 {report.table}，"
        f"新增{rows.created}条，修改{rows.updated}条，删除{rows.deleted}条，不变{rows.unchanged}条"
    )
