"""rebuild_index: a new search index beside the old one, swapped in when it holds everything."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from search.document import SearchDocument
from search.exceptions import SearchError
from search.index import get_engine
from search.sources import all_documents
from sitegroup.delivery import epoch

BATCH = 1000


class Command(BaseCommand):
    """重建检索索引."""

    help = "Build the search index anew and swap it in when it holds every public object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--engine and --json."""
        parser.add_argument("--engine", choices=["embedded", "elastic"], default="")
        parser.add_argument("--json", action="store_true", help="one JSON line a batch")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild; a failure leaves the old index in use."""
        name = options["engine"]
        if name == "elastic" and not settings.ELASTICSEARCH_URL:
            raise CommandError(
                "--engine elastic needs ELASTICSEARCH_URL, the address of the cluster (http://...)"
            )
        engine = get_engine(name)
        shown = self._lines if options["json"] else self._bar
        started = time.monotonic()
        try:
            total = engine.rebuild(shown(all_documents()))
            epoch.bump()
        except SearchError as error:
            raise CommandError(str(error)) from error
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self._line(done=True, engine=engine.name, documents=total, seconds=seconds)
        else:
            done = _("索引已重建：%(total)d篇，%(seconds)s秒。")
            self.stdout.write(done % {"total": total, "seconds": seconds})

    def _lines(self, documents: Iterator[SearchDocument]) -> Iterator[SearchDocument]:
        """One JSON line a batch."""
        for number, document in enumerate(documents, start=1):
            yield document
            if number % BATCH == 0:
                self._line(done=False, documents=number)

    def _line(self, **fields: Any) -> None:
        self.stdout.write(json.dumps(fields, ensure_ascii=False))

    def _bar(self, documents: Iterator[SearchDocument]) -> Iterator[SearchDocument]:
        """A moving bar on a terminal; nothing elsewhere."""
        console = Console(stderr=True)
        columns = (
            TextColumn(_("检索索引")),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=None)
            for document in documents:
                yield document
                progress.advance(task)
