"""Wagtail as it comes, for the same two units: what the crawler must find there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import override_settings
from django.urls import get_resolver
from wagtail import hooks
from wagtail.admin.viewsets.pages import base_page_viewset, page_viewset_registry
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.models import Page

GUARD = "sitegroup.guard.addresses.middleware.AddressMiddleware"
NARROWED = (
    "construct_page_chooser_queryset",
    "construct_image_chooser_queryset",
    "construct_document_chooser_queryset",
)
# What somebody who sets up stock Wagtail gives to a unit's administrator.
NAIVE = ("wagtailusers", "auth", "wagtailcore", "taggit", "expenses")


def _without_hooks() -> list[tuple[str, list[Any]]]:
    return [(name, hooks._hooks.pop(name, [])) for name in NARROWED]


@contextmanager
def stock_wagtail(administrator: Any) -> Iterator[None]:
    """Without the address table, the narrowed choosers and filters; with naive permissions."""
    administrator.user_permissions.add(
        *Permission.objects.filter(content_type__app_label__in=NAIVE)
    )
    plain = [name for name in settings.MIDDLEWARE if name != GUARD]
    taken = _without_hooks()
    ours = (images.IndexView.filterset_class, documents.IndexView.filterset_class)
    images.IndexView.filterset_class = images.ImagesFilterSet
    documents.IndexView.filterset_class = documents.DocumentsFilterSet
    get_resolver().url_patterns  # noqa: B018 - what is registered is registered with them
    ours_for_pages = page_viewset_registry.get_by_type(Page)
    page_viewset_registry.register(Page, base_page_viewset, parent_models=[Page])
    try:
        with override_settings(MIDDLEWARE=plain):
            yield
    finally:
        hooks._hooks.update({name: found for name, found in taken if found})
        images.IndexView.filterset_class, documents.IndexView.filterset_class = ours
        page_viewset_registry.register(Page, ours_for_pages, parent_models=[Page])
