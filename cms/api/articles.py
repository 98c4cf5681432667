"""Articles: /articles/, /sites/{code}/articles/ and each of them."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.api.answering import ItemView, ListView
from cms.api.paging import Slice, SortKey, keyset_page, moment, number
from cms.api.parameters import LARGEST_ID, ListQuery, MomentField, lookups_of, year_field
from cms.api.problems import bad_parameter
from cms.pages.models import Article, Channel, Topic, Validity
from cms.pages.querysets import ArticleQuerySet
from cms.pages.reading import ids_below, neighbours
from cms.pages.representation import (
    CARD_SIZE,
    ArticleBrief,
    ArticleView,
    article_brief,
    article_view,
)
from sitegroup.models import Site

NEWEST_FIRST = (
    SortKey("published_at", moment, descending=True),
    SortKey("pk", number, descending=True),
)


class ArticleQuery(ListQuery):
    """Which articles."""

    channel = serializers.RegexField(
        r"^[-a-z0-9_/]{1,255}$",
        required=False,
        help_text=gettext_lazy("栏目，连同它下面的栏目：栏目编号，或者栏目路径如`zfxxgk/bmwj`。"),
    )
    year = year_field(gettext_lazy("哪一年发布的。"))
    validity = serializers.ChoiceField(
        choices=Validity.values, required=False, help_text=gettext_lazy("文件的有效性。")
    )
    published_since = MomentField(
        required=False, help_text=gettext_lazy("这个时间以后发布的，如`2026-01-01`。")
    )
    modified_since = MomentField(
        required=False,
        help_text=gettext_lazy("这个时间以后发布或改过的。撤下的见`/api/v1/changes/`。"),
    )


class Articles(ListView):
    """信息列表, newest first."""

    query_class = ArticleQuery
    kinds = (ArticleBrief,)
    operation = "articles"
    tag = "信息"
    summary = gettext_lazy("信息列表")
    description = gettext_lazy("公开的新闻、公告、文件等，新的在前。")

    def page(self, asked: dict[str, Any]) -> Slice[ArticleBrief]:
        """One page of what matches."""
        site = self.site()
        self.modified = self.changed_at(Article.object_type, site)
        found = _matching(Article.objects.public(), site, asked)
        rows: Slice[Article] = keyset_page(
            _with_pictures(found), NEWEST_FIRST, cursor=asked.get("cursor"), size=asked["page_size"]
        )
        briefs = [article_brief(article, with_picture=True) for article in rows.items]
        return Slice(briefs, rows.following, rows.previous)


class OneArticle(ItemView):
    """信息."""

    kinds = (ArticleView,)
    operation = "article"
    tag = "信息"
    summary = gettext_lazy("一条信息")
    description = gettext_lazy("一条信息的全部：正文、附件、文件属性、前后两条。")

    def item(self) -> ArticleView:
        """The whole of it."""
        site, key = self.site(), self.kwargs["id"]
        if key > LARGEST_ID:
            raise Http404
        found = Article.objects.public().filter(pk=key)
        found = found.for_site(site) if site else found
        article = found.select_related("site__organisation", "lead_image").first()
        if article is None:
            raise Http404
        self.modified = article.last_published_at
        newer, older = neighbours(article)
        return article_view(article, previous=newer, following=older)


def _matching(found: ArticleQuerySet, site: Site | None, asked: dict[str, Any]) -> ArticleQuerySet:
    if site:
        found = found.for_site(site)
    if "channel" in asked:
        found = found.in_channels(_channels(asked["channel"], site))
    lookups = {
        "year": "published_at__year",
        "validity": "validity",
        "published_since": "published_at__gte",
        "modified_since": "last_published_at__gte",
    }
    return found.filter(**lookups_of(asked, lookups))


def _channels(given: str, site: Site | None) -> list[int]:
    """The columns meant and all below them; a path may mean one in every site."""
    columns = Page.objects.type(Channel, Topic).live()
    if site and site.home_page:
        columns = columns.descendant_of(site.home_page)
    if given.isdigit():
        meant = columns.filter(pk=min(int(given), LARGEST_ID)).first()
        ids = ids_below(meant) if meant else []
    else:
        below = columns.filter(url_path__regex=f"^/[^/]+/{given.strip('/')}/")
        ids = list(below.values_list("pk", flat=True))
    if not ids:
        message = _("没有“%s”这个栏目。有哪些栏目，见channels/。") % given[:40]
        raise bad_parameter("channel", "unknown_channel", message)
    return ids


def _with_pictures(found: ArticleQuerySet) -> ArticleQuerySet:
    """With the rows that a list shows: pictures and their renditions in two queries for all."""
    pictures = get_image_model().objects.prefetch_renditions(CARD_SIZE)
    return (
        found.select_related("site__organisation")
        .prefetch_related(Prefetch("lead_image", queryset=pictures))
        .defer("body")
    )
