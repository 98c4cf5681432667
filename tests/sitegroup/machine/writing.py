"""Rules: what authors do. Edit, autosave, restore, copy, move, delete; files and pictures."""

from typing import Any

from django.urls import reverse
from hypothesis import strategies as st
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from cms.expenses.importing import values_of
from cms.media.models import Attachment, Picture
from cms.pages.models import Article, Channel
from tests.cms.expenses.conftest import good_figures
from tests.sitegroup.machine.book import Piece
from tests.sitegroup.machine.core import Core, step
from tests.sitegroup.machine.world import UNITS, image_file, text_file, title

ANY = st.integers(0, 5)
CODES = st.sampled_from(UNITS)
WRITERS = st.sampled_from(["author", "both", "urgent"])
EDIT, ADD = "wagtailadmin_pages:edit", "wagtailadmin_pages:add"
# With no more than so many, none is deleted.
FEW = 3
SUBMIT = {"action-review": "1"}


class Writing(Core):
    """Authors at work, each through the admin's own forms."""

    def form(self, token: str, slug: str, **more: Any) -> dict[str, Any]:
        """The page editor as it is sent; `documents` are attached to those there already."""
        documents = more.pop("documents", ())
        return nested_form_data(
            {
                "title": title(token),
                "slug": slug,
                "disclosure_mode": "active",
                "body": streamfield([("text", rich_text(f"<p>道路养护{token}</p>"))]),
                "lead_image": "",
                "attachments": inline_formset([{"title": "", "document": d} for d in documents]),
                "comments": inline_formset([]),
                **more,
            }
        )

    def edit_article(self, piece: Piece, who: str, **more: Any) -> Any:
        """Save the editor with new words; what was not touched stays."""
        draft = piece.row().get_latest_revision_as_object()
        kept = {"lead_image": draft.lead_image_id or "", "slug": draft.slug, **more}
        address = reverse(EDIT, args=[piece.pk])
        return self.act(f"{piece.code}-{who}", address, self.form(self.tokens.new("x"), **kept))

    def edit_statement(self, piece: Piece, who: str, **more: Any) -> Any:
        """Save the form of a statement with another note."""
        figures = {k: "" if v is None else v for k, v in values_of(good_figures()).items()}
        sent = {
            **figures, "note": f"全部为财政拨款。{self.tokens.new('x')}", "waiver": "",
            "seen": piece.row().latest_revision_id, **(more or {"save": ""}),
        }  # fmt: skip
        return self.act(f"{piece.code}-{who}", reverse("expenses_edit", args=[piece.pk]), sent)

    @step(code=CODES, submit=st.booleans())
    def write(self, code: str, submit: bool) -> None:
        """A new article, put before review at once or kept as a draft."""
        self.number += 1
        column = Channel.objects.get(site=self.world.sites[code], slug="gzdt")
        sent = self.form(self.tokens.new("x"), f"xin-{self.number}", **(SUBMIT if submit else {}))
        address = reverse(ADD, args=["pages", "article", column.pk])
        page = self.made(Article, f"{code}-author", address, sent)
        if page is None:
            return
        piece = Piece(Article, page.pk, code)
        self.book.pieces.append(piece)
        self.lay_before(piece, f"{code}-author")

    @step(n=ANY, who=WRITERS, submit=st.booleans())
    def edit(self, n: int, who: str, submit: bool) -> None:
        """New words; in review nobody may."""
        piece = self.pick(n)
        if piece.is_article:
            self.edit_article(piece, who, **(SUBMIT if submit else {}))
        else:
            self.edit_statement(piece, who, **({"submit": ""} if submit else {}))
        self.lay_before(piece, f"{piece.code}-{who}")

    @step(n=ANY, who=WRITERS)
    def rename_address(self, n: int, who: str) -> None:
        """New words at a new address."""
        self.number += 1
        self.edit_article(self.pick(n, articles=True), who, slug=f"gai-{self.number}")

    @step(n=ANY, who=WRITERS, overwrite=st.booleans())
    def autosave(self, n: int, who: str, overwrite: bool) -> None:
        """What the open editor sends by itself; also over the version that it saved before."""
        piece = self.pick(n, articles=True)
        draft = piece.row().get_latest_revision_as_object()
        revision = piece.row().latest_revision
        sent = self.form(self.tokens.new("x"), draft.slug, lead_image=draft.lead_image_id or "")
        sent |= {
            "loaded_revision_id": revision.pk,
            "loaded_revision_created_at": revision.created_at.isoformat(),
            **({"overwrite_revision_id": revision.pk} if overwrite else {}),
        }
        address = reverse(EDIT, args=[piece.pk])
        self.act(f"{piece.code}-{who}", address, sent, accept="application/json")

    @step(n=ANY, who=WRITERS)
    def attach(self, n: int, who: str) -> None:
        """A new file beside what is there."""
        piece, token = self.pick(n, articles=True), self.tokens.new("f")
        sent = {
            "title": "附件", "file": text_file(token),
            "collection": self.world.collection(piece.code),
        }  # fmt: skip
        document = self.made(Attachment, f"{piece.code}-{who}", reverse("wagtaildocs:add"), sent)
        if document is None:
            return
        assert document.filename == f"{token}.csv"
        self.book.files[document.pk] = token
        self.edit_article(piece, who, documents=[document.pk])

    @step(n=ANY, who=WRITERS)
    def detach(self, n: int, who: str) -> None:
        """All files are taken out of the next version."""
        piece = self.pick(n, articles=True)
        address = reverse(EDIT, args=[piece.pk])
        page = self.act(f"{piece.code}-{who}", address)
        if page.status_code != 200:
            return
        sent = querydict_from_html(page.content.decode(), form_id="page-edit-form")
        for number in range(int(sent.get("attachments-INITIAL_FORMS", 0))):
            sent[f"attachments-{number}-DELETE"] = "on"
        self.act(f"{piece.code}-{who}", address, sent.dict())

    def document(self, number: int) -> Any:
        """One of the files; None where all are deleted."""
        found = list(Attachment.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    @step(n=ANY, who=WRITERS)
    def replace_file(self, n: int, who: str) -> None:
        """Other bytes under the same file: not while it is public."""
        document, token = self.document(n), self.tokens.new("f")
        if document is None:
            return
        code = document.collection.name if document.collection.name in UNITS else UNITS[0]
        sent = {
            "title": "附件", "file": text_file(token), "collection": document.collection_id,
        }  # fmt: skip
        self.act(f"{code}-{who}", reverse("wagtaildocs:edit", args=[document.pk]), sent)
        document.refresh_from_db()
        if document.filename == f"{token}.csv":
            self.hold(document.pk not in self.book.documents(), "a public file was exchanged")
            self.settle()
            self.book.file_changed(document.pk, token)

    @step(n=ANY, who=WRITERS)
    def delete_file(self, n: int, who: str) -> None:
        """A file is deleted: not while anything shows it."""
        document = self.document(n)
        if document is None:
            return
        address = reverse("wagtaildocs:delete", args=[document.pk])
        self.act(f"{UNITS[n % 2]}-{who}", address, {})
        if not Attachment.objects.filter(pk=document.pk).exists():
            self.hold(document.pk not in self.book.documents(), "a public file was deleted")

    @step(n=ANY, who=WRITERS)
    def illustrate(self, n: int, who: str) -> None:
        """A new picture at the head of the next version."""
        piece, token = self.pick(n, articles=True), self.tokens.new("i")
        sent = {
            "title": "题图", "alt": f"养护现场{token}", "file": image_file(self.tokens.given),
            "collection": self.world.collection(piece.code),
        }  # fmt: skip
        picture = self.made(Picture, f"{piece.code}-{who}", reverse("wagtailimages:add"), sent)
        if picture is None:
            return
        self.book.captions[picture.pk] = token
        self.edit_article(piece, who, lead_image=picture.pk)

    @step(n=ANY, m=ANY, who=WRITERS)
    def restore(self, n: int, m: int, who: str) -> None:
        """An older version becomes the newest draft."""
        piece = self.pick(n, articles=True)
        revisions = list(piece.row().revisions.order_by("pk"))
        old = revisions[m % len(revisions)]
        address = reverse("wagtailadmin_pages:revisions_revert", args=[piece.pk, old.pk])
        page = self.act(f"{piece.code}-{who}", address)
        if page.status_code == 200:
            sent = querydict_from_html(page.content.decode(), form_id="page-edit-form")
            self.act(f"{piece.code}-{who}", page.context["action_url"], sent.dict())

    @step(n=ANY, how=st.sampled_from(["", "alias", "publish_copies", "copy_subpages"]))
    def copy(self, n: int, how: str) -> None:
        """A copy is one draft; no alias, nothing public."""
        piece = self.pick(n, articles=True)
        self.number += 1
        last = Article.objects.order_by("pk").last().pk
        sent = {
            "new_title": title(self.tokens.new("x")), "new_slug": f"fuben-{self.number}",
            "new_parent_page": piece.row().parent_channel_id, **({how: "on"} if how else {}),
        }  # fmt: skip
        self.act(f"{piece.code}-author", reverse("wagtailadmin_pages:copy", args=[piece.pk]), sent)
        for page in Article.objects.filter(pk__gt=last):
            self.book.pieces.append(Piece(Article, page.pk, piece.code))

    @step(n=ANY, column=st.sampled_from(["gzdt", "bmwj"]), code=CODES)
    def move(self, n: int, column: str, code: str) -> None:
        """Into another column, or into another unit."""
        piece = self.pick(n, articles=True)
        target = Channel.objects.get(site=self.world.sites[code], slug=column)
        address = reverse("wagtailadmin_pages:move_confirm", args=[piece.pk, target.pk])
        self.act(f"{piece.code}-author", address, {})

    @step(lambda self: len(self.book.pieces) > FEW, n=ANY, who=st.sampled_from(["author", "admin"]))
    def delete(self, n: int, who: str) -> None:
        """Nothing public, nothing on record."""
        piece = self.pick(n, articles=True)
        address = reverse("wagtailadmin_pages:delete", args=[piece.pk])
        self.act(f"{piece.code}-{who}", address, {})
