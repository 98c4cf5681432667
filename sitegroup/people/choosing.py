"""Tags that Wagtail offers to complete: those of files one may change, where Wagtail counts all."""

from typing import Any

import wagtail.documents.permissions
import wagtail.images.permissions
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

MOST_TAGS = 10


@require_safe
def own_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """The tags on pictures and files that one may change, of those that begin with ?term=."""
    if (app_name, model_name) not in (("", ""), ("taggit", "tag")):
        raise Http404
    term = request.GET.get("term", "")
    found: set[str] = set()
    if term:
        for policies in (wagtail.images.permissions, wagtail.documents.permissions):
            policy = policies.permission_policy
            files = policy.instances_user_has_any_permission_for(request.user, ["change"])
            found.update(_tags_on(policy.model, files.values("pk"), term))
    return JsonResponse(sorted(found)[:MOST_TAGS], safe=False)


def _tags_on(model: Any, files: QuerySet[Any], term: str) -> QuerySet[Any]:
    tag = model.tags.through.tag.field.related_model
    kind = ContentType.objects.get_for_model(model)
    names: QuerySet[Any] = tag.objects.filter(
        name__istartswith=term,
        taggit_taggeditem_items__content_type=kind,
        taggit_taggeditem_items__object_id__in=files,
    ).values_list("name", flat=True)
    return names.distinct()[:MOST_TAGS]
