"""The door of the API, and what stands outside it: /api/v1/, its description, its explorer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.answering import ItemView, ReadView, origin
from cms.api.representation import EntryPoints
from cms.api.schema import description
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.middleware import place_of

FOLDERS = ("sites", "channels", "articles", "expenses", "datasets", "search", "changes",
           "schema", "docs")  # fmt: skip


class Entry(ItemView):
    """入口."""

    kinds = (EntryPoints,)
    operation = "entry"
    tag = "站点"
    summary = _("入口")
    description = _("各个列表的网址。")

    def item(self) -> EntryPoints:
        """Every entry point on the host that was asked."""
        base = f"{origin(self.request)}/api/v1"
        return EntryPoints(**{name: f"{base}/{name}/" for name in FOLDERS})


class Schema(ReadView):
    """接口说明 for programs: OpenAPI 3.1."""

    schema = None

    def get(self, request: Request) -> Response:
        """The description."""
        self.asked()
        return Response(description())


class Missing(ReadView):
    """An address of the API that leads nowhere."""

    schema = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """301 where only the last slash is missing."""
        if not request.path_info.endswith("/"):
            try:
                match = resolve(f"{request.path_info}/")
            except Resolver404:
                return super().dispatch(request, *args, **kwargs)
            if getattr(match.func, "cls", None) is not Missing:
                query = request.META.get("QUERY_STRING", "")
                address = f"{place_of(request).site.base_url}{request.path}/"
                return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Request, rest: str = "") -> Response:
        """404."""
        raise Http404


@require_safe
@public_page
def docs(request: HttpRequest) -> HttpResponse:
    """/api/v1/docs/: the description for people, to read and to try; nothing from other hosts."""
    with translation.override("zh-hans"):
        schema = description()
        operations = [
            {"path": path, "summary": operation["get"]["summary"]}
            for path, operation in schema["paths"].items()
        ]
        site = place_of(request).site
        context = {"title": schema["info"]["title"], "operations": operations, "site": site}
        return HttpResponse(render(None, "api/docs.html", context).content)
