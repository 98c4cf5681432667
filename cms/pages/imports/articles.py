"""Import articles: new ones in bulk, known ones as new revisions, nothing twice."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.imports.again import Again
from cms.pages.imports.article_rows import ArticleReader, ArticleRow
from cms.pages.imports.bulk import Batch, insert, trial
from cms.pages.imports.held import held_back
from cms.pages.imports.lines import read_lines
from cms.pages.imports.refused import Refused
from cms.pages.imports.storing import FileStore
from cms.pages.models import Article, Channel, Topic
from cms.pages.reading import channel_at
from sitegroup.checking.findings import Finding
from sitegroup.exceptions import ImportRefused, PlatformError, Problem
from sitegroup.models import Site
from sitegroup.review.bulk import require_approver

BATCH = 500
LARGEST_BATCH = 2 * 1024 * 1024


@dataclass(frozen=True)
class ArticleImport:
    """What an import is asked to do; `approver` None leaves everything as drafts."""

    path: Path
    site: Site
    channel: str
    approver: Any = None
    owner: Any = None
    folder: Path | None = None
    check: bool = False
    all_or_nothing: bool = False


def find_site(code: str) -> Site:
    """A site by its code. Raises PlatformError naming it."""
    site = Site.objects.select_related("organisation", "home_page").filter(code=code).first()
    if site is None:
        raise PlatformError(_("没有代码是“%s”的站点。请先建站。") % code, "unknown_site")
    return site


def find_channel(site: Site, slugs: str) -> Channel | Topic:
    """A site's column by its path of slugs, or by its own slug where only one has it.

    Raises PlatformError naming it.
    """
    found = channel_at(site, slugs.strip("/"))
    if found is None and "/" not in slugs:
        same = list(Channel.objects.filter(site=site, slug=slugs, live=True)[:2])
        found = same[0] if len(same) == 1 else None
    if found is None:
        why = _("站点“%(site)s”没有栏目“%(slug)s”。请填栏目的网址名，如zfxxgk/bmwj。")
        raise PlatformError(why % {"site": site.code, "slug": slugs}, "unknown_channel")
    return found


def import_articles(
    wish: ArticleImport, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Counter[str], list[Problem]]:
    """Import a JSONL file: ({created, changed, unchanged, refused}, problems).

    Batches of 500 are each there whole or not at all; an import that broke off is finished by
    running it again. With `all_or_nothing` any error undoes everything. Raises ImportRefused.
    """
    if wish.approver is not None:
        require_approver(wish.approver)
    reader = ArticleReader(site=wish.site.code, channel=wish.channel, folder=wish.folder)
    run = _Run(wish, reader)
    with _quiet_collector():
        counts = _imported(run, progress)
    if not reader.seen and not reader.problems:
        raise ImportRefused(
            [Problem("empty", _("文件里没有一条内容。"), _("每行写一个JSON对象。"))]
        )
    return counts, run.found()


def _imported(run: "_Run", progress: Callable[[int, int], None]) -> Counter[str]:
    if not run.wish.all_or_nothing:
        return run.all(progress)
    with run.batch.store.undoing(), transaction.atomic():
        counts = run.all(progress)
        if run.reader.refused:
            raise ImportRefused([p for p in run.found() if p.level == "error"])
    return counts


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Leave what was loaded before to itself: each look for garbage would go through all of it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class _Run:
    """One pass over the file."""

    def __init__(self, wish: ArticleImport, reader: ArticleReader) -> None:
        self.wish, self.reader = wish, reader
        self.channels: dict[str, Channel | Topic | None] = {}
        owner = wish.owner or wish.approver
        self.batch = Batch(wish.site, owner, wish.approver, FileStore(wish.site, owner))
        self.counts: Counter[str] = Counter(created=0, changed=0, unchanged=0, refused=0)

    def all(self, progress: Callable[[int, int], None]) -> Counter[str]:
        rows = self.reader.rows(read_lines(self.wish.path))
        done = 0
        for chunk in _chunks(rows):
            self._write([row for row in chunk if self._channel(row)])
            done += len(chunk)
            progress(done, 0)
        self.counts["refused"] = self.reader.refused
        return self.counts

    def found(self) -> list[Problem]:
        """The problems, in the order of the lines."""
        reader = self.reader
        found = sorted(reader.problems, key=lambda problem: problem.row or 0)
        if reader.unlisted:
            why = _("另有%d处问题，没有一一列出。") % reader.unlisted
            level = "error" if reader.refused else "warning"
            found.append(Problem("more", why, _("请先改正前面的，再导入一次。"), level=level))
        return found

    def _channel(self, row: ArticleRow) -> Channel | Topic | None:
        if row.channel not in self.channels:
            try:
                self.channels[row.channel] = find_channel(self.wish.site, row.channel)
            except PlatformError:
                self.channels[row.channel] = None
        found = self.channels[row.channel]
        if found is None:
            why = _("没有栏目“%s”。") % row.channel
            mend = _("请填栏目的网址名，如zfxxgk/bmwj。")
            refused = Refused("channel", "unknown_channel", why, mend, row.channel)
            self.reader.refuse(row.number, refused)
        return found

    def _write(self, rows: list[ArticleRow]) -> None:
        known = {
            article.external_id: article
            for article in Article.objects.filter(
                site=self.wish.site, external_id__in=[row.external_id for row in rows]
            )
        }
        fresh = [row for row in rows if row.external_id not in known]
        channels = {slug: channel for slug, channel in self.channels.items() if channel}
        if fresh and not self.wish.check:
            for number, findings in insert(fresh, channels, self.batch).items():
                self._hold(number, findings)
        elif self.wish.approver is not None:
            for row in fresh:
                self._hold(row.number, trial(row, channels[row.channel], self.batch))
        self.counts["would_import" if self.wish.check else "created"] += len(fresh)
        for row in rows:
            if row.external_id in known:
                self._again(known[row.external_id], row)

    def _again(self, article: Article, row: ArticleRow) -> None:
        again = Again(article, row, self.batch)
        try:
            needed = again.check()
        except Refused as refused:
            self.reader.refuse(row.number, refused)
            return
        if needed and self.wish.check:
            self._hold(row.number, again.trial())
            self.counts["would_import"] += 1
            return
        held = again.write() if needed else []
        self._hold(row.number, held)
        # what was a draft that may not be released is one still
        left = not needed or (held and not again.changed)
        self.counts["unchanged" if left else "changed"] += 1

    def _hold(self, number: int, findings: list[Finding]) -> None:
        for problem in held_back(number, findings):
            self.reader.add(problem)


def _chunks(rows: Iterable[ArticleRow]) -> Iterator[list[ArticleRow]]:
    """At most 500 rows, fewer where they are long."""
    chunk: list[ArticleRow] = []
    size = 0
    for row in rows:
        if chunk and (len(chunk) == BATCH or size + row.size > LARGEST_BATCH):
            yield chunk
            chunk, size = [], 0
        chunk.append(row)
        size += row.size
    if chunk:
        yield chunk
