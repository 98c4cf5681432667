"""What to ask at each name: arguments of its path, queries; written from the views, and
not from the address table, so that a mistake there is found here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.urls import reverse

from tests.sitegroup.matrix.bodies import BODIES, body_of
from tests.sitegroup.matrix.urlconf import Live
from tests.sitegroup.matrix.world import TYPED, Side, World

# Argument -> the object of a side that stands there; the most particular name first.
ARGUMENTS: dict[str, str] = {
    "wagtailadmin_api:images:detail.pk": "image",
    "wagtailadmin_api:documents:detail.pk": "document",
    "wagtailadmin_pages:add.parent_page_id": "column",
    "wagtailadmin_pages:preview_on_add.parent_page_id": "column",
    "wagtailadmin_pages:revisions_compare.1": "revision",
    "wagtailadmin_pages:revisions_compare.2": "revision",
    "wagtailadmin_pages:revisions_compare.0": "page",
    "wagtaildocs_serve.0": "document",
    "wagtaildocs_serve.1": "filename",
    "expenses_edit.pk": "statement",
    "review:file.file_id": "document",
    "review:withdraw.pk": "public",
    "review:end_substitution.pk": "substitution",
    "review:chain.pk": "chain", "review:chain_delete.pk": "chain",
    "people.pk": "user", "checking.pk": "public", "people:revoke.membership": "membership",
    "audit:entry.sequence": "entry", "notices:retry.notice_id": "dead_notice",
    "review:urgent.pk": "page", "review:urgent_preview.pk": "page",
    "review:urgent_file.pk": "page", "review:urgent_file.file_id": "document",
    "review:after_file.file_id": "document",
    "review_id": "emergency", "bundle_id": "bundle",
    "notice_id": "notice", "delivery_id": "delivery",
    "wagtailusers_users.pk": "user",
    "wagtailusers_groups.pk": "group",
    "wagtailsites.pk": "wagtail_site",
    "wagtailadmin_collections.pk": "collection",
    "wagtailadmin_workflows:edit_task.pk": "task",
    "wagtailadmin_workflows:enable_task.pk": "task",
    "wagtailadmin_workflows:disable_task.pk": "task",
    "wagtailadmin_workflows.pk": "workflow",
    # what no draft shows: or nobody may delete it
    "wagtailimages:delete.image_id": "spare_image",
    "wagtailimages:delete_multiple.image_id": "spare_image",
    "wagtaildocs:delete.document_id": "spare_document",
    "wagtaildocs:delete_multiple.doc_id": "spare_document",
    "wagtailimages_chooser.pk": "image",
    "wagtaildocs_chooser.pk": "document",
    "wagtailadmin_api:pages.pk": "page",
    "page_id": "page", "page_pk": "page", "parent_page_id": "column", "page_to_move_id": "page",
    "destination_id": "column", "revision_id": "revision", "image_id": "image",
    "document_id": "document", "doc_id": "document",
    "wagtailimages.uploaded_file_id": "sent_image",
    "wagtaildocs.uploaded_file_id": "sent_document",
    "wagtailadmin_workflows:remove.page_pk": "home",
    "collection_id": "collection", "case_id": "case", "session_id": "session",
    "object_id": "page", "workflow_pk": "workflow", "task_id": "task",
}  # fmt: skip
WORDS: dict[str, str] = {
    "wagtailadmin_workflows:add_task.app_label": "wagtailcore",
    "wagtailadmin_workflows:add_task.model_name": "groupapprovaltask",
    "wagtailadmin_tag_model_autocomplete.model_name": "tag", "audit:export.name": "xlsx",
    "content_type_app_name": "pages", "content_type_model_name": "article",
    "app_label": "pages", "model_name": "article", "app": "pages", "model": "article",
    "app_name": "taggit", "action_name": "delete", "action": "delete", "kind": "document",
    "filter_spec": "max-165x165", "task_state_id": "1", "workflow_state_id": "1",
    "restriction_id": "1", "effect": "purge", "uidb64": "MQ", "token": "x-y",
}  # fmt: skip
BULK = {
    ("wagtailcore", "page"): ("page", ("delete", "move", "publish", "unpublish")),
    ("media", "picture"): ("image", ("delete", "add_tags", "add_to_collection")),
    ("media", "attachment"): ("document", ("delete", "add_tags", "add_to_collection")),
    ("auth", "user"): ("user", ("delete", "assign_role", "set_active_state")),
}
UNNAMED = {
    "wagtail.admin.views.home.default": "/admin/nowhere/",
    "django.views.generic.base.TemplateView": "/admin/test404/",
}
# Name -> queries; {page} and the like are filled with the objects of one side.
EVERYWHERE = ("", f"q={TYPED}", "export=csv", "export=xlsx")
TREE = (f"q={TYPED}&search_all=1", "owner={user}", "edited_by={user}", "has_child_pages=true")
CHOOSING = ("page_type=pages.article", "target_pages[]={page}&user_perms=move_to",
            "parent_page_id={column}")  # fmt: skip
SHELF = ("collection_id={collection}", "tag={mark}-tag", f"q={TYPED}", "layout=list")
QUERIES: dict[str, tuple[str, ...]] = {
    "wagtailadmin_explore_root": TREE, "wagtailadmin_explore": TREE,
    "wagtailadmin_explore_results": TREE,
    "wagtailadmin_pages:search": ("q=" + TYPED, "content_type=pages.article"),
    "wagtailadmin_choose_page": CHOOSING, "wagtailadmin_choose_page_child": CHOOSING,
    "wagtailadmin_choose_page_search": (*CHOOSING, f"q={TYPED}"),
    "wagtailadmin_choose_page_chosen_multiple": ("id={page}", "id={other_page}&id={page}"),
    "wagtailadmin_choose_page_external_link": ("parent_page_id={column}",),
    "wagtailadmin_tag_autocomplete": (f"term={TYPED}",),
    "wagtailadmin_api:pages:listing": (
        "id={page}", "child_of={column}", "child_of={column}&for_explorer=1", "child_of=root",
        "descendant_of={home}", "ancestor_of={page}", f"search={TYPED}", "fields=*",
    ),
    "wagtailadmin_api:pages:detail": ("fields=*",),
    "review:substitutes": ("ended=1",),
    "review:appoint": ("place={post}", "site={site}"),
    "wagtailimages:index": SHELF, "wagtailimages:index_results": SHELF,
    "wagtaildocs:index": SHELF, "wagtaildocs:index_results": SHELF,
    "wagtailimages:add_multiple": ("collection_id={collection}",),
    "wagtailimages_chooser:choose": SHELF, "wagtailimages_chooser:choose_results": SHELF,
    "wagtaildocs_chooser:choose": SHELF, "wagtaildocs_chooser:choose_results": SHELF,
    "wagtailimages_chooser:chosen_multiple": ("id={image}", "id={other_image}&id={image}"),
    "wagtaildocs_chooser:chosen_multiple": ("id={document}", "id={other_document}&id={document}"),
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """One address, with what may be sent there; `forged` says whose objects it names."""

    name: str
    path: str
    forged: str = ""
    body: Callable[[], dict[str, Any]] = dict
    words: str = ""

    @property
    def label(self) -> str:
        """For the list of leaks."""
        return f"{self.name} {self.path}"


def _subject(name: str, argument: str) -> str | None:
    space = name.rsplit(":", 1)[0]
    for key in (f"{name}.{argument}", f"{space}.{argument}", argument):
        if key in ARGUMENTS:
            return ARGUMENTS[key]
    return None


def _fillings(found: Live, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """("", all own), ("all", all foreign), and each id foreign by itself."""
    ids = [name for name in found.arguments if _subject(found.name, name)]

    def filled(forged: frozenset[str]) -> dict[str, Any]:
        return {
            name: (world.foreign if name in forged else world.own).ids[subject]
            if (subject := _subject(found.name, name))
            else WORDS.get(f"{found.name}.{name}") or WORDS.get(name, "1")
            for name in found.arguments
        }

    yield "", filled(frozenset())
    if ids:
        yield "all", filled(frozenset(ids))
    if len(ids) > 1:
        for name in ids:
            yield name, filled(frozenset({name}))


def _path(found: Live, values: Mapping[str, Any]) -> str:
    if found.arguments and found.arguments[0] == "0":
        return reverse(found.name, args=list(values.values()))
    return reverse(found.name, kwargs=dict(values))


def _queried(found: Live, world: World, side: Side) -> Iterator[str]:
    other = world.own if side is world.foreign else world.foreign
    names = {**side.ids, "mark": side.mark, **{f"other_{k}": v for k, v in other.ids.items()}}
    for query in (*EVERYWHERE, *QUERIES.get(found.name, ())):
        yield query.format(**names)


def requests_of(found: Live, world: World) -> Iterator[Request]:
    """Everything to ask at one name."""
    if found.name == "wagtail_bulk_action":
        yield from _bulk(world)
        return
    if found.name in UNNAMED:
        yield Request(found.name, UNNAMED[found.name])
        return
    body = partial(body_of, found.name, world.own)
    for forged, values in _fillings(found, world):
        path = _path(found, values)
        for query in dict.fromkeys([""] if forged else _queried(found, world, world.own)):
            yield Request(found.name, f"{path}?{query}" if query else path, forged, body)
    own = _path(found, next(values for forged, values in _fillings(found, world) if not forged))
    if _sends_ids(found.name, world):
        yield Request(found.name, own, "body", partial(body_of, found.name, world.foreign))
    theirs = set(_queried(found, world, world.foreign)) - set(_queried(found, world, world.own))
    for query in sorted(theirs):
        yield Request(found.name, f"{own}?{query}", "query", body)


@cache
def _sends_ids(name: str, world: World) -> bool:
    return name in BODIES and body_of(name, world.own) != body_of(name, world.foreign)


def _bulk(world: World) -> Iterator[Request]:
    for (app, model), (kind, actions) in BULK.items():
        mine, theirs = world.own.ids[kind], world.foreign.ids[kind]
        for action in actions:
            path = reverse("wagtail_bulk_action", args=[app, model, action])
            for forged, query in (
                ("", f"id={mine}"), ("all", f"id={theirs}"), ("id", f"id={mine}&id={theirs}"),
                ("id", "id=all"), ("id", f"id=all&childOf={world.foreign.ids['column']}"),
            ):  # fmt: skip
                yield Request(
                    "wagtail_bulk_action", f"{path}?{query}", forged,
                    lambda: {"chooser": world.own.ids["column"], "role": world.own.ids["group"],
                             "collection": world.own.ids["collection"], "tags": "x"},
                )  # fmt: skip
            yield Request(
                "wagtail_bulk_action", f"{path}?id={mine}", "body",
                lambda: {"chooser": world.foreign.ids["column"],
                         "collection": world.foreign.ids["collection"]},
            )  # fmt: skip
