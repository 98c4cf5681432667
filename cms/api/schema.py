"""The API's description of itself (OpenAPI 3.1), read from the views and the representations."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, build_basic_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    inline_serializer,
)
from rest_framework import serializers

from cms.api.parameters import FIELDS, ListQuery
from cms.api.problems import MEDIA_TYPE
from cms.api.representation import ProblemDetail
from cms.api.serializing import serializer_class
from cms.api.titles import COMPONENTS
from cms.api.wording import PROPERTIES

PREFIX = "/api/v1/"
PATH_WORDS = {
    "code": _("站点代码，见`/api/v1/sites/`。"),
    "id": _("编号。"),
    "name": _("数据集名称，见`/api/v1/datasets/`。"),
    "year": _("年度，四位数字。"),
    "stage": _("阶段：`budget`预算，`final`决算。"),
}
EVERY_HEADER = ("ETag", "Cache-Control")
HEADER_WORDS = {
    "ETag": _("这个回答的标识，下次放进`If-None-Match`。"),
    "Cache-Control": _("可以保存多久。"),
    "Last-Modified": _("内容最近变动的时间。"),
    "Retry-After": _("几秒以后再问。"),
}


class ReadSchema(AutoSchema):
    """Describe a view from its own attributes."""

    @property
    def described(self) -> Any:
        """The view: a ReadView, which this module cannot import."""
        return self.view

    def get_operation_id(self) -> str:
        """Of one site, or of the whole county."""
        return f"{'site_' if '{code}' in self.path else ''}{self.described.operation}"

    def get_tags(self) -> list[str]:
        """The one tag of the view."""
        return [self.described.tag]

    def get_summary(self) -> str:
        """The view's title."""
        of_one = _("一个站点")
        summary = self.described.summary
        return f"{summary}（{of_one}）" if self._of_site() else summary

    def get_description(self) -> str:  # type: ignore[override]
        """The view's explanation."""
        return str(self.described.description)

    def _of_site(self) -> bool:
        return "{code}" in self.path and self.described.tag != "站点"

    def get_override_parameters(self) -> list[Any]:
        """The path's, `fields`, and those of the query."""
        names = [token[1:-1] for token in self.path.split("/") if token.startswith("{")]
        path = [
            OpenApiParameter(name, self._path_type(name), "path", description=str(PATH_WORDS[name]))
            for name in names
        ]
        varying = self.described.fields_vary
        choices = () if varying else self.described.choices()
        fields = OpenApiParameter(
            FIELDS,
            build_array_type({"type": "string"} | ({"enum": list(choices)} if choices else {})),
            style="form",
            explode=False,
            description=str(_("只要这几项，用逗号隔开；不写就是全部。")),
        )
        query = [self.described.query_class] if self.described.query_class().fields else []
        return [*path, *query, *([fields] if choices or varying else [])]

    def _path_type(self, name: str) -> Any:
        if name in ("id", "year"):
            return {"type": "integer", "minimum": 1}
        return {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"}

    def get_request_serializer(self) -> None:
        """Nothing is sent."""
        return

    def get_response_serializers(self) -> Any:
        """The answer, and the errors that this view may give."""
        problem = serializer_class(ProblemDetail)
        known = {400: _("参数有误"), 404: _("没有找到")}
        if not self.path.count("{"):
            known.pop(404)
        if self.described.throttle_classes:
            known[429] = _("请求太频繁")
        if self.described.tag == "检索":
            known[503] = _("暂时不能回答，请稍后再问")
        errors = {
            (code, MEDIA_TYPE): OpenApiResponse(problem, description=str(words))
            for code, words in known.items()
        }
        answer = OpenApiResponse(self._answer(), description=str(self.described.summary))
        unchanged = OpenApiResponse(description=str(_("没有变化")))
        return {(200, "application/json"): answer, 304: unchanged, **errors}

    def _answer(self) -> Any:
        kind: Any = type(self.described)
        return answer_serializer(kind)

    def _get_response_headers_for_code(self, status_code: str, direction: str = "response") -> Any:
        names = {"200": EVERY_HEADER, "429": ("Retry-After",), "503": ("Retry-After",)}
        return {
            name: {
                "schema": build_basic_type(OpenApiTypes.STR),
                "description": str(HEADER_WORDS[name]),
                "required": True,
            }
            for name in names.get(str(status_code), ())
        }


@cache
def answer_serializer(view: Any) -> Any:
    """What a view answers: a representation, one of several, or a page of them."""
    kinds = [serializer_class(kind) for kind in view.kinds]
    if len(kinds) > 1:
        name = "Or".join(kind.__name__ for kind in view.kinds)
        return PolymorphicProxySerializer(name, kinds, resource_type_field_name=None)
    item: Any = kinds[0]() if kinds else serializers.DictField()
    if not issubclass(view.query_class, ListQuery):
        return item
    name = view.kinds[0].__name__ if kinds else "Row"
    address: dict[str, Any] = {"allow_null": True, "required": True}
    return inline_serializer(
        f"{name}Page",
        {
            "next": serializers.URLField(**address),
            "previous": serializers.URLField(**address),
            "results": serializers.ListField(child=item),
            **view.beside_fields(),
        },
    )


def only_this_api(endpoints: list[tuple[Any, ...]], **kwargs: Any) -> list[tuple[Any, ...]]:
    """Leave out whatever else is made with DRF."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]


def in_words(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Give every component its title and every property its description, in Chinese."""
    components = result.get("components", {}).get("schemas", {})
    for name, component in components.items():
        component["title"] = str(COMPONENTS.get(name, name))
        for field, schema in component.get("properties", {}).items():
            of_page = name.endswith("Page") and PROPERTIES.get(f"Page.{field}")
            words = PROPERTIES.get(f"{name}.{field}") or of_page or PROPERTIES.get(field)
            if words:
                schema["description"] = str(words)
    for name in _selectable(result):
        components[name].pop("required", None)
    for path in result["paths"].values():
        for parameter in path["get"].get("parameters", ()):
            parameter["schema"].pop("x-spec-enum-id", None)  # drf-spectacular's own mark
    return result


def _selectable(result: dict[str, Any]) -> set[str]:
    """The components whose fields can be chosen, so that none is always there."""
    found = set()
    for path in result["paths"].values():
        for operation in path.values():
            names = {parameter["name"] for parameter in operation.get("parameters", ())}
            content = operation["responses"]["200"].get("content", {})
            for media in content.values():
                if FIELDS in names:
                    found.add(media["schema"]["$ref"].rsplit("/", 1)[-1])
    components = result["components"]["schemas"]
    items = {
        name: components[name]["properties"]["results"]["items"].get("$ref", "").rsplit("/", 1)[-1]
        for name in found
        if {"next", "results"} <= set(components[name].get("properties", {}))
    }
    return {items.get(name, name) for name in found} - {""}


@cache
def description() -> dict[str, Any]:
    """The whole description, made once a process."""
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator(urlconf="cms.urls").get_schema(request=None, public=True)
    return schema
