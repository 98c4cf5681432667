"""The search page and its feeds."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.completion import CompletionRequest, suggestions
from search.exceptions import SearchError
from search.index import get_engine
from search.query import SearchRequest
from search.representation import SearchPage, Suggestions, search_page
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.feeds import FEEDS, xml_text
from sitegroup.delivery.frame import Feed, Frame
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.pager import whole_number
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import plain_frame
from sitegroup.models import Site

FEED_ENTRIES = 30


def read_request(query: QueryDict, *, per_page: int = 10) -> SearchRequest:
    """A reader's address as a request; what makes no sense is left out, never an error."""
    return SearchRequest(
        q=query.get("q", ""),
        site=query.get("site") or None,
        kinds=tuple(kind for kind in query.getlist("kind") if kind),
        year=whole_number(query.get("year", "")),
        validity=query.get("validity") or None,
        sort="date" if query.get("sort") == "date" else "relevance",
        page=whole_number(query.get("page", "1")) or 1,
        per_page=per_page,
    )


def find(asked: SearchRequest) -> SearchPage:
    """Ask the index. Raises SearchError while it cannot answer."""
    return search_page(asked, get_engine().search(asked))


def complete(asked: CompletionRequest) -> Suggestions:
    """Titles and units for what has been typed. Raises SearchError."""
    return suggestions(asked, get_engine().complete(asked))


def _frame(site: Site, asked: SearchRequest, address: str) -> Frame:
    words = asked.tidied().q
    title = _("搜索“%s”") % words if words else _("站内搜索")
    frame = plain_frame(site, title=title, path=address, noindex=True)
    feed = f"{site.base_url}/search/feed.atom?{urlencode({'q': words})}"
    feeds = (Feed(title, feed, "application/atom+xml"),) if words else ()
    return replace(frame, feeds=feeds)


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=&site=&kind=&year=&validity=&sort=&page=."""
    site = place_of(request).site
    asked = read_request(request.GET)
    frame = _frame(site, asked, request.get_full_path())
    context: dict[str, Any] = {"results": None}
    status = 200
    try:
        context["results"] = find(asked)
    except SearchError:
        # the page itself still helps: it says so and offers the columns
        status = 503
    return render_page(
        request, "search.html", site=site, frame=frame, status=status, q=asked.tidied().q, **context
    )


@require_safe
@public_page
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """/search/feed.atom?q=: the newest results of a search."""
    site = place_of(request).site
    asked = read_request(request.GET, per_page=FEED_ENTRIES)
    newest = SearchRequest(
        q=asked.q, site=asked.site, kinds=asked.kinds, sort="date", per_page=FEED_ENTRIES
    )
    title = _("搜索“%s”") % newest.tidied().q
    address = f"{site.base_url}/search/?{urlencode({'q': newest.tidied().q})}"
    made = FEEDS[kind](title=title, link=address, description=title, language="zh-CN")
    try:
        results = find(newest).results
    except SearchError:
        return HttpResponse(
            _("搜索暂时不能用，请稍后再试。"), status=503, content_type="text/plain"
        )
    for item in results:
        moment = datetime.combine(item.date, time(), tzinfo=UTC) if item.date else None
        made.add_item(
            title=xml_text(item.title),
            link=item.url,
            description="",
            pubdate=moment,
            updateddate=moment,
            unique_id=f"tag:gongkai,2026:{item.key}",
            unique_id_is_permalink=False,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
