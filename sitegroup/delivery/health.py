"""Alive and ready; and the one file that the kernel itself hands out."""

import mimetypes

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sitegroup.delivery.registry import registry
from sitegroup.models import Delivery, DeliveryState


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database is there and migrated and a portal is set up; else 503 and why."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        portal = not behind and registry().portal is not None
        waiting = 0 if behind else Delivery.objects.filter(state=DeliveryState.WAITING).count()
    except DatabaseError as error:
        return JsonResponse({"ready": False, "why": type(error).__name__}, status=503)
    state = {"ready": portal, "migrated": not behind, "portal": portal, "waiting": waiting}
    return JsonResponse(state, status=200 if portal else 503)


@require_safe
def emblem(request: HttpRequest) -> FileResponse:
    """The emblem file as the county supplied it, unaltered; 404 while there is none."""
    portal = registry().portal
    if portal is None or not portal.emblem:
        raise Http404
    kind = mimetypes.guess_type(str(portal.emblem.name))[0]
    return FileResponse(portal.emblem.open("rb"), content_type=kind)
