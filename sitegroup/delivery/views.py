"""Serve the pages of the tree."""

from http import HTTPStatus

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from sitegroup.delivery.conditional import finish, public_page
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.registry import Place
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import plain_frame
from sitegroup.models import Site, Tombstone


def find_page(place: Place) -> Page | None:
    """The live page at a place, as its own class; one query for the row, one for the rest."""
    home = place.site.home_page
    if home is None or "\x00" in place.rest:
        return None
    url_path = home.url_path + place.rest.lstrip("/")
    page = Page.objects.live().filter(url_path=url_path, path__startswith=home.path).first()
    if page is None:
        return None
    found = page.specific
    if getattr(found, "site_id", None) == place.site.pk:
        found.site = place.site  # known already, with its organisation and its home page
    return found


@require_safe
def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any address that nothing else claims: a page, or 404 in the site's own look."""
    place = place_of(request)
    if not place.rest.endswith("/"):
        slashed = Place(place.site, f"{place.rest}/")
        if find_page(slashed):
            query = request.META.get("QUERY_STRING", "")
            address = f"{place.site.base_url}{slashed.rest}"
            return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))
        raise Http404
    page = find_page(place)
    if page is None:
        raise Http404
    # no Last-Modified: lists and neighbours change without the page itself being released again
    return finish(request, page.serve(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what to do instead, in the look of the site."""
    place = getattr(request, "place", None)
    if place is None:
        return HttpResponse(_("没有找到这个页面"), status=404, content_type="text/plain")
    if tombstone := tombstone_at(place):
        return withdrawn(request, place, tombstone)
    frame = plain_frame(place.site, title=_("没有找到这个页面"), path="/", noindex=True)
    return render_page(request, "404.html", site=place.site, frame=frame, status=404)


def tombstone_at(place: Place) -> Tombstone | None:
    """What stood here and was withdrawn."""
    path = place.rest if place.rest.endswith("/") else f"{place.rest}/"
    if "\x00" in path:
        return None
    return Tombstone.objects.select_related("release").filter(site=place.site, path=path).first()


def withdrawn(request: HttpRequest, place: Place, tombstone: Tombstone) -> HttpResponse:
    """410: when and why it was taken back; or the way to what replaces it."""
    if tombstone.redirect_to:
        # not for ever: the same address may be public again
        return HttpResponseRedirect(_inside(place.site, tombstone.redirect_to))
    title = _("这条信息已经撤下")
    frame = plain_frame(place.site, title=title, path=tombstone.path, noindex=True)
    response = render_page(
        request, "410.html", site=place.site, frame=frame, status=HTTPStatus.GONE,
        what=tombstone.title, reason=tombstone.release.reason,
        day=f"{timezone.localtime(tombstone.release.released_at):%Y-%m-%d}",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-cache"
    return response


def _inside(site: Site, address: str) -> str:
    return f"{site.base_url}{address}" if address.startswith("/") else address


__all__ = ["find_page", "not_found", "public_page", "serve_page"]
