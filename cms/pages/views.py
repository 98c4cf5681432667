"""Draw the pages of the tree from their representations."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from cms.pages.framing import article_frame, channel_frame, home_frame
from cms.pages.home import portal_home_view, unit_home_view
from cms.pages.models import Article, Channel, PortalHome, Topic, UnitHome
from cms.pages.reading import channel_view, neighbours, newest_briefs
from cms.pages.representation import article_view
from sitegroup.delivery.pager import page_number
from sitegroup.delivery.render import render_page

BESIDE = 5


def portal_home(request: HttpRequest, page: PortalHome) -> HttpResponse:
    """门户首页."""
    frame = home_frame(page, f"{page.site.name}政府网站，公开政府信息，提供政务服务")
    return render_page(
        request, "portal_home.html", site=page.site, frame=frame, home=portal_home_view(page)
    )


def unit_home(request: HttpRequest, page: UnitHome) -> HttpResponse:
    """单位首页."""
    frame = home_frame(page, page.site.organisation.duties or page.site.name)
    return render_page(
        request, "unit_home.html", site=page.site, frame=frame, home=unit_home_view(page)
    )


def channel(request: HttpRequest, page: Channel) -> HttpResponse:
    """栏目: a feature where the column has one, else its list or its text."""
    if page.feature in settings.CHANNEL_FEATURES:
        feature = import_string(settings.CHANNEL_FEATURES[page.feature])
        answer: HttpResponse = feature(request, page)
        return answer
    view = channel_view(page, page=page_number(request))
    number = view.pager.page if view.pager else 1
    frame = channel_frame(page, number=number)
    return render_page(request, "channel.html", site=page.site, frame=frame, channel=view)


def topic(request: HttpRequest, page: Topic) -> HttpResponse:
    """专题."""
    view = channel_view(page, page=page_number(request))
    frame = channel_frame(page, number=view.pager.page if view.pager else 1)
    return render_page(request, "topic.html", site=page.site, frame=frame, channel=view)


def article(request: HttpRequest, page: Article) -> HttpResponse:
    """信息."""
    newer, older = neighbours(page)
    view = article_view(page, previous=newer, following=older)
    beside = newest_briefs([page.parent_channel_id], BESIDE, without=page)
    frame = article_frame(page, view)
    return render_page(
        request, "article.html", site=page.site, frame=frame, article=view, beside=beside
    )
