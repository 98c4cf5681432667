"""Wagtail's own names for pictures, files, and what is done to many at once."""

from collections.abc import Mapping
from typing import Any

from sitegroup.guard.addresses.kinds import named_model
from sitegroup.guard.addresses.shapes import ANYONE, WRITERS, Address, Table

# Adding and filtering name a collection.
SHELVED = {"collection": "collection", "collection_id": "collection"}
BULK = frozenset({"delete", "move", "publish", "unpublish", "add_to_collection"})


def _beside(words: Mapping[str, Any]) -> str | None:
    """What the list stands in from which many were picked: a page, or a collection."""
    return "page" if named_model(words) == "page" else "collection"


def _list() -> Address:
    return Address(WRITERS, sent=SHELVED)


def _one(argument: str, kind: str) -> Address:
    return Address(WRITERS, path={argument: kind}, sent=SHELVED)


def _family(space: str, kind: str, argument: str, several: str) -> dict[str, Address]:
    """Lists, forms, uploads and choosers, named alike for pictures and for files."""
    one, chooser = _one(argument, kind), f"{space}_chooser"
    from_upload = "image" if kind == "image" else "document"
    return {
        f"{space}:index": _list(),
        f"{space}:index_results": _list(),
        f"{space}:add": _list(),
        f"{space}:edit": one,
        f"{space}:delete": one,
        f"{space}:{kind}_usage": one,
        f"{space}:add_multiple": _list(),
        f"{space}:edit_multiple": _one(several, kind),
        f"{space}:delete_multiple": _one(several, kind),
        f"{space}:create_multiple_from_uploaded_{from_upload}": _one("uploaded_file_id", "upload"),
        f"{space}:delete_upload_multiple": _one("uploaded_file_id", "upload"),
        f"{chooser}:choose": _list(),
        f"{chooser}:choose_results": _list(),
        f"{chooser}:chosen": _one("pk", kind),
        f"{chooser}:chosen_multiple": Address(WRITERS, sent={"id": kind}),
        f"{chooser}:create": _list(),
    }


FILES: Table = {
    **_family("wagtailimages", "image", "image_id", "image_id"),
    **_family("wagtaildocs", "document", "document_id", "doc_id"),
    "wagtailimages_chooser:select_format": _one("image_id", "image"),
    # the hook before_serve_document decides, and answers 404 to strangers
    "wagtaildocs_serve": Address(ANYONE, words={"0": None, "1": None}),
    "wagtail_bulk_action": Address(
        WRITERS,
        words={"app_label": None, "model_name": None, "action": BULK},
        sent={
            "id": named_model, "childOf": _beside, "chooser": "page", "collection": "collection",
        },
    ),
}  # fmt: skip
