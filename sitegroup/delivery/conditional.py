"""ETag, Cache-Control and 304 for every public answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

PUBLIC = "public, max-age=60"


def finish(
    request: HttpRequest, response: HttpResponse, *, modified: datetime | None = None
) -> HttpResponse:
    """Add the validators, and answer 304 where the reader already has this."""
    if response.status_code != 200 or response.streaming:  # noqa: PLR2004
        return response
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    response.headers.setdefault("ETag", quote_etag(digest))
    response.headers.setdefault("Cache-Control", PUBLIC)
    if modified:
        response.headers.setdefault("Last-Modified", http_date(modified.timestamp()))
    answer = get_conditional_response(
        request,
        etag=response.headers["ETag"],
        last_modified=int(modified.timestamp()) if modified else None,
        response=response,
    )
    return answer or response


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view's answers cacheable: the same for every reader."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return finish(request, view(request, *args, **kwargs))

    return wrapped
