"""Import articles: new ones in bulk, known ones as new revisions, nothing twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.imports.article_rows import ArticleReader, ArticleRow
from cms.pages.imports.bulk import Batch, fill, insert
from cms.pages.imports.lines import read_lines
from cms.pages.models import Article, Channel, Topic
from cms.pages.reading import channel_at
from sitegroup.exceptions import ImportRefused, PlatformError, Problem
from sitegroup.models import Site
from sitegroup.review.bulk import release_imported, require_approver
from sitegroup.review.services import open_case

BATCH = 500
COMPARED = (
    "title", "source", "author", "doc_no", "signed_on", "theme", "validity", "keywords", "summary",
)  # fmt: skip


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
    if wish.all_or_nothing:
        with transaction.atomic():
            counts = run.all(progress)
            errors = [p for p in run.problems if p.level == "error"]
            if errors:
                raise ImportRefused(errors)
    else:
        counts = run.all(progress)
    if not reader.seen and not run.problems:
        raise ImportRefused(
            [Problem("empty", _("文件里没有一条内容。"), _("每行写一个JSON对象。"))]
        )
    return counts, run.problems


class _Run:
    """One pass over the file."""

    def __init__(self, wish: ArticleImport, reader: ArticleReader) -> None:
        self.wish, self.reader = wish, reader
        self.problems = reader.problems
        self.channels: dict[str, Channel | Topic | None] = {}
        self.batch = Batch(wish.site, wish.owner or wish.approver, wish.approver)
        self.counts: Counter[str] = Counter(created=0, changed=0, unchanged=0, refused=0)

    def all(self, progress: Callable[[int, int], None]) -> Counter[str]:
        rows = self.reader.rows(read_lines(self.wish.path))
        done = 0
        for chunk in _chunks(rows):
            good = [row for row in chunk if self._channel(row)]
            if self.wish.check:
                self.counts["would_import"] += len(good)
            else:
                self._write(good)
            done += len(chunk)
            progress(done, 0)
        self.counts["refused"] = len({p.row for p in self.problems if p.level == "error"})
        return self.counts

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
            self.problems.append(
                Problem(
                    "unknown_channel",
                    why,
                    mend,
                    row=row.number,
                    column="channel",
                    value=row.channel,
                )
            )
        return found

    def _write(self, rows: list[ArticleRow]) -> None:
        known = {
            article.external_id: article
            for article in Article.objects.filter(
                site=self.wish.site, external_id__in=[row.external_id for row in rows]
            )
        }
        fresh = [row for row in rows if row.external_id not in known]
        if fresh:
            channels = {slug: channel for slug, channel in self.channels.items() if channel}
            insert(fresh, channels, self.batch)
            self.counts["created"] += len(fresh)
        for row in rows:
            if row.external_id in known:
                self.counts[self._again(known[row.external_id], row)] += 1

    @transaction.atomic
    def _again(self, article: Article, row: ArticleRow) -> str:
        """An article that an earlier import brought: a new revision where anything differs."""
        latest = article.get_latest_revision_as_object()
        before = _facts(latest)
        if article.first_published_at != row.published_at:
            self._date_changed(article, row)
            return "unchanged"
        fill(latest, row)
        if _facts(latest) == before:
            return "unchanged"
        if open_case(article):
            why = _("“%s”正在审核，没有更改。") % article.title
            self.problems.append(
                Problem("in_review", why, _("请等审核办结或撤回后再导入。"), row=row.number)
            )
            return "unchanged"
        latest.save_revision(user=self.batch.owner, clean=False)
        if self.wish.approver is not None:
            article.refresh_from_db()
            release_imported(subject=article, by=self.wish.approver)
        return "changed"

    def _date_changed(self, article: Article, row: ArticleRow) -> None:
        why = _("“%(title)s”首次发布时间已定为%(old)s，不能改。") % {
            "title": article.title,
            "old": article.first_published_at,
        }
        self.problems.append(
            Problem(
                "date_changed",
                why,
                _("首次发布时间只定一次；请改回原来的日期。"),
                row=row.number,
                column="date",
            )
        )


def _facts(article: Article) -> tuple[Any, ...]:
    """What an import can change, comparable; block ids are made anew each time and left out."""
    blocks = [(block["type"], block["value"]) for block in article.body.get_prep_value()]
    return (blocks, *(getattr(article, name) for name in COMPARED))


def _chunks(rows: Iterable[ArticleRow]) -> Iterator[list[ArticleRow]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, BATCH)):
        yield chunk
