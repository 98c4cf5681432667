"""A refused change in the admin is a message to the person, not a broken page."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sitegroup.audit.services import publication_refused
from sitegroup.guard.publication import PublicationRefused

ADMIN = "/admin/"


class RefusalMiddleware:
    """Turns PublicationRefused and ProtectedError of any admin view into a message.

    The views of the admin call the guard in many places; what none of our hooks stopped before
    ends here. Nothing was written: the guard refuses before the save.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say why, and go back to where the person came from."""
        if not request.path_info.startswith(ADMIN):
            return None
        if isinstance(error, PublicationRefused):
            publication_refused(request, str(error))
            return _answer(request, str(error), error.code)
        if isinstance(error, ProtectedError):
            return _answer(request, _("这一项还有别的内容或审核记录用到，不能删除。"), "protected")
        if isinstance(error, MultiValueDictKeyError):
            # half a form, which no browser sends: Wagtail's views read it as if it were whole
            return HttpResponse(_("表单不完整，请重新打开页面再填。"), status=400)
        return None


def _answer(request: HttpRequest, why: str, code: str) -> HttpResponse:
    if _wants_json(request):
        data: dict[str, Any] = {"success": False, "error_code": code, "error_message": why}
        return JsonResponse(data, status=HTTPStatus.CONFLICT)
    messages.error(request, why)
    return redirect(_back(request))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("x-requested-with") == "XMLHttpRequest" or (
        request.accepts("application/json") and not request.accepts("text/html")
    )


def _back(request: HttpRequest) -> str:
    referer = request.headers.get("referer", "")
    same = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return referer if referer and same else "wagtailadmin_home"
