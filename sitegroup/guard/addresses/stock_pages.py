"""Wagtail's own names for pages: the tree, the editor, versions, choosers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page

from sitegroup.guard.addresses.kinds import named_model
from sitegroup.guard.addresses.reach import Reach
from sitegroup.guard.addresses.shapes import WRITERS, Address, Instead, Kinds, Table, Words

VERSIONS = {"overwrite_revision_id": "revision", "loaded_revision_id": "revision"}
LINKING = {"parent_page_id": "place", "target_pages": "page"}
TYPED: Words = {"content_type_app_name": None, "content_type_model_name": None}


def _page(argument: str = "page_id", **more: str) -> Address:
    return Address(WRITERS, path={argument: "page"}, sent=more)


def _editor(path: Kinds, words: Words | None = None) -> Address:
    """A form of a page: what it shows and links to is in its fields and in its rich texts."""
    fields = {**settings.PAGE_FIELDS, **VERSIONS}
    return Address(WRITERS, path=path, sent=fields, words=words or {}, rich=True)


def own_beginning(request: HttpRequest, reach: Reach) -> HttpResponse | None:
    """Choosing begins at one's own home, not where the pages of all units meet."""
    if reach.everywhere:
        return None
    home = Page.objects.filter(path__in=reach.homes[:1]) if len(reach.homes) == 1 else None
    first = home or Page.objects.filter(depth=1)
    address = reverse("wagtailadmin_choose_page_child", args=[first.values_list("pk")[0][0]])
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address)


BEGIN: Instead = own_beginning
_LISTED = Address(WRITERS, path={"parent_page_id": "place"})
_LINK = Address(WRITERS, sent=LINKING)
_HISTORY = Address(
    WRITERS, path={"page_id": "page", "revision_id": "revision"}, sent=VERSIONS, rich=True
)

PAGES: Table = {
    "wagtailadmin_explore_root": Address(WRITERS),
    "wagtailadmin_explore": _LISTED,
    "wagtailadmin_explore_results": _LISTED,
    "wagtailadmin_pages:search": Address(WRITERS),
    "wagtailadmin_pages:search_results": Address(WRITERS),
    "wagtailadmin_pages:add_subpage": _page("parent_page_id"),
    "wagtailadmin_pages:add": _editor({"parent_page_id": "page"}, TYPED),
    "wagtailadmin_pages:preview_on_add": _editor({"parent_page_id": "page"}, TYPED),
    "wagtailadmin_pages:edit": _editor({"page_id": "page"}),
    "wagtailadmin_pages:preview_on_edit": _editor({"page_id": "page"}),
    "wagtailadmin_pages:view_draft": _page(),
    "wagtailadmin_pages:delete": _page(),
    "wagtailadmin_pages:copy": _page(new_parent_page="page"),
    "wagtailadmin_pages:move": _page("page_to_move_id", new_parent_page="page"),
    "wagtailadmin_pages:move_confirm": Address(
        WRITERS, path={"page_to_move_id": "page", "destination_id": "page"}
    ),
    "wagtailadmin_pages:usage": _page(),
    "wagtailadmin_pages:history": _page(),
    "wagtailadmin_pages:history_results": _page(),
    "wagtailadmin_pages:revisions_index": _page(),
    "wagtailadmin_pages:revisions_view": _HISTORY,
    "wagtailadmin_pages:revisions_revert": _HISTORY,
    "wagtailadmin_pages:revisions_compare": Address(
        WRITERS, path={"0": "page", "1": "revision", "2": "revision"}
    ),
    "wagtailadmin_choose_page": Address(WRITERS, sent=LINKING, instead=BEGIN),
    "wagtailadmin_choose_page_child": Address(
        WRITERS, path={"parent_page_id": "place"}, sent={"target_pages": "page"}
    ),
    "wagtailadmin_choose_page_search": _LINK,
    "wagtailadmin_choose_page_chosen_multiple": Address(WRITERS, sent={"id": "page"}),
    "wagtailadmin_choose_page_external_link": _LINK,
    "wagtailadmin_choose_page_email_link": _LINK,
    "wagtailadmin_choose_page_phone_link": _LINK,
    "wagtailadmin_choose_page_anchor_link": _LINK,
    # the menu of pages at the side
    "wagtailadmin_api:pages:listing": Address(
        WRITERS,
        sent={
            "id": "page",
            "child_of": "place",
            "descendant_of": "place",
            "ancestor_of": "page",
            "translation_of": "page",
        },
    ),
    "wagtailadmin_api:pages:detail": Address(WRITERS, path={"pk": "place"}),
    # who else has the same page open; a session is looked for among one's own
    "wagtailadmin_editing_sessions:ping": Address(
        WRITERS,
        path={"object_id": named_model},
        words={"app_label": None, "model_name": None, "session_id": None},
        sent={"revision_id": "revision"},
    ),
    "wagtailadmin_editing_sessions:release": Address(WRITERS, words={"session_id": None}),
}
