"""A mail server or a webhook in any mood: 0 notices lost, 0 doubled, 0 unapproved, none delays."""

import json
from collections import Counter
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.index import get_engine
from sitegroup.changes.worker import drain_all
from sitegroup.models import Delivery, DeliveryState, Notice, NoticeState, Role
from sitegroup.notices import outbound
from sitegroup.notices.sending import send_due
from sitegroup.review.services import submit
from tests.factories import article, unit, user
from tests.proofs import peers
from tests.proofs.mailbox import FOR_GOOD, KEPT_UNSAID, MOODS, open_mailbox
from tests.proofs.recording import Proof, Prove
from tests.sitegroup.conftest import County, make_county

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
PUBLIC, SECRET = "可以公开的内容", "尚未批准的内容"
TRIES = 3


@pytest.fixture
def reached(settings: Any, tmp_path: Path) -> County:
    """The county with addresses, beside a unit that this is no business of."""
    settings.DATASETS_DIR, settings.SEARCH_DIR = tmp_path / "datasets", tmp_path / "search"
    get_engine().clear()
    county = make_county()
    user("stranger", unit("wjj"), Role.DEPARTMENT_REVIEWER)
    user("county-chief", county.portal, Role.COUNTY_ADMINISTRATOR)
    for person in get_user_model().objects.all():
        person.email = f"{person.username}@yunxi.example"
        person.save()
    settings.EMAIL_BACKEND = "sitegroup.notices.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    return county


def happen(county: County, number: int) -> tuple[Any, QuerySet[Notice]]:
    """Something is released and something submitted; the page, and what there is to tell."""
    told = set(Notice.objects.values_list("pk", flat=True))
    page = county.public(title=f"{PUBLIC}{number}")
    draft = article(county.site, f"{SECRET}{number}", by=county.author, text=f"<p>{SECRET}</p>")
    submit(subject=draft, by=county.author)
    return page, Notice.objects.exclude(channel="desk").exclude(pk__in=told)


def due_now() -> None:
    """The pauses have passed."""
    Notice.objects.filter(state=NoticeState.WAITING).update(due_at=timezone.now())


def suffers(mine: QuerySet[Notice], expected: str, mood: str, p: Proof) -> None:
    """Three tries while the far end is in a mood: what waits waits longer each time."""
    pauses = []
    for _try in range(TRIES):
        due_now()
        send_due()
        states = set(mine.values_list("state", flat=True))
        p.note(states == {expected}, f"{mood}: {states}")
        pauses.append(max(mine.values_list("due_at", flat=True)) - timezone.now())
    if expected == NoticeState.WAITING:
        p.note(pauses[-1] > pauses[0], f"{mood}: pauses {pauses}")
        p.note(set(mine.values_list("attempts", flat=True)) == {TRIES}, f"{mood}: tries")


def is_public(page: Any, mood: str, p: Proof) -> None:
    """The release went its way meanwhile."""
    drain_all()
    answer = Client().get(page.url, headers={"host": "jyj.test"})
    p.note(page.title.encode() in answer.content, f"{mood}: {page.url} {answer.status_code}")
    left = Delivery.objects.exclude(state=DeliveryState.DONE).count()
    p.note(left == 0, f"{mood}: {left} deliveries left")


def mended(mine: QuerySet[Notice], mood: str, p: Proof) -> None:
    """The far end is well: dead letters are in sight and sent again by hand, all else by itself."""
    chief = Client(headers={"host": "portal.test"})
    chief.force_login(get_user_model().objects.get(username="county-chief"))
    given_up = {notice.batch: notice for notice in mine.filter(state=NoticeState.DEAD)}
    for dead in given_up.values():  # the rest of a mail goes with it
        shown = chief.get("/admin/notices/undelivered/").content.decode()
        again = reverse("notices:retry", args=[dead.pk])
        p.note(again in shown, f"{mood}: {dead} is not in sight")
        p.note(chief.post(again).status_code == 302, f"{mood}: {dead} stays dead")
    due_now()
    send_due()
    due_now()
    send_due()
    states = set(mine.values_list("state", flat=True))
    p.note(states == {NoticeState.DONE}, f"{mood}: left {states}")


def arrived(mine: QuerySet[Notice], kept: list[str], most: int, mood: str, p: Proof) -> None:
    """Each message is there under its own name, and no more often than the way allows."""
    wanted = set(map(str, mine.values_list("batch", flat=True)))
    p.note(set(kept) == wanted, f"{mood}: {wanted ^ set(kept)} lost or never meant")
    often = {name: count for name, count in Counter(kept).items() if count > most}
    p.note(not often, f"{mood}: doubled {often}")


def test_a_mail_server_in_any_mood(reached: County, settings: Any, proof: Prove) -> None:
    """What the server kept without saying so comes again under the same Message-ID."""
    what = "a mail server that is down, slow, wrong or rude: 0 lost, 0 doubled, 0 release delayed"
    with proof("peers_mail", what) as p:
        for number, mood in enumerate(["is down", *MOODS] * p.rounds(small=1, full=10)):
            page, mine = happen(reached, number)
            mail = Notice.objects.filter(pk__in=list(mine.values_list("pk", flat=True)))
            settings.EMAIL_PORT = 9  # nobody listens there
            with open_mailbox() as box:
                if mood != "is down":
                    settings.EMAIL_PORT = box.port
                box.mood = mood
                expected = NoticeState.DEAD if mood in FOR_GOOD else NoticeState.WAITING
                suffers(mail, expected, mood, p)
                is_public(page, mood, p)
                box.mood, settings.EMAIL_PORT = "", box.port
                mended(mail, mood, p)
                most = 1 + TRIES * (mood in KEPT_UNSAID)
                names = [str(m["Message-ID"]).strip("<>").split("@")[0] for m in box.kept]
                arrived(mail, names, most, mood, p)
                texts = {(name, m.get_content()) for name, m in zip(names, box.kept, strict=True)}
                p.note(len(texts) == len(set(names)), f"{mood}: one name, two contents")
                said = [str(m["Subject"]) + m.get_content() for m in box.heard]
                p.note(not any(SECRET in words for words in said), f"{mood}: {SECRET} was sent")
                p.note("stranger@yunxi.example" not in box.recipients, f"{mood}: to a stranger")


def test_a_webhook_in_any_mood(
    reached: County, settings: Any, proof: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any 2xx is a success, whatever it says; what comes too late comes again with the same id."""
    monkeypatch.setattr(outbound, "CONNECT_SECONDS", 0.3)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.NOTICE_WEBHOOK_SECRET = "secret"
    settings.NOTICE_WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    what = "a webhook that is down, slow, wrong or rude: 0 lost, 0 doubled, 0 release delayed"
    with proof("peers_webhook", what) as p:
        for number, mood in enumerate(["is down", *peers.MOODS] * p.rounds(small=1, full=10)):
            settings.NOTICE_WEBHOOK_URL = "http://127.0.0.1:9"
            page, mine = happen(reached, number)
            calls = mine.filter(channel="webhook")
            hooks = Notice.objects.filter(pk__in=list(calls.values_list("pk", flat=True)))
            kept: list[str] = []
            with peers.listening(peers.Peer(taking(kept))) as peer:
                peer.mood = mood
                if mood != "is down":
                    settings.NOTICE_WEBHOOK_URL = peer.url
                suffers(hooks, outcome(mood), mood, p)
                is_public(page, mood, p)
                if outcome(mood) == NoticeState.DONE:
                    kept += ids(peer.heard)
                peer.mood, settings.NOTICE_WEBHOOK_URL = "", peer.url
                mended(hooks, mood, p)
                arrived(hooks, kept, 1, mood, p)
                hidden = SECRET.encode() not in peer.heard
                p.note(hidden, f"{mood}: {SECRET} was sent")


def taking(kept: list[str]) -> Callable[[str, bytes], tuple[int, Any]]:
    """A gateway that takes everything."""

    def take(_path: str, body: bytes) -> tuple[int, Any]:
        kept.append(json.loads(body)["id"])
        return 200, {}

    return take


def ids(heard: bytes) -> list[str]:
    """The ids of all that was heard."""
    return [json.loads(line)["id"] for line in heard.splitlines() if line[:1] == b"{"]


def outcome(mood: str) -> str:
    """Where a notice stands after an answer in this mood."""
    status = (peers.MOODS.get(mood) or (0, ""))[0]
    if status in (403, 409):
        return str(NoticeState.DEAD)
    done = status == 200 and mood != "is slow"
    return str(NoticeState.DONE if done else NoticeState.WAITING)
