"""Rules: every way round the review that somebody may try. None of them makes anything public."""

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from hypothesis import strategies as st
from wagtail.models import Page, Revision

from cms.expenses.models import ExpenseStatement
from cms.pages.models import ArticleAttachment
from sitegroup.exceptions import PlatformError
from tests.sitegroup.machine.core import Core, step
from tests.sitegroup.machine.writing import ANY, FEW, WRITERS, Writing
from tests.sitegroup.test_publication_guard import CHANGING, PUBLISHING

REFUSED = (PlatformError, ProtectedError, ValidationError)
VIEWS = ("unpublish", "convert_alias", "lock", "workflow_history", "set_privacy")
STATEMENTS: dict[str, Any] = {
    "update": lambda row: ExpenseStatement.objects.filter(pk=row.pk).update(live=True),
    "save": lambda row: (setattr(row, "live", True), row.save()),
    "publish": lambda row: row.latest_revision.publish(),
    "save and publish": lambda row: row.save_revision(clean=False).publish(),
    "bulk_update": lambda row: (
        setattr(row, "live", True), ExpenseStatement.objects.bulk_update([row], ["live"])
    ),
    "unpublish": lambda row: row.unpublish() if row.live else None,
    "note": lambda row: ExpenseStatement.objects.filter(pk=row.pk, live=True).update(note="x"),
}  # fmt: skip


class Attempting(Writing):
    """The naive, the hurried and the malicious."""

    def attempt(self, trial: Any, row: Any) -> None:
        """Try it as a script would; what refuses it undoes it."""
        try:
            with self.committed(), transaction.atomic():
                trial(row)
        except REFUSED:
            self.counted["refused"] += 1

    @step(n=ANY, how=st.sampled_from(sorted(PUBLISHING)))
    def publish_by_script(self, n: int, how: str) -> None:
        """The model's own ways to live."""
        self.attempt(PUBLISHING[how], self.pick(n, articles=True).row())

    @step(Core.public, n=ANY, how=st.sampled_from(sorted(CHANGING)))
    def change_by_script(self, n: int, how: str) -> None:
        """The model's own ways to change what is public."""
        for piece in self.public(articles=True)[n % 2 : n % 2 + 1]:
            self.attempt(CHANGING[how], piece.row())

    @step(how=st.sampled_from(sorted(STATEMENTS)))
    def statement_by_script(self, how: str) -> None:
        """The same for a table."""
        self.attempt(STATEMENTS[how], ExpenseStatement.objects.get())

    @step(n=ANY)
    def save_and_publish(self, n: int) -> None:
        """A script's new version, published at once; the version may stay, as a draft."""
        piece = self.pick(n, articles=True)
        draft = piece.row().get_latest_revision_as_object()
        draft.title = f"道路养护{self.tokens.new('x')}"
        draft.save_revision(user=self.world.person(f"{piece.code}-author"), clean=False)
        self.attempt(lambda page: page.get_latest_revision().publish(), piece.row())

    @step(Core.public, n=ANY)
    def attach_by_script(self, n: int) -> None:
        """A file more beside what is public, without a version."""
        last = max(self.book.files)
        for piece in self.public(articles=True)[n % 2 : n % 2 + 1]:
            self.attempt(
                lambda page: ArticleAttachment.objects.create(article=page, document_id=last),
                piece.row(),
            )

    @step(n=ANY, who=st.sampled_from(["author", "admin", "both"]),
          action=st.sampled_from(["publish", "unpublish", "move", "delete"]))  # fmt: skip
    def bulk(self, n: int, who: str, action: str) -> None:
        """Wagtail's actions for many."""
        piece = self.pick(n, articles=True)
        if action == "delete" and len(self.book.pieces) <= FEW:
            return
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        column = piece.row().parent_channel_id
        sent = {"chooser": column, "include_descendants": "on"}
        self.act(f"{piece.code}-{who}", f"{address}?id={piece.pk}", sent)

    @step(n=ANY, who=WRITERS, button=st.sampled_from(
        ["action-publish", "action-submit", "action-workflow-action", "action-restart-workflow"]
    ))  # fmt: skip
    def press_publish(self, n: int, who: str, button: str) -> None:
        """A button that the editor does not show, and an hour to go live."""
        piece = self.pick(n, articles=True)
        earlier = (self.now() - timedelta(days=1)).isoformat()
        more = {button: "1", "workflow-action-name": "approve", "go_live_at": earlier}
        self.edit_article(piece, who, **more)

    @step(n=ANY, who=st.sampled_from(["author", "admin"]), view=st.sampled_from(VIEWS))
    def open_door(self, n: int, who: str, view: str) -> None:
        """Wagtail's other doors to a page."""
        piece = self.pick(n, articles=True)
        address = reverse(f"wagtailadmin_pages:{view}", args=[piece.pk])
        self.act(f"{piece.code}-{who}", address, {"restriction_type": "none"})

    @step(n=ANY)
    def stock_scheduler(self, n: int) -> None:
        """Wagtail's scheduler finds a version whose hour has come."""
        piece = self.pick(n, articles=True)
        due = self.now() - timedelta(minutes=1)
        Revision.objects.filter(pk=piece.row().latest_revision_id).update(approved_go_live_at=due)
        self.attempt(lambda _row: call_command("publish_scheduled", stdout=StringIO()), None)
        Revision.objects.update(approved_go_live_at=None)
        assert Page.objects.filter(pk=piece.pk).exists()
