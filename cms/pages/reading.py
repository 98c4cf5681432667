"""Read what the pages show: from the database to representations, in few queries."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from cms.pages.models import Article, Channel, SitePage, Topic
from cms.pages.querysets import ArticleQuerySet
from cms.pages.representation import (
    ArticleBrief,
    ArticleView,
    ChannelBrief,
    ChannelView,
    article_brief,
    article_view,
    channel_brief,
    empty_hint,
    pager,
)
from sitegroup.delivery.frame import Link
from sitegroup.delivery.shell import address_in
from sitegroup.models import Site

PER_PAGE = 20
# root, home, section: the pages of a site begin at depth 2
SECTION_DEPTH = 3


def channel_at(site: Site, slugs: str) -> Channel | Topic | None:
    """A site's live column or topic by its path of slugs, such as zfxxgk/fdzdgk/xzfwj."""
    if site.home_page is None:
        return None
    url_path = f"{site.home_page.url_path}{slugs}/"
    found = Page.objects.live().filter(url_path=url_path).type(Channel, Topic).first()
    return found.specific if found else None


def addresses_at(site: Site, slugs: Iterable[str]) -> dict[str, str]:
    """The addresses of a site's live columns and topics by their paths of slugs."""
    if site.home_page is None:
        return {}
    wanted = {f"{site.home_page.url_path}{path}/": path for path in slugs}
    found = Page.objects.live().filter(url_path__in=wanted).type(Channel, Topic)
    urls = found.values_list("url_path", flat=True)
    return {wanted[url]: address_in(site, url) for url in urls}


def ids_below(channel: Page) -> list[int]:
    """The column's own id and those of all columns below it."""
    below = Page.objects.descendant_of(channel, inclusive=True).live().type(Channel, Topic)
    return list(below.values_list("pk", flat=True))


def newest_briefs(
    channels: Iterable[int], count: int, *, without: ArticleBrief | Article | None = None
) -> tuple[ArticleBrief, ...]:
    """The newest articles of some columns, but for one that the page shows already."""
    found = Article.objects.public().in_channels(channels).newest().for_list()
    if without:
        found = found.exclude(pk=without.id)
    return tuple(article_brief(article) for article in found[:count])


def brief_at(
    site: Site, slugs: str, count: int, *, without: ArticleBrief | None = None
) -> ChannelBrief:
    """A column by its slugs with its newest articles; empty where there is no such column."""
    channel = channel_at(site, slugs)
    if channel is None:
        return ChannelBrief("", "", "")
    return channel_brief(channel, newest_briefs(ids_below(channel), count, without=without))


def siblings_of(channel: SitePage) -> tuple[Link, ...]:
    """The columns beside this one, with this one marked; for moving inside a section."""
    parent = channel.get_parent()
    if parent.depth < SECTION_DEPTH:
        return ()
    beside = parent.get_children().live().type(Channel, Topic).order_by("path")
    return tuple(
        Link(page.title, address_in(channel.site, page.url_path), page.pk == channel.pk)
        for page in beside
    )


def channel_view(
    channel: Channel | Topic, *, page: int = 1, per_page: int = PER_PAGE
) -> ChannelView:
    """A column as readers see it."""
    own = Article.objects.public().in_channels([channel.pk])
    total = own.count()
    pages = pager(page, total, per_page)
    start = (pages.page - 1) * per_page
    articles = own.newest().for_list()[start : start + per_page]
    single = getattr(channel, "feature", "") == "single"
    return ChannelView(
        title=channel.title,
        url=channel.full_url or "",
        description=channel.description,
        column_type=getattr(channel, "column_type", ""),
        channels=_sub_columns(channel) if pages.page == 1 else (),
        siblings=siblings_of(channel),
        articles=() if single else tuple(article_brief(article) for article in articles),
        text=_single_text(own, channel) if single else None,
        pager=None if single or not total else pages,
        empty_hint=empty_hint(f"{channel.site.base_url}/"),
    )


def _single_text(own: ArticleQuerySet, channel: Channel | Topic) -> ArticleView | None:
    newest = own.newest().select_related("lead_image").first()
    if newest is None:
        return None
    if newest.site_id == channel.site_id:
        newest.site = channel.site
    return article_view(newest)


def _sub_columns(channel: Channel | Topic) -> tuple[ChannelBrief, ...]:
    children = list(channel.get_children().live().type(Channel, Topic).order_by("path").specific())
    below = Page.objects.descendant_of(channel).live().type(Channel, Topic)
    places = list(below.values_list("path", "pk"))
    briefs = []
    for child in children:
        child.site = channel.site
        ids = [pk for path, pk in places if path.startswith(child.path)]
        briefs.append(channel_brief(child, newest_briefs(ids, 5)))
    return tuple(briefs)


def neighbours(article: Article) -> tuple[Link | None, Link | None]:
    """The article before and after this one in its column: (newer, older)."""
    beside = Article.objects.public().in_channels([article.parent_channel_id]).for_list()
    moment, key = article.published_at, article.pk
    if moment is None:
        return None, None
    newer = Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=key)
    older = Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=key)
    before = beside.filter(newer).order_by("published_at", "pk").first()
    after = beside.filter(older).newest().first()
    return _link(before), _link(after)


def _link(article: Article | None) -> Link | None:
    return Link(article.title, article.full_url or "") if article else None


def lead_brief(site: Site, slugs: Iterable[str]) -> ArticleBrief | None:
    """The newest article with a picture in the given columns."""
    channels = [c for slug in slugs if (c := channel_at(site, slug))]
    ids = [pk for channel in channels for pk in ids_below(channel)]
    found = (
        Article.objects.public()
        .in_channels(ids)
        .exclude(lead_image=None)
        .newest()
        .select_related("site__organisation", "lead_image")
        .defer("body")
        .first()
    )
    return article_brief(found, with_picture=True) if found else None
