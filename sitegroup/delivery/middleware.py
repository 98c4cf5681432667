"""Every request belongs to a site, or is refused before anything else happens."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.http.request import split_domain_port
from django.template.loader import render_to_string

from sitegroup.delivery.registry import Place, locate

# Answered on every host, without a site: probes come by address.
PROBES = ("/healthz", "/readyz", "/metrics")
# Kept off the units' hosts, so that they never see the session cookie.
ADMIN_PATHS = ("/admin/", "/django-admin/")
# Files of the installation itself: the same on every host.
SHARED_PATHS = ("/static/",)


class SiteMiddleware:
    """Sets `request.place`; 421 for an unknown host, 301 for an address that has moved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find the place, then go on."""
        if request.path_info in PROBES:
            return self.get_response(request)
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        place = locate(host.lower(), request.path_info)
        if request.path_info.startswith(ADMIN_PATHS):
            return self._admin(request, host, place)
        if place is None:
            return HttpResponse(
                render_to_string("base/templates/421.html"), status=HTTPStatus.MISDIRECTED_REQUEST
            )
        if place.moved_to:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(place.moved_to + (f"?{query}" if query else ""))
        request.place = place  # type: ignore[attr-defined]
        return self.get_response(request)

    def _admin(self, request: HttpRequest, host: str, place: Place | None) -> HttpResponseBase:
        allowed = host == settings.ADMIN_HOST if settings.ADMIN_HOST else bool(place)
        if not allowed or (place and not place.site.is_portal and not settings.ADMIN_HOST):
            return HttpResponse(status=HTTPStatus.NOT_FOUND)
        if place:
            request.place = place  # type: ignore[attr-defined]
        return self.get_response(request)


def place_of(request: HttpRequest) -> Place:
    """Where this request is. Raises Http404 outside the middleware."""
    place = getattr(request, "place", None)
    if place is None:
        raise Http404
    return place
