"""The door of the API, and what stands outside it: /api/v1/, its description, its explorer."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
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
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import plain_frame

# The labels that Swagger UI draws.
SWAGGER_WORDS = {
    "Parameters": _("参数"),
    "Name": _("名称"),
    "Description": _("说明"),
    "Execute": _("试一试"),
    "Clear": _("清除"),
    "Cancel": _("取消"),
    "Reset": _("重来"),
    "Try it out": _("试一试"),
    "Responses": _("回答"),
    "Server response": _("服务器的回答"),
    "Code": _("状态码"),
    "Details": _("内容"),
    "Response body": _("回答的内容"),
    "Response headers": _("回答的头"),
    "Request URL": _("请求的网址"),
    "Request duration": _("用时"),
    "Media type": _("格式"),
    "Headers:": _("头："),
    "Links": _("链接"),
    "No links": _("没有链接"),
    "No parameters": _("没有参数"),
    "Example Value": _("例子"),
    "Schema": _("结构"),
    "Download": _("下载"),
    "Loading": _("正在取"),
    "Default value": _("默认"),
    "Available values": _("可选的值"),
    "Add string item": _("再加一个"),
    "Add item": _("再加一个"),
    "Type": _("类型"),
}

FOLDERS = ("sites", "channels", "articles", "expenses", "datasets", "search", "suggest", "changes",
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
    with translation.override(settings.LANGUAGE_CODE):
        schema = description()
        site = place_of(request).site
        operations = [
            {"path": path, "summary": operation["get"]["summary"]}
            for path, operation in schema["paths"].items()
        ]
        return render_page(
            request,
            "api.html",
            site=site,
            frame=plain_frame(site, title=str(schema["info"]["title"]), path="/api/v1/docs/"),
            about=str(schema["info"]["description"]).replace("`", "").split("\n\n"),
            schema_url=reverse("api_schema"),
            operations=operations,
            words={english: str(words) for english, words in SWAGGER_WORDS.items()},
        )
