"""Feeds of every column and topic: Atom and RSS."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.pages.models import Article, Channel, Topic
from cms.pages.reading import ids_below
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.feeds import FEEDS, xml_text
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.registry import Place
from sitegroup.delivery.views import find_page

ENTRIES = 30


@require_safe
@public_page
def column_feed(request: HttpRequest, kind: str, path: str = "") -> HttpResponse:
    """<column>/feed.atom and feed.rss: the newest articles of a column and those below it."""
    place = place_of(request)
    rest = place.rest.rsplit("/", 1)[0] + "/"
    page = find_page(Place(place.site, rest))
    if not isinstance(page, Channel | Topic):
        raise Http404
    address = page.full_url or ""
    feed = FEEDS[kind](
        title=xml_text(f"{place.site.short_name} {page.title}"),
        link=address,
        description=xml_text(page.description or page.title),
        language="zh-CN",
        feed_url=f"{address}feed.{kind}",
        author_name=xml_text(place.site.name),
    )
    newest = Article.objects.public().in_channels(ids_below(page)).newest()
    for article in newest.select_related("site__organisation").defer("body")[:ENTRIES]:
        feed.add_item(
            title=xml_text(article.title),
            link=article.full_url or "",
            description=xml_text(article.summary),
            pubdate=article.published_at,
            updateddate=article.last_published_at,
            author_name=xml_text(article.source or place.site.short_name),
            unique_id=f"tag:gongkai,2026:article:{article.pk}",
            unique_id_is_permalink=False,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
