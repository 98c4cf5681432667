"""What to ask at each name: arguments of its path, queries, bodies; written from the views, and
not from the address table, so that a mistake there is found here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.expenses.importing import values_of
from tests.cms.expenses.conftest import good_figures
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
    "people.pk": "user", "checking.pk": "public", "people:revoke.membership": "membership",
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
    "wagtailimages_chooser.pk": "image",
    "wagtaildocs_chooser.pk": "document",
    "wagtailadmin_api:pages.pk": "page",
    "page_id": "page", "page_pk": "page", "parent_page_id": "column", "page_to_move_id": "page",
    "destination_id": "column", "revision_id": "revision", "image_id": "image",
    "document_id": "document", "doc_id": "document", "uploaded_file_id": "upload",
    "collection_id": "collection", "case_id": "case", "session_id": "session",
    "object_id": "page", "workflow_pk": "workflow", "task_id": "task",
}  # fmt: skip
WORDS: dict[str, str] = {
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
EVERYWHERE = ("", f"q={TYPED}", "export=csv")
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
            else WORDS.get(name, "1")
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
    if found.name in BODIES and body_of(found.name, world.own) != body_of(
        found.name, world.foreign
    ):
        yield Request(found.name, own, "body", partial(body_of, found.name, world.foreign))
    theirs = set(_queried(found, world, world.foreign)) - set(_queried(found, world, world.own))
    for query in sorted(theirs):
        yield Request(found.name, f"{own}?{query}", "query", body)


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


def article_body(side: Side) -> dict[str, Any]:
    """The editor's form; its picture, file and links are one side's."""
    blocks = [
        ("text", rich_text(f'<p><a linktype="page" id="{side.ids["page"]}">x</a></p>')),
        ("picture", {"image": side.ids["image"], "alt": "x", "caption": ""}),
    ]
    return nested_form_data(
        {
            "title": "New title",
            "slug": "new-title",
            "disclosure_mode": "active",
            "body": streamfield(blocks),
            "lead_image": side.ids["image"],
            "attachments": inline_formset([{"title": "x", "document": side.ids["document"]}]),
            "comments": inline_formset([]),
        }
    )


def statement_body(side: Side, seen: Any, year: str) -> dict[str, Any]:
    """The typed form of a statement."""
    figures = {k: "" if v is None else v for k, v in values_of(good_figures()).items()}
    return {
        **figures,
        "site": side.ids["site"],
        "waiver": "",
        "seen": seen,
        "year": year,
        "save": "",
    }


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.csv", b"a,b\n1,2\n", "text/csv")


def _image() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (9, 9), "red").save(buffer, "PNG")
    return SimpleUploadedFile("new.png", buffer.getvalue(), "image/png")


BODIES: dict[str, Callable[[Side], dict[str, Any]]] = {
    "wagtailadmin_pages:add": article_body,
    "wagtailadmin_pages:preview_on_add": article_body,
    "wagtailadmin_pages:edit": article_body,
    "wagtailadmin_pages:preview_on_edit": article_body,
    "wagtailadmin_pages:copy": lambda side: {
        "new_title": "Copy", "new_slug": "copy", "new_parent_page": side.ids["column"],
    },
    "wagtailadmin_pages:move": lambda side: {"new_parent_page": side.ids["column"]},
    "wagtailadmin_editing_sessions:ping": lambda side: {"revision_id": side.ids["revision"]},
    "wagtaildocs:add": lambda side: {
        "title": "New", "file": _file(), "collection": side.ids["collection"],
    },
    "wagtaildocs:edit": lambda side: {"title": "New", "collection": side.ids["collection"]},
    "wagtaildocs:add_multiple": lambda side: {
        "title": "New", "files[]": _file(), "collection": side.ids["collection"],
    },
    "wagtaildocs:edit_multiple": lambda side: {
        f"doc-{side.ids['document']}-title": "New",
        f"doc-{side.ids['document']}-collection": side.ids["collection"],
    },
    "wagtaildocs_chooser:create": lambda side: {
        "document-chooser-upload-title": "New", "document-chooser-upload-file": _file(),
        "document-chooser-upload-collection": side.ids["collection"],
    },
    "wagtailimages:edit": lambda side: {"title": "New", "collection": side.ids["collection"]},
    "wagtailimages_chooser:select_format": lambda _side: {
        "image-chooser-insertion-format": "left", "image-chooser-insertion-alt_text": "x",
    },
    "wagtailimages:add": lambda side: {
        "title": "New", "file": _image(), "collection": side.ids["collection"],
    },
    "wagtailimages:add_multiple": lambda side: {
        "title": "New", "files[]": _image(), "collection": side.ids["collection"],
    },
    "wagtailimages:edit_multiple": lambda side: {
        f"image-{side.ids['image']}-title": "New",
        f"image-{side.ids['image']}-collection": side.ids["collection"],
    },
    "wagtailimages_chooser:create": lambda side: {
        "image-chooser-upload-title": "New", "image-chooser-upload-file": _image(),
        "image-chooser-upload-collection": side.ids["collection"],
    },
    "wagtailadmin_pages:revisions_revert": article_body,
    "wagtailadmin_choose_page_external_link": lambda _side: {
        "external-link-chooser-url": "https://example.test/",
        "external-link-chooser-link_text": "x",
    },
    "expenses_create": lambda side: statement_body(side, "", "2023"),
    "expenses_edit": lambda side: statement_body(side, side.ids["statement_seen"], "2024"),
    "review:decide": lambda side: {
        "seen_hash": side.ids["hash"], "decision": "approve", "opinion": "同意公开。",
        "lawful": "yes", "accurate": "yes", "disclosable": "yes",
    },
    "review:together": lambda side: {
        "site": side.ids["site"], "title": "New", "publish_at": "", "submit": "1",
        "chosen": [f"pages.article-{side.ids['page']}", f"pages.article-{side.ids['public']}"],
    },
    "review:urgent": lambda side: {
        "seen_hash": side.ids["draft_hash"], "reason": "x", "confirmed": "on",
    },
    "review:after": lambda side: {"seen_hash": side.ids["emergency_hash"], "opinion": "x"},
    "review:withdraw": lambda _side: {"reason": "数据有误"},
    "wagtailusers_users:edit": lambda side: {
        "username": "taken", "first_name": "x", "last_name": "y", "email": "x@example.test",
        "is_superuser": "on", "is_active": "on", "groups": side.ids["group"],
    },
}  # fmt: skip


def body_of(name: str, side: Side) -> dict[str, Any]:
    """A valid body for this name."""
    return BODIES[name](side) if name in BODIES else {}
