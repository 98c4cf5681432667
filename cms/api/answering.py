"""What every view of the API does alike: read the query, answer, let the answer be kept."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.api.paging import Slice
from cms.api.parameters import ItemQuery, ListQuery, read_query
from cms.api.problems import bad_parameter, problem_response
from cms.api.schema import ReadSchema
from cms.api.serializing import as_json, field_names
from sitegroup.delivery.conditional import PUBLIC, finish
from sitegroup.delivery.middleware import place_of
from sitegroup.models import Change, Site

# Kept by nobody without asking: what changes without a change of the ledger.
REVALIDATE = "no-cache"
METHODS = "GET, HEAD, OPTIONS"
READABLE_HEADERS = "ETag, Last-Modified, Retry-After"


class AlwaysJson(BaseContentNegotiation):
    """Whatever the reader says it takes, it gets JSON: one address, one answer."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Nothing is ever read from a body."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """The first and only one."""
        return renderers[0], renderers[0].media_type


class ReadView(APIView):
    """One answer: public, read-only, the same for everybody, in Chinese."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    schema: Any = ReadSchema()
    query_class: ClassVar[type[serializers.Serializer[Any]]] = ItemQuery
    kinds: ClassVar[tuple[type, ...]] = ()  # the representations that it may answer
    cache_control: ClassVar[str] = PUBLIC
    # for the OpenAPI description
    operation: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    fields_vary: ClassVar[bool] = False  # `fields=` depends on the object
    summary: ClassVar[Any] = ""
    description: ClassVar[Any] = ""
    modified: datetime | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, add the validators, and 304 where the reader already has it."""
        with translation.override(settings.LANGUAGE_CODE):
            response = cast("Response", super().dispatch(request, *args, **kwargs))
            response.render()
        if response.status_code == HTTPStatus.OK:
            response.headers["Cache-Control"] = self.cache_control
        response.headers["Content-Language"] = settings.LANGUAGE_CODE
        answer = finish(request, response, modified=self.modified)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = READABLE_HEADERS
        return answer

    def get_exception_handler(self) -> Any:
        """Problems, not DRF's own errors."""
        return problem_response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """What may be asked, for people and for browsers of other sites."""
        headers = {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": "86400",
        }
        return Response(status=HTTPStatus.NO_CONTENT, headers=headers)

    def choices(self) -> tuple[str, ...]:
        """What `fields=` may name."""
        return field_names(self.kinds[0]) if len(self.kinds) == 1 else ()

    def asked(self) -> dict[str, Any]:
        """The parameters. Raises BadParameters."""
        return read_query(self.query_class, self.request.query_params, choices=self.choices())

    def site(self) -> Site | None:
        """The site in the path; None for the whole county. Raises Http404."""
        code = self.kwargs.get("code")
        return public_site(code) if code else None

    def changed_at(self, object_type: str, site: Site | None) -> datetime | None:
        """When the list last gained or lost anything."""
        found = Change.objects.filter(object_type=object_type)
        if site:
            found = found.filter(site=site)
        return found.order_by("-changed_at").values_list("changed_at", flat=True).first()


class ItemView(ReadView):
    """One object."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The object, or those of its fields that were asked for."""
        asked = self.asked()
        return Response(as_json(self.item(), asked["fields"]))

    def item(self) -> Any:
        """The object's representation. Raises Http404."""
        raise NotImplementedError


class ListView(ReadView):
    """A page of a list."""

    query_class = ListQuery

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, and the addresses of the pages beside it."""
        asked = self.asked()
        page = self.page(asked)
        results = [self.written(item, asked["fields"]) for item in page.items]
        return Response(
            {
                "next": self.address_of(page.following),
                "previous": self.address_of(page.previous),
                **self.beside(),
                "results": results,
            }
        )

    @staticmethod
    def beside_fields() -> dict[str, Any]:
        """What the list answers beside `next`, `previous` and `results`: for its description."""
        return {}

    def beside(self) -> dict[str, Any]:
        """The same of the page just read."""
        return {}

    def page(self, asked: dict[str, Any]) -> Slice[Any]:
        """The representations on the page."""
        raise NotImplementedError

    def written(self, item: Any, names: tuple[str, ...]) -> dict[str, Any]:
        """One of them as JSON."""
        return as_json(item, names)

    def address_of(self, cursor: str | None) -> str | None:
        """This list's address with another cursor."""
        if cursor is None:
            return None
        kept = [
            (name, value)
            for name, values in self.request.query_params.lists()
            for value in values
            if name != "cursor"
        ]
        query = urlencode([*kept, ("cursor", cursor)])
        return f"{origin(self.request)}{self.request.path}?{query}"


def origin(request: HttpRequest | Request) -> str:
    """The canonical address of this host, whatever proxies stand before it."""
    return place_of(request).site.base_url


def find_site(code: str) -> Site | None:
    """A site whose home page is public."""
    found = Site.objects.filter(code=code, home_page__live=True)
    site: Site | None = found.select_related("organisation", "home_page").first()
    return site


def public_site(code: str) -> Site:
    """The site in the path. Raises Http404."""
    site = find_site(code)
    if site is None:
        raise Http404
    return site


def asked_site(code: str) -> Site:
    """The site in the query. Raises BadParameters."""
    site = find_site(code)
    if site is None:
        message = _("没有代码是“%s”的站点。站点代码见/api/v1/sites/。") % code
        raise bad_parameter("site", "unknown_site", message)
    return site
