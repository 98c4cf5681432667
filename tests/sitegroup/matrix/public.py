"""Every public address, filled with what is not public; no one may be left out."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.sitegroup.matrix.urlconf import Live, live
from tests.sitegroup.matrix.world import TYPED, Side

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
PROBES = {"healthz", "readyz", "metrics"}
QUERIES = ("", "?site=aunit", f"?q={TYPED}", "?fields=*", "?page=2")


def public() -> tuple[Live, ...]:
    """All names outside the admin."""
    return tuple(found for found in live() if not found.is_admin)


def _values(side: Side, found: Live) -> dict[str, Any]:
    filled = {
        "document_id": side.ids["document"], "filename": side.ids["filename"],
        "code": side.ids["code"], "id": side.ids["page"], "kind": "atom", "file_format": "csv",
        "number": "1", "action": "package_list", "rest": "nowhere/", "name": "sangong",
        "form": "ttl", "path": side.ids["draft_path"],
    }  # fmt: skip
    if found.name == "picture":
        filled["path"] = side.ids["rendition"]
    if found.name == "notice":
        filled["name"] = "guanyu"
    if "expenses" in found.route:
        filled["id"] = side.ids["statement"]
    return {name: filled[name] for name in found.arguments}


def addresses_of(found: Live, side: Side) -> Iterator[str]:
    """The address of one side's object at a name, plain and with queries."""
    values = _values(side, found)
    named = found.pattern.name
    if named and "(" in found.route:
        path = reverse(named, kwargs=values)
    else:
        route = found.route.replace(r"^(?P<rest>[\s\S]*)\Z", "<rest>").replace("^", "")
        path = "/" + CONVERTER.sub(lambda match: str(values[match[1]]), route)
    for query in QUERIES:
        yield f"{path}{query}"
