"""Lists of Wagtail's whose filters name the people, sites and tags of all units: narrowed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from wagtail.admin.filters import BaseMediaFilterSet, MultipleUserFilter
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    ExplorableIndexView,
    GenericPageFilterSet,
    PageFilterSet,
    SiteFilter,
)
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.documents.views import documents
from wagtail.images.views import chooser, images
from wagtail.models import Page
from wagtail.models import Site as WagtailSite

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.shapes import WRITERS


def colleagues(request: HttpRequest) -> QuerySet[Any]:
    """Who holds a role in a unit that this person writes for."""
    people = get_user_model()._default_manager.all()
    reach = reach_of(request, WRITERS)
    if reach.everywhere:
        return people
    return people.filter(memberships__site__in=reach.sites).distinct()


def own_sites(request: HttpRequest) -> QuerySet[WagtailSite]:
    """The sites of these units, as Wagtail knows them."""
    found: QuerySet[WagtailSite] = WagtailSite.objects.filter(
        reach_of(request, WRITERS).below_homes("root_page__path")
    )
    return found


class OwnPageFilterSet(GenericPageFilterSet):
    """页面筛选: the people and sites of one's own units."""

    owner = MultipleUserFilter(
        label=PageFilterSet.base_filters["owner"].label,
        queryset=colleagues,
        widget=CheckboxSelectMultiple,
    )
    edited_by = EditedByFilter(
        label=PageFilterSet.base_filters["edited_by"].label,
        queryset=colleagues,
        widget=CheckboxSelectMultiple,
    )
    site = SiteFilter(
        label=PageFilterSet.base_filters["site"].label,
        queryset=own_sites,
        widget=CheckboxSelectMultiple,
    )


class OwnExplorer(ExplorableIndexView):
    """页面列表."""

    base_filterset_class = OwnPageFilterSet


class OwnPages(PageViewSet):
    """页面列表, in the place of Wagtail's own for all kinds of page."""

    model = Page
    index_view_class = OwnExplorer
    filterset_class = OwnPageFilterSet


class Untagged(BaseMediaFilterSet):
    """图片和附件的筛选, without tags: Wagtail keeps one list of them for all units."""

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters.pop("tag", None)


class OwnImageFilterSet(Untagged, images.ImagesFilterSet):
    """图片筛选."""

    class Meta(images.ImagesFilterSet.Meta):
        pass


class OwnDocumentFilterSet(Untagged, documents.DocumentsFilterSet):
    """附件筛选."""

    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class UntaggedChooseView(chooser.ImageChooseView):
    """选择图片, without the tags of all units."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As Wagtail's, and no popular tags."""
        return {**super().get_context_data(**kwargs), "popular_tags": []}


def install() -> None:
    """Put these in the place of Wagtail's own, before its addresses are made."""
    images.IndexView.filterset_class = OwnImageFilterSet
    documents.IndexView.filterset_class = OwnDocumentFilterSet
    chooser.viewset.choose_view_class = UntaggedChooseView
