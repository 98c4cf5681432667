"""What every rule of the machine needs: one county an example, people at work, time, the book."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from functools import wraps
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from unittest.mock import patch

from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.db.models import Max, Model
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from cms.expenses.models import ExpenseStatement
from cms.media.models import Attachment, Picture
from cms.pages.models import Article
from search import index
from sitegroup.changes.worker import drain_all
from sitegroup.delivery import epoch
from sitegroup.models import Membership, Release, ReleaseKind, ReviewCase
from sitegroup.review.services import OPEN_STATES
from tests.sitegroup.machine.book import OPEN, ROLES, Book, Piece
from tests.sitegroup.machine.reader import Reader
from tests.sitegroup.machine.tokens import TOKEN, tokens_in
from tests.sitegroup.machine.world import HOST_UNIT, World

Rule = Callable[..., None]


def step(when: Callable[[Any], Any] | None = None, **drawn: Any) -> Callable[[Rule], Rule]:
    """A rule of the machine that is counted; `when` says whether there is anything to do."""

    def made(method: Rule) -> Rule:
        @wraps(method)
        def counted(self: "Core", **given: Any) -> None:
            self.counted[method.__name__] += 1
            method(self, **given)

        def sensible(self: "Core") -> bool:
            chosen = self.only is None or method.__name__ in self.only
            return chosen and (when is None or bool(when(self)))

        ruled: Rule = precondition(sensible)(rule(**drawn)(counted))
        return ruled

    return made


class Core(RuleBasedStateMachine):
    """An example: its own rows, index and files, all undone at the end.

    `only` names the rules that are used; None is all of them.
    """

    def __init__(
        self, world: World, counted: Counter[str], only: frozenset[str] | None = None
    ) -> None:
        super().__init__()
        self.only = only
        self.world, self.counted = world, counted
        self.ahead, self.tokens = timedelta(), world.tokens.fork()
        self.number = 0
        self.told = True
        self.folder = Path(mkdtemp(prefix="machine-"))
        self.undo = ExitStack()
        folders = {"SEARCH_DIR": self.folder / "search", "DATASETS_DIR": self.folder / "datasets"}
        folders["MEDIA_ROOT"] = self.folder / "media"
        shutil.copytree(world.media, folders["MEDIA_ROOT"])
        self.undo.enter_context(override_settings(ELASTICSEARCH_URL="", CKAN_URL="", **folders))
        real = timezone.now
        self.undo.enter_context(patch("django.utils.timezone.now", lambda: real() + self.ahead))
        self.undo.enter_context(transaction.atomic())
        cache.clear()
        epoch.bump()
        self.book = self._opened()
        self.reader = Reader(self.book)
        call_command("rebuild_index", json=True, stdout=StringIO())
        self.deliver_all()
        counted["examples"] += 1

    def _opened(self) -> Book:
        """What is there at first; the first article has been released."""
        book = Book()
        for document in Attachment.objects.all():
            (book.files[document.pk],) = tokens_in(document.file.open("rb").read())
        book.captions = {p.pk: TOKEN.findall(p.alt)[0] for p in Picture.objects.all()}
        for pk in self.world.articles:
            page = Article.objects.select_related("site").get(pk=pk)
            book.pieces.append(Piece(Article, pk, page.site.code))
        book.pieces.append(Piece(ExpenseStatement, self.world.statement, HOST_UNIT))
        for piece in book.pieces:
            piece.note_writers()
        book.released(book.pieces[0], book.draft(book.pieces[0]))
        return book

    def teardown(self) -> None:
        """Undo the example."""
        self.counted["requests"] += self.reader.asked
        transaction.set_rollback(True)
        self.undo.close()
        index._embedded.cache_clear()
        shutil.rmtree(self.folder)
        epoch.bump()

    def hold(self, held: bool, wrong: str) -> None:
        """Fail here, and say so at once: a run that cannot be repeated tells nothing later."""
        if not held:
            print(f"machine: {wrong}")  # noqa: T201
            raise AssertionError(wrong)

    # -- at work

    def committed(self) -> AbstractContextManager[Any]:
        """What waits for a commit happens at the end of the block."""
        return TestCase.captureOnCommitCallbacks(execute=True)

    def act(self, username: str, path: str, data: Any = None, **headers: Any) -> Any:
        """Somebody sends a form in the admin; without data, opens a page."""
        client = Client(headers={"host": "portal.test"})
        with self.committed():
            client.force_login(self.world.person(username))
            if data is None:
                answer = client.get(path, headers=headers)
            else:
                answer = client.post(path, data, headers=headers)
        self.hold(answer.status_code < 500, f"{path}: {answer.status_code}")
        self.counted["acts"] += 1
        return answer

    def made(self, model: type[Model], by: str, path: str, data: Any) -> Any:
        """What somebody's form has made; None, and nothing made, where their account is stopped."""
        last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self.act(by, path, data)
        new = model._default_manager.filter(pk__gt=last).first()
        stopped = self.world.person(by).pk in self.book.stopped
        self.hold((new is None) == stopped, f"{by} at {path}: made {new}, stopped is {stopped}")
        return new

    def now(self) -> datetime:
        """The time in the county."""
        return timezone.now()

    def pick(self, number: int, *, articles: bool = False) -> Piece:
        """One of the pieces that are still there."""
        found = [p for p in self.book.pieces if p.is_article or not articles]
        return found[number % len(found)]

    def public(self, *, articles: bool = False) -> list[Piece]:
        """What is public now."""
        return [p for p in self.book.live() if p.is_article or not articles]

    def cases(self) -> list[Piece]:
        """What has ever been put before a reviewer."""
        return [piece for piece in self.book.pieces if piece.case]

    def under_way(self) -> list[Piece]:
        """What lies before a reviewer, or waits for its hour."""
        return [piece for piece in self.book.pieces if piece.open_case]

    def ended(self) -> list[Piece]:
        """What came to an end before all had agreed."""
        found = [(p, p.case) for p in self.book.pieces if p.case and not p.open_case]
        return [piece for piece, case in found if len(case.agreed) < len(ROLES)]

    def waiting(self) -> list[Piece]:
        """What lies before a reviewer."""
        return [piece for piece in self.under_way() if piece.case and piece.case.state == OPEN]

    def roles(self, username: str, code: str) -> set[str]:
        """What somebody may do with a unit's content."""
        rows = Membership.objects.filter(user__username=username)
        return {role for role, unit in rows.values_list("role", "site__code")
                if unit == code or role == "office_reviewer"}  # fmt: skip

    def deliver_all(self) -> None:
        """The worker has told everybody of everything."""
        with self.committed():
            drain_all()
        while True:
            with self.committed():
                if not drain_all():
                    break
        self.book.delivered, self.told = self.book.tokens(), True

    # -- the book is kept

    def settle(self) -> None:
        """Write down who wrote what, and which cases that voids."""
        for piece in [*self.book.pieces]:
            if not piece.model._default_manager.filter(pk=piece.pk).exists():
                self.hold(piece.public is None, f"{piece.name} was public and is deleted")
                self.book.pieces.remove(piece)
                continue
            piece.note_writers()
            self.book.changed(piece)

    def lay_before(self, piece: Piece, by: str, publish_at: Any = None, bundle: Any = None) -> bool:
        """Note that it was submitted, if it was."""
        self.settle()
        case = (
            ReviewCase.objects.filter(object_id=str(piece.pk), object_type=piece.model.object_type)
            .order_by("pk")
            .last()
        )
        known = piece.case.pk if piece.case else 0
        if case is None or case.pk <= known or case.state not in OPEN_STATES:
            return False
        self.book.submitted(piece, case, self.world.person(by), publish_at, bundle)
        return True

    # -- after every step

    def check(self) -> None:
        """The book, the record of releases and the public side say the same."""
        self.settle()
        self.told = self.told and self.book.tokens() == self.book.delivered
        problems = [wrong for piece in self.book.pieces if (wrong := self._record(piece))]
        problems += self.reader.look(told=self.told)
        self.counted["checks"] += 1
        self.hold(not problems, "\n".join(problems))

    def _record(self, piece: Piece) -> str:
        """How the latest release of a piece differs from the book; empty if it does not."""
        rows = Release.objects.filter(
            object_type=piece.model.object_type, object_id=str(piece.pk)
        ).select_related("revision")
        last = rows.order_by("pk").last()
        recorded = None
        if last and last.kind == ReleaseKind.RELEASE:
            recorded = self.book.version(last.revision).words
        booked = piece.public.words if piece.public else None
        if recorded != booked:
            return f"{piece.name}: released {recorded}, should be {booked}"
        live = piece.row().live
        return "" if live == bool(booked) else f"{piece.name}: live is {live}, should be {booked}"
