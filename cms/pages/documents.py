"""Articles as search documents."""

from collections.abc import Iterator

from django.utils import timezone

from cms.pages.body import body_text
from cms.pages.models import Article, Channel
from cms.pages.querysets import ArticleQuerySet
from cms.pages.representation import keywords_of
from search.document import SearchDocument
from sitegroup.models import Change

# id of a column -> its title and its ColumnType
Columns = dict[int, tuple[str, str]]
POLICY = "政策文件"


class ArticleSource:
    """信息 -> search document; only what is public has one."""

    @staticmethod
    def _found() -> ArticleQuerySet:
        return Article.objects.public().select_related("site__organisation")

    @classmethod
    def document(cls, key: str) -> SearchDocument | None:
        """The document of one article; None when it is not public."""
        version = _version(key)
        article = cls._found().filter(pk=key).first()
        if article is None:
            return None
        columns = _columns(pk=article.parent_channel_id)
        return _document(article, version, columns)

    @classmethod
    def all_documents(cls) -> Iterator[SearchDocument]:
        """Every public article, a thousand at a time."""
        versions = dict(
            Change.objects.filter(object_type="article")
            .order_by("version")
            .values_list("object_key", "version")
        )
        columns = _columns()
        for article in cls._found().order_by("pk").iterator(chunk_size=1000):
            yield _document(article, versions.get(article.object_key, 1), columns)


def _version(key: str) -> int:
    last = Change.objects.filter(object_type="article", object_key=key).order_by("version").last()
    return last.version if last else 1


def _columns(**which: int) -> Columns:
    rows = Channel.objects.filter(**which).values_list("pk", "title", "column_type")
    return {pk: (title, kind) for pk, title, kind in rows}


def _document(article: Article, version: int, columns: Columns) -> SearchDocument:
    channel, column_type = columns.get(article.parent_channel_id, ("", ""))
    is_document = article.doc_no or article.validity or column_type == POLICY
    return SearchDocument(
        key=f"article:{article.pk}",
        version=version,
        kind="document" if is_document else "article",
        site=article.site.code,
        site_name=article.site.short_name,
        title=article.title,
        summary=article.summary,
        body=body_text(article.body),
        url=article.full_url or "",
        date=timezone.localdate(article.published_at) if article.published_at else None,
        channel=channel,
        doc_no=article.doc_no,
        index_no="",
        keywords=keywords_of(article),
        validity=article.validity,
    )
