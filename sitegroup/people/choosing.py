"""Tags that Wagtail offers to complete: those of one's own units, where Wagtail counts all."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from sitegroup.guard.groups import collection_of
from sitegroup.guard.roles import sites_of

MOST_TAGS = 10


def _own_collections(user: Any) -> QuerySet[Collection]:
    sites = list(sites_of(user))
    return Collection.objects.filter(pk__in=[collection_of(site).pk for site in sites])


@require_safe
def own_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """The tags on pictures and files of one's own units that begin with ?term=."""
    if (app_name, model_name) not in (("", ""), ("taggit", "tag")):
        raise Http404
    term = request.GET.get("term", "")
    found: set[str] = set()
    if term:
        collections = _own_collections(request.user)
        for model in (get_image_model(), get_document_model()):
            files = model.objects.filter(collection__in=collections).values("pk")
            found.update(_tags_on(model, files, term))
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
