"""The frames of the catalogue's pages: title, way here, META tags of 国办发〔2017〕47号."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from opendata.addresses import catalogue_url
from opendata.representation import CataloguePage, DatasetPage
from sitegroup.delivery.frame import Feed, Frame, Link, Meta
from sitegroup.delivery.shell import address_in, home_way, plain_frame, site_metas
from sitegroup.models import Site

FEED_TYPES = (("feed.atom", "application/atom+xml"), ("feed.rss", "application/rss+xml"))


def _column_metas(title: str, description: str) -> tuple[Meta, ...]:
    return (
        Meta("ColumnName", title),
        Meta("ColumnDescription", description or title),
        Meta("ColumnKeywords", _("开放数据,数据集")),
        Meta("ColumnType", "数据开放"),
    )


def _numbered(title: str, number: int) -> str:
    return (
        _("%(title)s（第%(number)d页）") % {"title": title, "number": number}
        if number > 1
        else title
    )


def catalogue_frame(site: Site, view: CataloguePage) -> Frame:
    """The portal's catalogue."""
    frame = plain_frame(site, title=view.title, path="/data/")
    number = view.pager.page
    return replace(
        frame,
        document_title=f"{_numbered(view.title, number)} - {site.name}",
        canonical_url=f"{frame.canonical_url}?page={number}" if number > 1 else frame.canonical_url,
        metas=(*frame.metas, *_column_metas(view.title, view.description)),
        feeds=tuple(
            Feed(view.title, f"{catalogue_url()}{name}", media_type)
            for name, media_type in FEED_TYPES
        ),
    )


def dataset_frame(
    site: Site, view: DatasetPage, catalogue_title: str, *, published: datetime
) -> Frame:
    """A dataset's page; `published` is when its first version came."""
    way = (Link(catalogue_title, view.catalogue_url),)
    frame = plain_frame(site, title=view.title, path=f"/data/{view.name}/", way=way)
    content = (
        Meta("ArticleTitle", view.title),
        Meta("PubDate", timezone.localtime(published).strftime("%Y-%m-%d %H:%M")),
        Meta("ContentSource", view.unit),
        Meta("Keywords", ",".join(view.tags)),
        Meta("Description", view.notes),
        Meta("Url", view.url),
    )
    metas = (*frame.metas, *_column_metas(catalogue_title, ""), *content)
    return replace(frame, metas=tuple(meta for meta in metas if meta.content))


def channel_frame(page: Any, view: CataloguePage) -> Frame:
    """A column of a site that shows datasets."""
    site: Site = page.site
    home_depth = site.home_page.depth if site.home_page else 0
    above = [
        Link(ancestor.title, address_in(site, ancestor.url_path))
        for ancestor in Page.objects.ancestor_of(page).filter(depth__gt=home_depth)
    ]
    number = view.pager.page
    return Frame(
        title=view.title,
        document_title=f"{_numbered(view.title, number)} - {site.name}",
        canonical_url=f"{page.full_url}?page={number}" if number > 1 else str(page.full_url),
        breadcrumb=(*home_way(site), *above),
        metas=(*site_metas(site), *_column_metas(view.title, view.description)),
        section_url=above[0].url if above else str(page.full_url),
    )
