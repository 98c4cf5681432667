"""All reading of articles."""

from collections.abc import Iterable

from wagtail.models import PageManager, PageQuerySet

from sitegroup.models import Site


class ArticleQuerySet(PageQuerySet):
    """Articles as the public may read them."""

    def public(self) -> "ArticleQuerySet":
        """Released and not withdrawn."""
        return self.filter(live=True)

    def for_site(self, site: Site) -> "ArticleQuerySet":
        """One unit's own."""
        return self.filter(site=site)

    def in_channels(self, ids: Iterable[int]) -> "ArticleQuerySet":
        """Those that stand in one of the columns."""
        return self.filter(parent_channel_id__in=list(ids))

    def newest(self) -> "ArticleQuerySet":
        """Newest first, in an order that does not change between two readings."""
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> "ArticleQuerySet":
        """With the rows that a list shows, and without the text."""
        return self.select_related("site__organisation", "lead_image").defer("body", "summary")


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
