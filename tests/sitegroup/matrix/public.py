"""Every public address, filled with what is not public; no one may be left out."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import reverse

from tests.sitegroup.matrix.urlconf import Live, live
from tests.sitegroup.matrix.world import TYPED, Side, World

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
PROBES = {"healthz", "readyz", "metrics"}
# What one argument may be besides, each an answer of its own making.
ALSO = {
    "kind": ("atom", "rss"),
    "form": ("ttl", "xml"),
    "file_format": ("csv", "json", "xlsx", "parquet"),
    "name": ("sangong", "xinxi"),
    "action": (
        "package_list",
        "package_search",
        "datastore_search",
        "current_package_list_with_resources",
    ),
}
QUERIES = ("", "?site=aunit", f"?q={TYPED}", "?fields=*", "?page=2")


def public() -> tuple[Live, ...]:
    """All names outside the admin."""
    return tuple(found for found in live() if not found.is_admin)


def _values(side: Side, found: Live) -> dict[str, Any]:
    filled = {
        "document_id": side.ids["document"], "filename": side.ids["filename"],
        "code": side.ids["code"], "id": side.ids["page"], "number": "1", "rest": "nowhere/",
        "path": side.ids["draft_path"], **{name: words[0] for name, words in ALSO.items()},
    }  # fmt: skip
    if found.name == "picture":
        filled["path"] = side.ids["rendition"]
    if found.name == "notice":
        filled["name"] = "guanyu"
    if "expenses" in found.route:
        filled["id"] = side.ids["statement"]
    return {name: filled[name] for name in found.arguments}


def paths_of(found: Live, world: World) -> tuple[str, ...]:
    """The addresses of both sides' objects, each once."""
    both = (*addresses_of(found, world.foreign), *addresses_of(found, world.own))
    return tuple(dict.fromkeys(both))


def addresses_of(found: Live, side: Side) -> Iterator[str]:
    """The addresses of one side's object at a name, plain and with queries."""
    values = _values(side, found)
    varied = [name for name in ALSO if name in values and found.name != "notice"]
    for choice in product(*(ALSO[name] for name in varied)):
        yield from _filled(found, values | dict(zip(varied, choice, strict=True)))


def _filled(found: Live, values: dict[str, Any]) -> Iterator[str]:
    named = found.pattern.name
    if named and "(" in found.route:
        path = reverse(named, kwargs=values)
    else:
        route = found.route.replace(r"^(?P<rest>[\s\S]*)\Z", "<rest>").replace("^", "")
        path = "/" + CONVERTER.sub(lambda match: str(values[match[1]]), route)
    for query in QUERIES:
        yield f"{path}{query}"
