"""Articles as search documents."""

from collections.abc import Iterator

from django.utils import timezone

from cms.pages.body import body_text
from cms.pages.models import Article
from cms.pages.querysets import ArticleQuerySet
from cms.pages.representation import keywords_of
from search.document import SearchDocument
from sitegroup.models import Change


class ArticleSource:
    """信息 -> search document; only what is public has one."""

    @staticmethod
    def _found() -> ArticleQuerySet:
        return Article.objects.public().select_related("site__organisation")

    @classmethod
    def document(cls, key: str) -> SearchDocument | None:
        """The document of one article; None when it is not public."""
        article = cls._found().filter(pk=key).first()
        return _document(article, _version(key)) if article else None

    @classmethod
    def all_documents(cls) -> Iterator[SearchDocument]:
        """Every public article, a thousand at a time."""
        versions = dict(
            Change.objects.filter(object_type="article")
            .order_by("version")
            .values_list("object_key", "version")
        )
        for article in cls._found().order_by("pk").iterator(chunk_size=1000):
            yield _document(article, versions.get(article.object_key, 1))


def _version(key: str) -> int:
    last = Change.objects.filter(object_type="article", object_key=key).order_by("version").last()
    return last.version if last else 1


def _document(article: Article, version: int) -> SearchDocument:
    return SearchDocument(
        key=f"article:{article.pk}",
        version=version,
        kind="document" if article.doc_no or article.validity else "article",
        site=article.site.code,
        site_name=article.site.short_name,
        title=article.title,
        summary=article.summary,
        body=body_text(article.body),
        url=article.full_url or "",
        date=timezone.localdate(article.published_at) if article.published_at else None,
        channel="",
        doc_no=article.doc_no,
        index_no="",
        keywords=keywords_of(article),
        validity=article.validity,
    )
