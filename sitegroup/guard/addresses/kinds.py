"""Kinds of object: of each, what a person may reach. Rooms above add theirs in the wiring."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Substr
from django.utils.module_loading import import_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision, UploadedFile

from sitegroup.guard.addresses.reach import Reach
from sitegroup.guard.roles import stood_in_by
from sitegroup.models import (
    COUNTY_ROLES,
    EmergencyReview,
    Membership,
    PublicFile,
    ReleaseBundle,
    ReviewCase,
    Site,
)

Reachable = Callable[[Reach], QuerySet[Any]]

# What an argument may be in place of an id.
IN_WORDS = {"revision": frozenset({"live", "earliest", "latest"}), "place": frozenset({"root"})}


def pages(reach: Reach) -> QuerySet[Page]:
    """Pages of the units, drafts too."""
    found: QuerySet[Page] = Page.objects.filter(reach.below_homes(), depth__gt=1)
    return found


def places(reach: Reach) -> QuerySet[Page]:
    """Where lists of pages begin: also the root of the tree, which is nobody's."""
    found: QuerySet[Page] = Page.objects.filter(reach.below_homes() | Q(depth=1))
    return found


def linked_pages(reach: Reach) -> QuerySet[Page]:
    """What a text may link to: one's own pages, and what is public anyway."""
    found: QuerySet[Page] = Page.objects.filter(reach.below_homes() | Q(live=True), depth__gt=1)
    return found


def revisions(reach: Reach) -> QuerySet[Revision]:
    """Versions of these pages."""
    page = pages(reach).filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    kind = {"base_content_type__app_label": "wagtailcore", "base_content_type__model": "page"}
    found: QuerySet[Revision] = Revision.objects.filter(Exists(page), **kind)
    return found


def collections(reach: Reach) -> QuerySet[Collection]:
    """The collections of the units, and those below."""
    if reach.everywhere:
        return Collection.objects.all()
    own = Collection.objects.filter(depth=2, name__in=reach.codes).values("path")
    below = Collection.objects.alias(top=Substr("path", 1, Collection.steplen * 2))
    return below.filter(top__in=own)


def images(reach: Reach) -> QuerySet[Any]:
    """Pictures in these collections."""
    return _files(get_image_model(), reach)


def documents(reach: Reach) -> QuerySet[Any]:
    """Files in these collections."""
    return _files(get_document_model(), reach)


def shown_images(reach: Reach) -> QuerySet[Any]:
    """What a text may show: one's own pictures, and what is public anyway."""
    return images(reach) | _public(get_image_model(), "image")


def shown_documents(reach: Reach) -> QuerySet[Any]:
    """What a text may offer: one's own files, and what is public anyway."""
    return documents(reach) | _public(get_document_model(), "document")


def _files(model: Any, reach: Reach) -> QuerySet[Any]:
    if reach.everywhere:
        return model._default_manager.all()
    return model._default_manager.filter(collection__in=collections(reach))


def _public(model: Any, kind: str) -> QuerySet[Any]:
    shown = PublicFile.objects.filter(file_kind=kind).annotate(
        key=Cast("file_id", BigIntegerField())
    )
    return model._default_manager.filter(pk__in=shown.values("key"))


def sites(reach: Reach) -> QuerySet[Site]:
    """The units themselves."""
    return Site.objects.filter(reach.within("pk"))


def uploads(reach: Reach) -> QuerySet[UploadedFile]:
    """Files that one has sent and not finished describing: one's own only."""
    found: QuerySet[UploadedFile] = UploadedFile.objects.filter(uploaded_by_user=reach.user_id)
    return found


def memberships(reach: Reach) -> QuerySet[Membership]:
    """任职 in the units."""
    return Membership.objects.filter(reach.within("site"))


def cases(reach: Reach) -> QuerySet[ReviewCase]:
    """审核件 of the units, and all where one stands in for a role of the county.

    The desk then asks for the person's part in each.
    """
    if reach.everywhere:
        return ReviewCase.objects.all()
    everywhere = stood_in_by(reach.user_id).filter(role__in=COUNTY_ROLES)
    return ReviewCase.objects.filter(reach.within("site") | Q(Exists(everywhere)))


def bundles(reach: Reach) -> QuerySet[ReleaseBundle]:
    """合并发布 of the units."""
    return ReleaseBundle.objects.filter(reach.within("site"))


def emergency_reviews(reach: Reach) -> QuerySet[EmergencyReview]:
    """应急发布 of the units, with their 补审."""
    return EmergencyReview.objects.filter(reach.within("release__site"))


OWN: Mapping[str, Reachable] = {
    "page": pages,
    "place": places,
    "linked page": linked_pages,
    "revision": revisions,
    "collection": collections,
    "image": images,
    "document": documents,
    "shown image": shown_images,
    "shown document": shown_documents,
    "upload": uploads,
    "case": cases,
    "bundle": bundles,
    "emergency review": emergency_reviews,
    "site": sites,
    "membership": memberships,
}


def kinds() -> dict[str, Reachable]:
    """All kinds: the kernel's own and those of the wiring's ADDRESS_KINDS."""
    wired = {name: import_string(path) for name, path in settings.ADDRESS_KINDS.items()}
    return {**OWN, **wired}


def named_model(words: Mapping[str, Any]) -> str | None:
    """The kind that two words of a path name: pages/article, media/picture; None if there is none.

    A model that is no page and no file goes by its `object_type`.
    """
    app = words.get("app_label") or words.get("app")
    name = words.get("model_name") or words.get("model")
    try:
        model: Any = apps.get_model(str(app), str(name))
    except LookupError:
        return None
    if issubclass(model, Page):
        return "page"
    for file, kind in ((get_image_model(), "image"), (get_document_model(), "document")):
        if model is file:
            return kind
    kind = getattr(model, "object_type", "")
    return kind if kind in settings.ADDRESS_KINDS else None


def missing(asked: Mapping[str, set[int]], reach: Reach) -> bool:
    """Whether any id is out of reach or does not exist. One query for all of them."""
    known = kinds()
    parts = [
        known[kind](reach).filter(pk__in=ids).order_by().annotate(
            key=F("pk"), kind=Value(kind, CharField())
        ).values_list("kind", "key")
        for kind, ids in asked.items() if ids
    ]  # fmt: skip
    if not parts:
        return False
    found = set(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return any((kind, key) not in found for kind, ids in asked.items() for key in ids)
