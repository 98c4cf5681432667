"""Every request says where it comes from; what it was refused is recorded when it is over."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from sitegroup.audit import origin
from sitegroup.audit.models import Action, Result
from sitegroup.audit.services import LONGEST_PATH, record_apart

ADMIN = "/admin/"
# Signed in already, they lead home by themselves.
DOORS = frozenset({"wagtailadmin_login", "wagtailadmin_logout"})


class AuditMiddleware:
    """Sets the origin of what is recorded; below AuthenticationMiddleware, above all that records.

    Outside every transaction of the view, also where requests are atomic: so what was put off
    until they end is written here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then record what was put off."""
        found = origin.Origin(request)
        token = origin.current.set(found)
        try:
            response = self.get_response(request)
            if request.path_info.startswith(ADMIN) and found.user is not None:
                _look_at(request, response, found)
            return response
        finally:
            for write in found.pending:
                write()
            origin.current.reset(token)


def _look_at(request: HttpRequest, response: HttpResponseBase, found: origin.Origin) -> None:
    """Record pages that the admin refused to this person, and Wagtail's own exports."""
    path = request.get_full_path()[:LONGEST_PATH]
    if _is_refused(request, response) and not found.refused:
        record_apart(
            action=Action.VIEW_REFUSED,
            by=found.user,
            result=Result.REFUSED,
            detail={"path": path, "status": response.status_code},
        )
    elif response.status_code == HTTPStatus.OK and request.GET.get("export"):
        record_apart(action=Action.EXPORTED, by=found.user, detail={"path": path})


def _is_refused(request: HttpRequest, response: HttpResponseBase) -> bool:
    """403; 404 that a view said itself; or Wagtail's way of saying no: back to the home page."""
    match = request.resolver_match
    if match is None or not match.url_name or match.url_name in DOORS:
        return False
    if response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return True
    away = response.status_code == HTTPStatus.FOUND
    return away and response.headers.get("Location") == reverse("wagtailadmin_home")
