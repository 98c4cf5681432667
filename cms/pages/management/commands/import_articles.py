"""Bulk import of articles."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from cms.pages.imports.articles import ArticleImport, find_channel, find_site, import_articles
from sitegroup.exceptions import Problem
from sitegroup.management.imports import ImportCommand, person_named


class Command(ImportCommand):
    """manage.py import_articles FILE.jsonl[.gz] --site CODE --channel SLUG."""

    help = "成批导入信息：id,title,date,body必填。可以反复运行；不加--approved-by的都是草稿。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and who approved it."""
        super().add_arguments(parser)
        parser.add_argument("--site", required=True, help="站点代码")
        parser.add_argument("--channel", required=True, help="栏目的网址名，如zfxxgk/bmwj")
        parser.add_argument("--approved-by", default="", help="审定这一批的政府办审定岗用户名")
        parser.add_argument("--by", default="", help="起草人用户名")
        parser.add_argument("--attachments", type=Path, help="附件所在的文件夹")

    def run_import(self, path: Path, options: dict[str, Any]) -> tuple[Counter[str], list[Problem]]:
        """Import."""
        site = find_site(options["site"])
        find_channel(site, options["channel"])
        wish = ArticleImport(
            path=path,
            site=site,
            channel=options["channel"],
            approver=person_named(options["approved_by"]),
            owner=person_named(options["by"]),
            folder=options["attachments"],
            check=options["check"],
            all_or_nothing=options["all_or_nothing"],
        )
        with self.progress(options, "导入") as progress:
            return import_articles(wish, progress=progress)
