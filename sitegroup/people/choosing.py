"""Lists that Wagtail offers to choose from: one's own colleagues, own tags, no other unit's.

The filters of the page lists name everybody who ever owned or edited a page, and every stock
site; the tags of pictures and files are counted over all units. Neither asks who is looking.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.models import Site as StockSite

from sitegroup.guard.groups import collection_of
from sitegroup.guard.roles import sites_of
from sitegroup.models import Membership

MOST_TAGS = 10


def colleagues(request: HttpRequest) -> QuerySet[Any]:
    """Everybody who holds a role in one of this person's units."""
    held = Membership.objects.filter(site__in=sites_of(request.user)).values("user")
    people: QuerySet[Any] = get_user_model().objects.filter(pk__in=held)
    return people.order_by("first_name", "username")


def stock_sites(request: HttpRequest) -> QuerySet[StockSite]:
    """Wagtail's rows of this person's own units."""
    own = sites_of(request.user).values("wagtail_site")
    found: QuerySet[StockSite] = StockSite.objects.filter(pk__in=own)
    return found


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


def no_tags(model: Any, count: int = 0) -> tuple[()]:
    """Stands for Wagtail's most used tags, which no argument can narrow to a unit."""
    return ()


def install() -> None:
    """Set the lists of Wagtail's own filters; they are class attributes and take no request."""
    from wagtail.admin import filters  # noqa: PLC0415 - need loaded models
    from wagtail.admin.views.pages.listing import (  # noqa: PLC0415
        GenericPageFilterSet,
        PageFilterSet,
    )
    from wagtail.images.views import chooser  # noqa: PLC0415

    for filterset in (PageFilterSet, GenericPageFilterSet):
        for name in ("owner", "edited_by"):
            filterset.base_filters[name].queryset = colleagues
        filterset.base_filters["site"].queryset = stock_sites
    filters.popular_tags_for_model = no_tags
    chooser.popular_tags_for_model = no_tags
