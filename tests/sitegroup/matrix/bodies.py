"""A valid form for each name that takes one, written from the views."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.expenses.editing.importing import SALT
from cms.expenses.importing import values_of
from tests.cms.expenses.conftest import good_figures
from tests.cms.expenses.tables import listed, row, xlsx
from tests.sitegroup.matrix.bodies_ours import OURS
from tests.sitegroup.matrix.bodies_stock import STOCK
from tests.sitegroup.matrix.world import Bodies, Side


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


def _described(prefix: str, side: Side, kind: str) -> dict[str, Any]:
    """What one of many that were sent is called, and where it is put."""
    begin = f"{prefix}-{side.ids[kind]}"
    return {f"{begin}-title": "New", f"{begin}-collection": side.ids["collection"]}


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.csv", b"a,b\n1,2\n", "text/csv")


def _import(side: Side) -> dict[str, Any]:
    """The second step: the file as the first gave it back, signed for the author."""
    data = xlsx(listed(row(**{"单位": side.site.organisation.name, "年度": 2022})))
    held = {
        "data": b64encode(data).decode(), "filename": "new.xlsx", "year": 2022,
        "user": side.ids["holder"],
    }  # fmt: skip
    return {"held": signing.dumps(held, salt=SALT, compress=True)}


def _image() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (9, 9), "red").save(buffer, "PNG")
    return SimpleUploadedFile("new.png", buffer.getvalue(), "image/png")


CONTENT: Bodies = {
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
    "wagtaildocs:edit_multiple": lambda side: _described("doc", side, "document"),
    "wagtaildocs:create_multiple_from_uploaded_document": lambda side: _described(
        "uploaded-document", side, "sent_document"
    ),
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
    "wagtailimages:edit_multiple": lambda side: _described("image", side, "image"),
    "wagtailimages:create_multiple_from_uploaded_image": lambda side: _described(
        "uploaded-image", side, "sent_image"
    ),
    "wagtailimages_chooser:create": lambda side: {
        "image-chooser-upload-title": "New", "image-chooser-upload-file": _image(),
        "image-chooser-upload-collection": side.ids["collection"],
    },
    "wagtailadmin_pages:revisions_revert": article_body,
    "wagtailadmin_choose_page_external_link": lambda _side: {
        "external-link-chooser-url": "https://example.test/",
        "external-link-chooser-link_text": "x",
    },
    "expenses_import": _import,
    "expenses_create": lambda side: statement_body(side, "", "2023"),
    "expenses_edit": lambda side: statement_body(side, side.ids["statement_seen"], "2024"),
}  # fmt: skip


BODIES: Bodies = {**CONTENT, **OURS, **STOCK}


def body_of(name: str, side: Side) -> dict[str, Any]:
    """A valid body for this name."""
    return BODIES[name](side) if name in BODIES else {}
