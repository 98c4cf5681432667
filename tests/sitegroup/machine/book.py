"""The machine's own book: what was put before whom, who agreed, and what is public for it.

It knows the rules of review from the specification and not from the product, so that the two
can be compared.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sitegroup.models import Role
from tests.sitegroup.machine.tokens import TOKEN

OPEN, APPROVED, ENDED = "open", "approved", "ended"


@dataclass(frozen=True)
class Version:
    """What one revision would show: its marks, files (key and mark), picture, place."""

    words: frozenset[str]
    documents: tuple[tuple[int, str], ...] = ()
    picture: int | None = None
    place: tuple[Any, ...] = ()

    @property
    def tokens(self) -> set[str]:
        """Every mark that is public with it."""
        return {*self.words, *(token for _key, token in self.documents)}


@dataclass
class Case:
    """What is under review: exactly one version, and who agreed to it."""

    pk: int
    version: Version
    authors: set[int]
    publish_at: datetime | None = None
    bundle: int | None = None
    agreed: list[int] = field(default_factory=list)
    state: str = OPEN
    cancelled: bool = False

    def end(self, *, cancelled: bool = False) -> None:
        """It decides nothing any more."""
        self.state, self.cancelled = ENDED, cancelled


@dataclass
class Piece:
    """One article or statement, with everything that happened to it."""

    model: Any
    pk: int
    code: str
    public: Version | None = None
    case: Case | None = None
    ever: set[int] = field(default_factory=set)
    since: set[int] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    seen: int = 0
    withdrawn: bool = False
    buried: set[str] = field(default_factory=set)
    # every mark that has ever been public of it
    past: set[str] = field(default_factory=set)

    @property
    def is_article(self) -> bool:
        """Not a statement."""
        return bool(self.model.object_type == "article")

    @property
    def name(self) -> str:
        """As the ledger calls it."""
        return f"{self.model.object_type}:{self.pk}"

    def row(self) -> Any:
        """As it is stored now."""
        return self.model._default_manager.get(pk=self.pk)

    def note_writers(self) -> None:
        """Who saved it since this was last asked."""
        found = self.row().revisions.filter(pk__gt=self.seen).order_by("pk")
        for key, writer in found.values_list("pk", "user"):
            self.seen = key
            if writer:
                self.ever.add(writer)
                self.since.add(writer)

    @property
    def open_case(self) -> Case | None:
        """What is under way."""
        return self.case if self.case and self.case.state != ENDED else None


class Book:
    """All pieces, the marks of all files, and what has ever been public."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.files: dict[int, str] = {}
        # the words beside each picture, by its key
        self.captions: dict[int, str] = {}
        # what has ever been public: old versions of a dataset keep it
        self.ever: set[str] = set()
        self.delivered: set[str] = set()
        self.stopped: set[int] = set()
        self.open_bundles: dict[int, datetime | None] = {}

    def version(self, revision: Any) -> Version:
        """What a revision would show, with the files as they are now."""
        # the title of the draft before, which no reader sees
        content = {k: v for k, v in revision.content.items() if k != "draft_title"}
        documents = [int(row["document"]) for row in content.get("attachments", ())]
        return Version(
            frozenset(TOKEN.findall(json.dumps(content))),
            tuple(sorted((key, self.files[key]) for key in documents)),
            content.get("lead_image"),
            tuple(content.get(name) for name in ("slug", "parent_channel", "site", "year")),
        )

    def draft(self, piece: Piece) -> Version:
        """What would be put before the reviewers now."""
        return self.version(piece.row().latest_revision)

    def live(self) -> Iterator[Piece]:
        """What is public."""
        return (piece for piece in self.pieces if piece.public)

    def tokens(self) -> set[str]:
        """Every mark that may be found in public now."""
        beside = {self.captions[key] for key in self.pictures()}
        return beside.union(*(piece.public.tokens for piece in self.live() if piece.public))

    def kept(self) -> set[str]:
        """What older versions of a dataset may hold: nothing of what has been withdrawn."""
        gone = {token for piece in self.pieces if piece.withdrawn for token in piece.past}
        return (self.ever - gone) | self.tokens()

    def pictures(self) -> set[int]:
        """The pictures that anybody may see."""
        return {p.public.picture for p in self.live() if p.public and p.public.picture}

    def documents(self) -> dict[int, str]:
        """The files that anybody may have, by key."""
        return {key: token for p in self.live() if p.public for key, token in p.public.documents}

    # -- what happens

    def submitted(
        self, piece: Piece, case: Any, by: Any, publish_at: Any = None, bundle: Any = None
    ) -> None:
        """It lies before the first reviewer."""
        before = piece.case
        if bundle is None and before and before.bundle in self.open_bundles:
            bundle = None if before.cancelled else before.bundle
        if bundle is not None:
            publish_at = self.open_bundles[bundle]
        wrote = piece.since if piece.public else piece.ever
        piece.case = Case(case.pk, self.draft(piece), {*wrote, by.pk}, publish_at, bundle)

    def changed(self, piece: Piece) -> None:
        """Whatever was done to it: if it is not what was submitted, the case is void."""
        case = piece.open_case
        if case and self.draft(piece) != case.version:
            case.end()

    def file_changed(self, key: int, token: str) -> None:
        """Another file under the same key: whoever agreed to the old one agreed to another."""
        self.files[key] = token
        for piece in self.pieces:
            case = piece.open_case
            if case and key in dict(case.version.documents):
                case.end()

    def may_decide(self, case: Case, person: Any, roles: set[str], step: str) -> bool:
        """Four eyes, one step a person, the right post and moment."""
        return (
            case.state == OPEN
            and person.is_active
            and step in roles
            and person.pk not in case.authors
            and person.pk not in case.agreed
        )

    def agreed(self, piece: Piece, person: Any, now: datetime) -> None:
        """One more approval; the last one releases, unless it waits for its hour or for others."""
        case = piece.case
        assert case
        case.agreed.append(person.pk)
        if len(case.agreed) < len(ROLES):
            return
        case.state = APPROVED
        if case.bundle is not None:
            self.bundle_goes(case.bundle, now)
        elif case.publish_at is None or case.publish_at <= now:
            self.released(piece, case.version)

    def released(self, piece: Piece, version: Version) -> None:
        """It is public from now on."""
        if piece.case:
            piece.case.end()
        piece.public, piece.withdrawn = version, False
        piece.past |= version.words
        piece.since = set()
        self.ever |= self.tokens()

    def withdrew(self, piece: Piece) -> None:
        """It is public no more; a case under way may make its next version public."""
        if piece.public:
            piece.buried = set(piece.public.words)
        piece.public, piece.withdrawn = None, True

    def members(self, bundle: int) -> list[Piece]:
        """Who is still in a bundle."""
        return [p for p in self.pieces if p.case and p.case.bundle == bundle
                and not p.case.cancelled]  # fmt: skip

    def bundle_goes(self, bundle: int, now: datetime) -> None:
        """All at one instant, or none."""
        at, found = self.open_bundles.get(bundle), self.members(bundle)
        cases = [piece.case for piece in found if piece.case]
        ready = all(c.state == APPROVED and not self.unfit(c) for c in cases)
        if bundle not in self.open_bundles or not cases or not ready or (at and at > now):
            return
        for piece in found:
            assert piece.case
            self.released(piece, piece.case.version)
        del self.open_bundles[bundle]

    def hour_has_come(self, now: datetime) -> None:
        """What waited for its hour goes, unless somebody who agreed works here no more."""
        for piece in self.pieces:
            case = piece.case
            if case is None or case.state != APPROVED or case.bundle is not None:
                continue
            if case.publish_at is None or case.publish_at > now:
                continue
            if self.unfit(case):
                case.end()
            else:
                self.released(piece, case.version)
        for bundle, at in list(self.open_bundles.items()):
            if at and at <= now:
                self.bundle_goes(bundle, now)

    def unfit(self, case: Case) -> bool:
        """Whether somebody who agreed has been stopped since."""
        return bool(self.stopped & set(case.agreed))


ROLES = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER)
