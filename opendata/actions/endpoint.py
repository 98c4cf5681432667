"""The address of the CKAN-compatible interface: one action a call, by GET or POST."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opendata.actions.datastore import datastore_info, datastore_search
from opendata.actions.errors import ActionError, BadRequest, NotFound
from opendata.actions.listing import (
    group_list,
    license_list,
    organization_list,
    package_list,
    tag_list,
)
from opendata.actions.parameters import Parameters, read_parameters
from opendata.actions.searching import package_search
from opendata.actions.showing import (
    group_show,
    organization_show,
    package_show,
    resource_show,
    status_show,
)
from opendata.addresses import action_url
from sitegroup.delivery.conditional import finish

Action = Callable[[Parameters], Any]
JSON_TYPE = "application/json;charset=utf-8"


def help_show(parameters: Parameters) -> str:
    """What an action does. Parameter: name."""
    action = ACTIONS.get(parameters.required("name"))
    if action is None:
        raise NotFound
    return (action.__doc__ or "").strip()


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        datastore_info,
        datastore_search,
        group_list,
        group_show,
        help_show,
        license_list,
        organization_list,
        organization_show,
        package_list,
        package_search,
        package_show,
        resource_show,
        status_show,
        tag_list,
    )
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ckan_action(request: HttpRequest, action: str) -> HttpResponse:
    """Call an action; every answer is JSON, an error too."""
    function = ACTIONS.get(action)
    if function is None:
        return _answer(f"Bad request: Action name not known: {action}", HTTPStatus.BAD_REQUEST)
    envelope: dict[str, Any] = {"help": f"{action_url('help_show')}?name={action}"}
    try:
        result = function(read_parameters(request))
    except BadRequest as error:
        return _answer(f"Bad request: {error}", HTTPStatus.BAD_REQUEST)
    except ActionError as error:
        return _answer({**envelope, "error": error.body(), "success": False}, error.status)
    response = _answer({**envelope, "success": True, "result": result}, HTTPStatus.OK)
    return response if request.method == "POST" else finish(request, response)


def _answer(data: Any, status: HTTPStatus) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return HttpResponse(body, status=status, content_type=JSON_TYPE)
