"""Insert many new articles at once, exactly as one by one would have left them.

Wagtail's add_child, save_revision and publish write some twenty rows and run every signal for
each page. Here the rows of a whole batch go in together: pages, articles, attachments, revisions,
releases, changes, deliveries; in one transaction, so that a batch is there whole or not at all.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, ReferenceIndex

from cms.pages.imports.article_rows import ArticleRow
from cms.pages.imports.digest import FIELDS, digest_of_row
from cms.pages.imports.storing import FileStore
from cms.pages.models import Article, ArticleAttachment, Channel, Topic
from cms.pages.rows import insert_own_rows, insert_page_rows, insert_revisions
from sitegroup.checking.findings import Finding
from sitegroup.checking.running import check, check_many
from sitegroup.models import Site
from sitegroup.review.bulk import approved_by, record_imported
from sitegroup.review.engine import open_files
from sitegroup.review.hashing import content_hash

BODY: Any = Article._meta.get_field("body")


@dataclass(frozen=True)
class Batch:
    """What is the same for every article of an import."""

    site: Site
    owner: Any
    approver: Any
    store: FileStore
    locale: Locale = field(default_factory=Locale.get_default)


def fill(article: Any, row: ArticleRow) -> None:
    """Put a row's values on an article, all but its files."""
    article.title = article.draft_title = row.title
    article.body = BODY.stream_block.to_python(row.blocks)
    article.source = row.source or article.site.short_name
    article.imported_digest = digest_of_row(row, article.site)
    for name in FIELDS:
        setattr(article, name, getattr(row, name))


def insert(
    rows: Sequence[ArticleRow], channels: dict[str, Channel | Topic], batch: Batch
) -> dict[int, list[Finding]]:
    """Insert new articles: live with their releases if there is an approver, else as drafts.

    What the content check blocks becomes a draft all the same; its findings come back by line.
    Raises RuleError where there is an approver and the rules cannot be read.
    """
    allowed = approved_by(batch.approver) if batch.approver is not None else nullcontext()
    with batch.store.undoing(), transaction.atomic(), allowed:
        return _insert(rows, channels, batch)


def trial(row: ArticleRow, channel: Channel | Topic, batch: Batch) -> list[Finding]:
    """What would keep a new line from being released, its files apart: they are not stored."""
    return [one for one in check(_new(row, channel, batch)) if one.blocks]


def _insert(
    rows: Sequence[ArticleRow], channels: dict[str, Channel | Topic], batch: Batch
) -> dict[int, list[Finding]]:
    articles = [_new(row, channels[row.channel], batch) for row in rows]
    # two names may mean the same column
    for key in sorted({article.parent_channel_id for article in articles}):
        _place([article for article in articles if article.parent_channel_id == key], key)
    for article, row in zip(articles, rows, strict=True):
        _attach(article, row, batch.store)
    # before their rows are written: a row says whether it is public
    found = check_many(articles) if batch.approver is not None else [[] for _row in rows]
    held = {}
    for article, row, findings in zip(articles, rows, found, strict=True):
        if blocking := [one for one in findings if one.blocks]:
            held[row.number] = blocking
            _as_draft(article)
    insert_page_rows(articles)
    insert_own_rows(articles)
    _save_attachments(articles)
    _revisions([article for article in articles if not article.live], batch)
    _released([pair for pair in zip(articles, found, strict=True) if pair[0].live], batch)
    return held


def _as_draft(article: Article) -> None:
    article.live, article.has_unpublished_changes = False, True
    article.last_published_at = None


def _new(row: ArticleRow, channel: Channel | Topic, batch: Batch) -> Article:
    now = timezone.now()
    live = batch.approver is not None
    article: Any = Article(
        site=batch.site,
        parent_channel_id=channel.pk,
        external_id=row.external_id,
        owner=batch.owner,
        live=live,
        has_unpublished_changes=not live,
        first_published_at=row.published_at,
        published_at=row.published_at,
        last_published_at=now if live else None,
        latest_revision_created_at=now,
        content_type=_type(),
        locale=batch.locale,
        translation_key=uuid4(),
        numchild=0,
    )
    # said outright, or each later look at the attachments would ask the database
    article.attachments = []
    article.wagtail_admin_comments = []
    fill(article, row)
    return article


def _type() -> ContentType:
    return ContentType.objects.get_for_model(Article)


def _place(articles: list[Article], channel_id: int) -> None:
    """Give new children of a column their place in the tree and their slugs."""
    parent = Page.objects.select_for_update().get(pk=channel_id)
    beside = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = beside.order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    slugs = [_slugs(article.external_id) for article in articles]
    wished = [slug for pair in slugs for slug in pair]
    taken = set(beside.filter(slug__in=wished).values_list("slug", flat=True))
    for number, (article, pair) in enumerate(zip(articles, slugs, strict=True), step + 1):
        slug = next((one for one in pair if one not in taken), f"i{uuid4().hex}")
        taken.add(slug)
        article.slug = slug
        article.depth = parent.depth + 1
        article.path = Page._get_path(parent.path, article.depth, number)
        article.url_path = f"{parent.url_path}{slug}/"
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(articles))


def _slugs(external_id: str) -> tuple[str, str]:
    """The address that an article has from its id, and another where that is taken."""
    plain, mark = slugify(external_id), sha256(external_id.encode()).hexdigest()
    return plain or f"i{mark[:12]}", f"{plain}-{mark[:8]}".lstrip("-")


def _attach(article: Any, row: ArticleRow, store: FileStore) -> None:
    if row.image:
        article.lead_image = store.picture(row.image, row.external_id)
    if row.attachments:
        article.attachments = list(store.attachments(row.attachments, row.external_id))


def _save_attachments(articles: list[Article]) -> None:
    for article in articles:
        items = [item for item in article.attachments.all() if item.pk is None]
        for item in items:
            item.article_id = article.pk
        if items:
            ArticleAttachment.objects.bulk_create(items)


def _revisions(articles: list[Article], batch: Batch) -> Iterator[tuple[Any, int, dict[str, Any]]]:
    """One revision for each article: (article, revision, content)."""
    live = bool(articles) and articles[0].live
    return insert_revisions(articles, user=batch.owner, live=live)


def _released(checked: list[tuple[Article, list[Finding]]], batch: Batch) -> None:
    """Revisions, releases and changes of live articles."""
    if not checked:
        return
    articles = [article for article, _findings in checked]
    files = {article.pk: _files(article) for article in articles}
    record_imported(
        site=batch.site,
        by=batch.approver,
        items=[
            (article, revision, content_hash(content, files[article.pk]), findings)
            for (article, revision, content), (_article, findings) in zip(
                _revisions(articles, batch), checked, strict=True
            )
        ],
    )
    for article in articles:
        if files[article.pk]:
            open_files(article)
            ReferenceIndex.create_or_update_for_object(article)


def _files(article: Article) -> list[Any]:
    if not article.lead_image_id and not article.attachments.all():
        return []
    return article.referenced_files()
