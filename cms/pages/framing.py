"""The frame of a page of the tree: title, way here, META tags of 国办发〔2017〕47号."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.pages.models import Article, SitePage
from cms.pages.representation import ArticleView
from sitegroup.delivery.frame import Feed, Frame, Link, Meta
from sitegroup.delivery.shell import address_in, home_way, site_metas

HOME_DEPTH = 2  # homes stand directly under the root
FEED_TYPES = (("feed.atom", "application/atom+xml"), ("feed.rss", "application/rss+xml"))


def stamp(moment: datetime | None) -> str:
    """YYYY-MM-DD HH:MM in the county's time."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def _way(page: SitePage) -> tuple[list[Link], str]:
    """The links from the site's home down to the page's parent, and the first column's address."""
    above = [
        Link(ancestor.title, address_in(page.site, ancestor.url_path))
        for ancestor in Page.objects.ancestor_of(page).filter(depth__gt=HOME_DEPTH)
    ]
    return above, above[0].url if above else page.full_url or ""


def _document_title(page: SitePage, *titles: str) -> str:
    return " - ".join([*titles, page.site.name])


def home_frame(page: SitePage, description: str) -> Frame:
    """The first page of a site; it is a column of type 首页 too."""
    site = page.site
    metas = (
        *site_metas(site),
        Meta("ColumnName", "首页"),
        Meta("ColumnDescription", description),
        Meta("ColumnKeywords", f"{site.name},{site.short_name}"),
        Meta("ColumnType", "首页"),
    )
    return Frame(
        title=site.name,
        document_title=site.name,
        canonical_url=f"{site.base_url}/",
        breadcrumb=home_way(site)[:-1],
        metas=metas,
        is_home=True,
    )


def column_metas(channel: Page) -> tuple[Meta, ...]:
    """ColumnName, ColumnDescription, ColumnKeywords, ColumnType."""
    described = getattr(channel, "description", "") or channel.title
    words = getattr(channel, "keywords", None) or [channel.title]
    kind = getattr(channel, "column_type", "") or "工作动态"
    return (
        Meta("ColumnName", channel.title),
        Meta("ColumnDescription", described),
        Meta("ColumnKeywords", ",".join(words)),
        Meta("ColumnType", kind),
    )


def channel_frame(page: SitePage, *, number: int = 1, query: str = "", title: str = "") -> Frame:
    """A column or topic; `number` is the page of its list, `query` what its address carries."""
    above, section = _way(page)
    name = title or page.title
    numbered = f"{name}（第{number}页）" if number > 1 else name
    address = page.full_url or ""
    feeds = tuple(
        Feed(f"{page.site.short_name} {page.title}", f"{address}{feed}", media_type)
        for feed, media_type in FEED_TYPES
    )
    suffix = query or (f"?page={number}" if number > 1 else "")
    return Frame(
        title=name,
        document_title=_document_title(page, numbered),
        canonical_url=f"{address}{suffix}",
        breadcrumb=(*home_way(page.site), *above),
        metas=(*site_metas(page.site), *column_metas(page)),
        feeds=feeds,
        section_url=section,
    )


def article_frame(page: Article, view: ArticleView) -> Frame:
    """An article: site, column and content tags."""
    above, section = _way(page)
    content = [
        Meta("ArticleTitle", view.title),
        Meta("PubDate", stamp(view.published_at)),
        Meta("ContentSource", view.source),
        Meta("Url", view.url),
    ]
    optional = (
        ("Keywords", ",".join(view.keywords)),
        ("Author", view.author),
        ("Description", view.summary),
        ("Image", view.picture.url if view.picture else ""),
    )
    content += [Meta(name, value) for name, value in optional if value]
    parent = page.get_parent().specific
    columns = column_metas(parent)
    return Frame(
        title=view.title,
        document_title=_document_title(page, view.title),
        canonical_url=view.url,
        breadcrumb=(*home_way(page.site), *above),
        metas=(*site_metas(page.site), *columns, *content),
        section_url=section,
    )
