"""Ask our own CKAN-compatible interface."""

import json
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from opendata.identity import resource_id

ROWS = resource_id("taizhang", "csv")
HOST = "portal.test"


def get(action: str, root: str = "/api/3/action/", **parameters: Any) -> tuple[int, Any]:
    """Status and answer of a GET."""
    response = Client(HTTP_HOST=HOST).get(f"{root}{action}?{urlencode(parameters)}")
    return response.status_code, response.json()


def post(action: str, body: Any, media_type: str = "application/json") -> tuple[int, Any]:
    """Status and answer of a POST, at the root that ckanapi uses."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    client = Client(enforce_csrf_checks=True, HTTP_HOST=HOST)
    response = client.post(f"/api/action/{action}", text, content_type=media_type)
    return response.status_code, response.json()


def result(action: str, **parameters: Any) -> Any:
    """The result of a call that succeeds."""
    status, answer = post(action, parameters)
    assert (status, answer["success"]) == (200, True), answer
    return answer["result"]


def error(action: str, **parameters: Any) -> tuple[int, Any]:
    """Status and error of a GET that fails."""
    status, answer = get(action, **parameters)
    assert answer["success"] is False
    return status, answer["error"]
