"""Every id that a request names: in its path, its query, its form or JSON, its rich texts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from sitegroup.guard.addresses.kinds import IN_WORDS
from sitegroup.guard.addresses.shapes import Address, Kind

LARGEST = 2**63 - 1
DIGITS = len(str(LARGEST))
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
RICH_KINDS = {"LINK": "linked page", "DOCUMENT": "shown document", "IMAGE": "shown image"}
Asked = dict[str, set[int]]


def asked_by(request: HttpRequest, address: Address, args: Any, kwargs: Any) -> Asked:
    """The ids by kind. Raises Http404 for what can be no id, and for words that are not allowed."""
    path = {**{str(number): value for number, value in enumerate(args)}, **kwargs}
    for name, allowed in address.words.items():
        if allowed is not None and str(path.get(name)) not in allowed:
            raise Http404
    found: Asked = {}
    for name, kind in address.path.items():
        if name in path:
            _take(found, _kind(kind, path), path[name])
    for name, value in _sent(request, address):
        meant = address.sent.get(name) or address.sent.get(name.rsplit("-", 1)[-1])
        if meant and value not in ("", None):
            _take(found, _kind(meant, path), value)
        if address.rich and isinstance(value, str) and '"entityMap"' in value:
            for entity, key in _entities(value):
                _take(found, entity, key)
    return found


def _kind(kind: Kind, path: Mapping[str, Any]) -> str:
    name = kind if isinstance(kind, str) else kind(path)
    if name is None:
        raise Http404
    return name


def _take(found: Asked, kind: str, value: Any) -> None:
    text = str(value)
    if text in IN_WORDS.get(kind, ()):
        return
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS and int(text) <= LARGEST):
        raise Http404
    found.setdefault(kind, set()).add(int(text))


def _sent(request: HttpRequest, address: Address) -> Iterator[tuple[str, Any]]:
    if not address.sent and not address.rich:
        return
    for name, values in request.GET.lists():
        yield from ((name.removesuffix("[]"), value) for value in values)
    if request.method in SAFE:
        return
    if request.content_type == "application/json":
        yield from _inside("", _json(request))
        return
    for name, values in request.POST.lists():
        yield from ((name.removesuffix("[]"), value) for value in values)


def _json(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body or b"null")
    except ValueError as error:
        raise BadRequest("the body is no JSON") from error


def _inside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value inside a JSON document, with the name it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _inside(name, inner)
    else:
        yield name, value


def _entities(text: str) -> Iterator[tuple[str, Any]]:
    """What a rich text, as its editor sends it, links to and shows."""
    try:
        entities = json.loads(text)["entityMap"].values()
        for entity in entities:
            kind, key = RICH_KINDS.get(entity["type"]), entity["data"].get("id")
            if kind and key not in ("", None):
                yield kind, key
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Http404 from error
