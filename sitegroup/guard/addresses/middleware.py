"""Nobody comes past the address table: what is not in it is for superusers."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.auth import reject_request

from sitegroup.guard.addresses.asked import asked_by
from sitegroup.guard.addresses.kinds import missing
from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.shapes import ANYONE, SIGNED_IN
from sitegroup.guard.addresses.table import table
from sitegroup.guard.middleware import ADMIN


class AddressMiddleware:
    """地址表守卫: before every view of the admin, asks whether its objects are this person's.

    What is not is answered with 404, as if it did not exist, and nothing has been written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the view is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the view begin, or answer in its place. Raises Http404 for what is out of reach."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith(ADMIN):
            return None
        address = table().get(match.view_name)
        if address and address.who == ANYONE:
            return None
        if not request.user.is_authenticated:
            answer: HttpResponseBase = reject_request(request)
            return answer
        if address is None:
            if request.user.is_superuser:
                return None
            raise Http404
        reach = reach_of(request, address.who)
        if address.who != SIGNED_IN and not reach:
            raise Http404
        asked = asked_by(request, address, args, kwargs)
        if not request.user.is_superuser and missing(asked, reach):
            raise Http404
        return address.instead(request, reach) if address.instead else None
