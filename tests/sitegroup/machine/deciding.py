"""Rules: what becomes of it. Approve, return, recall, schedule, bundle, emergency, withdraw."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from hypothesis import strategies as st

from sitegroup.exceptions import PlatformError
from sitegroup.models import Ground, ReviewCase, Role
from sitegroup.review.bundles import cancel_bundle
from sitegroup.review.emergency import release_urgently
from sitegroup.review.questions import QUESTIONS
from sitegroup.review.scheduling import release_due
from sitegroup.review.services import submit
from sitegroup.review.together import submit_together
from sitegroup.review.withdrawal import WITHDRAWERS
from tests.sitegroup.machine.book import OPEN, ROLES, Piece
from tests.sitegroup.machine.core import Core, step
from tests.sitegroup.machine.world import HOST_UNIT
from tests.sitegroup.machine.writing import ANY, WRITERS

UNIT_STAFF = ("author", "both", "first", "secrecy", "urgent", "admin")
SOON = timedelta(minutes=10)
ANSWERS = {key: "yes" if question.good else "no" for key, question in QUESTIONS.items()}


def named(code: str, who: str) -> str:
    """Somebody of the unit, or of the county."""
    return f"{code}-{who}" if who in UNIT_STAFF else who


class Deciding(Core):
    """Reviewers, those who release in an emergency, those who withdraw; and time passes."""

    def decide(self, piece: Piece, username: str, decision: str = "approve") -> bool:
        """One decision on what is to be seen now; whether it was taken."""
        case = piece.case
        if case is None:
            return False
        sent = {
            "seen_hash": ReviewCase.objects.get(pk=case.pk).content_hash, "decision": decision,
            "opinion": "已核对。", "ground": Ground.values[0], **ANSWERS,
        }  # fmt: skip
        person = self.world.person(username)
        step = ROLES[min(len(case.agreed), len(ROLES) - 1)]
        roles = self.roles(username, piece.code)
        may = self.book.may_decide(case, person, roles, step)
        if decision == "approve":  # whoever agreed before is still there to answer for it
            may = may and not self.book.unfit(case)
        answer = self.act(username, reverse("review:decide", args=[case.pk]), sent)
        done = answer.status_code == 302 and "login" not in answer["Location"]
        self.hold(done == may, f"{username} {decision} {piece.name}: {answer.status_code}, {case}")
        if done and decision == "approve":
            self.book.agreed(piece, person, self.now())
        elif done:
            case.end()
        return done

    @step(Core.cases, n=ANY, who=st.sampled_from([*UNIT_STAFF, "office", "county"]))
    def somebody_approves(self, n: int, who: str) -> None:
        """Whoever it is, whatever has become of the case: only the right one succeeds."""
        piece = self.cases()[n % len(self.cases())]
        self.decide(piece, named(piece.code, who))

    @step(Core.waiting, n=ANY, steps=st.integers(1, 3))
    def approve(self, n: int, steps: int) -> None:
        """Those whose turn it is agree, one after another."""
        waiting = self.waiting()
        piece = waiting[n % len(waiting)]
        for _ in range(steps):
            if piece.case and piece.case.state == OPEN:
                done = len(piece.case.agreed)
                self.decide(piece, self.world.deciders(piece.code)[done])

    @step(n=ANY, who=WRITERS)
    def publish_properly(self, n: int, who: str) -> None:
        """Submit what is there and have it approved by all three."""
        piece = self.pick(n)
        if self.submit_now(piece, f"{piece.code}-{who}"):
            for username in self.world.deciders(piece.code):
                self.decide(piece, username)

    @step(Core.waiting, n=ANY,
          what=st.sampled_from(["return", "redact", "on_request", "withhold"]))  # fmt: skip
    def decide_otherwise(self, n: int, what: str) -> None:
        """Not to be published, or not so."""
        piece = self.waiting()[n % len(self.waiting())]
        if piece.case:
            self.decide(piece, self.world.deciders(piece.code)[len(piece.case.agreed)], what)

    @step(Core.ended, n=ANY)
    def approve_too_late(self, n: int) -> None:
        """Whose turn it was agrees to what has been edited, recalled or returned since."""
        piece = self.ended()[n % len(self.ended())]
        if piece.case:
            self.decide(piece, self.world.deciders(piece.code)[len(piece.case.agreed)])

    @step(Core.waiting, n=ANY, who=st.sampled_from(UNIT_STAFF))
    def approve_unseen(self, n: int, who: str) -> None:
        """With the hash of something else: never."""
        piece = self.waiting()[n % len(self.waiting())]
        if piece.case:
            sent = {"seen_hash": "0" * 64, "decision": "approve", "opinion": "同意。", **ANSWERS}
            address = reverse("review:decide", args=[piece.case.pk])
            answer = self.act(named(piece.code, who), address, sent)
            self.hold(answer.status_code != 302 or "login" in answer["Location"], "approved unseen")

    @step(Core.under_way, n=ANY, who=WRITERS)
    def recall(self, n: int, who: str) -> None:
        """The unit takes it back."""
        piece = self.under_way()[n % len(self.under_way())]
        if case := piece.open_case:
            username = f"{piece.code}-{who}"
            answer = self.act(username, reverse("review:recall", args=[case.pk]), {})
            if ReviewCase.objects.get(pk=case.pk).state == "cancelled":
                case.end(cancelled=True)
            else:
                assert not self.world.person(username).is_active or answer.status_code == 404

    def submit_now(self, piece: Piece, username: str, **how: Any) -> bool:
        """Put the latest draft before review as it is; whether it was taken."""
        person = self.world.person(username)
        if not person.is_active:
            return False
        with self.committed(), suppress(PlatformError):
            submit(subject=piece.row(), by=person, **how)
        return self.lay_before(piece, username, how.get("publish_at"))

    @step(n=ANY, who=WRITERS)
    def submit_draft(self, n: int, who: str) -> None:
        """The latest draft, unchanged."""
        piece = self.pick(n)
        self.submit_now(piece, f"{piece.code}-{who}")

    @step(n=ANY, who=WRITERS)
    def schedule(self, n: int, who: str) -> None:
        """To become public in ten minutes; often approved before."""
        piece = self.pick(n)
        if self.submit_now(piece, f"{piece.code}-{who}", publish_at=self.now() + SOON) and n % 2:
            for username in self.world.deciders(piece.code):
                self.decide(piece, username)

    @step(n=ANY, m=ANY, later=st.booleans())
    def bundle(self, n: int, m: int, later: bool) -> None:
        """Two that become public at one instant."""
        free = [p for p in self.book.pieces if not p.open_case and p.code == HOST_UNIT]
        piece, other = (free[k % len(free)] for k in (n, n + 1 + m)) if free else (None, None)
        if piece is None or other is None or piece is other:
            return
        username = f"{piece.code}-author"
        publish_at = self.now() + SOON if later else None
        author = self.world.person(username)
        if not author.is_active:
            return
        with self.committed(), suppress(PlatformError):
            made = submit_together(
                site=self.world.sites[piece.code], title="一组", by=author,
                subjects=[piece.row(), other.row()], publish_at=publish_at,
            )  # fmt: skip
            self.book.open_bundles[made.pk] = publish_at
            self.lay_before(piece, username, bundle=made.pk)
            self.lay_before(other, username, bundle=made.pk)

    @step(lambda self: self.book.open_bundles)
    def cancel_bundle(self) -> None:
        """It is dissolved, and what was on its way in it is taken back."""
        for bundle in sorted(self.book.open_bundles)[:1]:
            members = [p for p in self.book.pieces if p.case and p.case.bundle == bundle]
            if not members:
                continue
            author = self.world.person(f"{members[0].code}-author")
            with self.committed(), suppress(PlatformError):
                cancel_bundle(bundle_id=bundle, by=author)
                del self.book.open_bundles[bundle]
                for piece in members:
                    if piece.open_case:
                        piece.open_case.end(cancelled=True)

    @step(n=ANY, who=st.sampled_from(["urgent", "urgent", "author", "admin", "first"]))
    def release_in_an_emergency(self, n: int, who: str) -> None:
        """Public at once, by one person with that post and no other."""
        piece = self.pick(n)
        username = f"{piece.code}-{who}"
        person, draft = self.world.person(username), self.book.draft(piece)
        may = Role.EMERGENCY_RELEASER in self.roles(username, piece.code)
        with self.committed(), suppress(PlatformError):
            release_urgently(subject=piece.row(), by=person, reason="汛情紧急，群众要马上知道。")
            self.hold(may, f"{username} released {piece.name} in an emergency")
            if piece.open_case:
                piece.open_case.end(cancelled=True)
            self.book.released(piece, draft)

    @step(Core.public, n=ANY,
          who=st.sampled_from(["first", "admin", "office", "author", "secrecy"]))  # fmt: skip
    def withdraw(self, n: int, who: str) -> None:
        """Out of the public at once, by those who may."""
        public = self.public()
        piece = public[n % len(public)]
        username = named(piece.code, who)
        person = self.world.person(username)
        may = person.is_active and bool(self.roles(username, piece.code) & {*WITHDRAWERS})
        meta = piece.model._meta
        address = reverse("review:withdraw", args=[meta.app_label, meta.model_name, piece.pk])
        self.act(username, address, {"reason": "数据有误，核实后再公开。"})
        gone = not piece.row().live
        self.hold(gone == may, f"{username} withdraws {piece.name}: {gone}")
        if gone:
            self.book.withdrew(piece)

    @step(who=st.sampled_from(["jyj-first", "jyj-secrecy", "wjj-first", "jyj-author", "office"]))
    def stop_somebody(self, who: str) -> None:
        """An account is stopped; at the next time it is opened again, before another is."""
        stopped = get_user_model().objects.filter(pk__in=self.book.stopped).first()
        person = stopped or self.world.person(who)
        if person.is_active:
            self.act("county", reverse("people:stop", args=[person.pk]), {"confirmed": "1"})
            person.refresh_from_db()
            assert not person.is_active
            self.book.stopped.add(person.pk)
        else:
            person.is_active = True
            person.save(update_fields=["is_active"])
            self.book.stopped.discard(person.pk)

    @step(minutes=st.sampled_from([4, 11]))
    def time_passes(self, minutes: int) -> None:
        """The worker looks what is due."""
        self.ahead += timedelta(minutes=minutes)
        self.book.hour_has_come(self.now())
        with self.committed():
            release_due()

    @step()
    def deliver(self) -> None:
        """The worker tells the index, the datasets, the readers."""
        self.deliver_all()
