"""Far ends that are down, slow, refusing or talking rubbish: nothing lost, nothing doubled."""

import email
import os
import signal
import socket
import subprocess
import sys
import threading
from email import policy
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings

from sitegroup.models import Notice, NoticeKind, NoticeSetting, NoticeState, ReviewCase
from sitegroup.notices import outbound, sending, webhook
from sitegroup.notices.sending import claim, send_due
from sitegroup.notices.services import event_of
from sitegroup.notices.telling import tell
from sitegroup.review.services import submit
from tests.factories import article
from tests.sitegroup.conftest import County, make_county
from tests.sitegroup.notices.conftest import (
    LOOPBACK,
    MailServer,
    Peer,
    answering,
    listening,
    make_due,
)

pytestmark = [pytest.mark.django_db, pytest.mark.fault]
SECRET = "not-for-use"


def smtp(port: int) -> Any:
    """Mail goes to this port of this machine."""
    return override_settings(
        EMAIL_BACKEND="sitegroup.notices.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=0.3,
    )


def hook(port: int) -> Any:
    """Notices are posted to this port of this machine."""
    return override_settings(
        NOTICE_WEBHOOK_URL=f"http://127.0.0.1:{port}/in?from=gongkai",
        NOTICE_WEBHOOK_SECRET=SECRET,
        NOTICE_WEBHOOK_NETWORKS=LOOPBACK,
    )


def free_port() -> int:
    """Where nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def message_of(peer: Peer, place: int = 0) -> Any:
    """A mail that a server took."""
    return email.message_from_bytes(peer.received[place], policy=policy.default)


def row(channel: str) -> Notice:
    """The one notice of this way."""
    return Notice.objects.get(channel=channel)


def test_a_mail_reaches_a_server(case: ReviewCase) -> None:
    make_due()
    with listening(MailServer) as server, smtp(server.port):
        send_due()
    message = message_of(server)
    assert message["Message-ID"] == f"<{row('mail').batch}@portal.test>"
    assert "新待办" in message["Subject"]
    assert row("mail").state == NoticeState.DONE


def test_a_mail_server_that_is_down_loses_nothing(case: ReviewCase) -> None:
    make_due()
    with smtp(free_port()):
        send_due()
    found = row("mail")
    assert (found.state, found.attempts) == (NoticeState.WAITING, 1)
    assert "连不上邮件服务器" in found.last_error
    make_due()
    with listening(MailServer) as server, smtp(server.port):
        send_due()
        send_due()
    assert len(server.received) == 1
    assert row("mail").state == NoticeState.DONE


@pytest.mark.parametrize(
    ("refusal", "state"),
    [(b"550 unknown", NoticeState.DEAD), (b"451 busy", NoticeState.WAITING)],
)
def test_a_refused_address_is_given_up_and_a_busy_server_not(
    case: ReviewCase, refusal: bytes, state: str
) -> None:
    make_due()
    refusing = type("Refusing", (MailServer,), {"refusal": refusal})
    with listening(refusing) as server, smtp(server.port):
        send_due()
    assert row("mail").state == state


def test_a_mail_that_is_sent_again_is_the_same_mail(people: County, case: ReviewCase) -> None:
    make_due()
    with listening(MailServer) as server, smtp(server.port):
        claimed = claim()
        sending.Mailer().send(claimed)  # and the worker is killed before it marks them
        submit(subject=article(people.site, "再一条", by=people.author), by=people.author)
        make_due()
        send_due()
    first, second, third = (message_of(server, place) for place in range(3))
    assert first["Message-ID"] == second["Message-ID"] != third["Message-ID"]
    assert first.get_content() == second.get_content()


def test_a_lease_keeps_others_away(case: ReviewCase) -> None:
    make_due()
    assert len(claim()) == 1
    assert claim() == []
    assert send_due() == 0


def test_a_worker_that_lost_its_lease_marks_nothing(case: ReviewCase) -> None:
    make_due()
    slow = claim()
    make_due()
    claim()
    sending._failed(slow, OSError("late"))
    assert row("mail").attempts == 0


@hook(1)
def opened(people: County) -> None:
    """A case whose notices go to the webhook too."""
    submit(subject=article(people.site, "撤并方案", by=people.author), by=people.author)
    make_due()


def test_a_webhook_is_signed_and_says_no_title(people: County) -> None:
    opened(people)
    with listening(answering(b"HTTP/1.1 204 No Content\r\n\r\n")) as peer, hook(peer.port):
        send_due()
    heads, body = peer.received[0]
    expected = webhook.sign(SECRET, heads["x-gongkai-timestamp"], body)
    assert heads["x-gongkai-signature"] == f"sha256={expected}"
    assert webhook.payload(row("webhook"))["id"] == heads["x-gongkai-id"]
    assert "撤并方案" not in body.decode()
    assert row("webhook").state == NoticeState.DONE


REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", NoticeState.WAITING),
        (b"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", NoticeState.WAITING),
        (b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n", NoticeState.DEAD),
        (REDIRECT, NoticeState.DEAD),
        (b"\x00rubbish\r\n\r\n", NoticeState.WAITING),
        (b"", NoticeState.WAITING),
        (None, NoticeState.WAITING),
    ],
)
def test_a_bad_answer_is_tried_again_or_shown(
    people: County, monkeypatch: pytest.MonkeyPatch, answer: bytes | None, state: str
) -> None:
    monkeypatch.setattr(outbound, "CONNECT_SECONDS", 0.3)
    opened(people)
    with listening(answering(answer)) as peer, hook(peer.port):
        send_due()
    found = row("webhook")
    assert (found.state, found.attempts) == (state, 1)
    assert found.last_error
    make_due()
    with listening(answering(b"HTTP/1.1 200 OK\r\n\r\n")) as peer, hook(peer.port):
        send_due()
    assert len(peer.received) == (state == NoticeState.WAITING)


def test_a_peer_that_drips_is_cut_off(people: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)

    def drip(self: Any) -> None:
        for _byte in range(200):
            try:
                self.wfile.write(b"H")
            except OSError:
                return
            threading.Event().wait(0.05)

    opened(people)
    gateway = type("Dripping", (answering(None),), {"handle": drip})
    with listening(gateway) as peer, hook(peer.port):
        send_due()
    assert row("webhook").state == NoticeState.WAITING


def test_one_dead_way_does_not_stop_another(people: County) -> None:
    opened(people)
    with hook(free_port()):
        send_due()
    assert row("webhook").state == NoticeState.WAITING
    assert len(mail.outbox) == 1


def test_a_peer_that_is_away_is_asked_once_a_run(people: County) -> None:
    for number in range(3):
        with hook(1):
            submit(subject=article(people.site, f"{number}", by=people.author), by=people.author)
    make_due()
    with listening(answering(b"")) as peer, hook(peer.port):
        send_due()
    assert len(peer.received) == 1
    assert set(Notice.objects.filter(channel="webhook").values_list("attempts")) == {(1,)}


def test_what_fails_for_a_day_and_a_half_is_given_up(people: County) -> None:
    opened(people)
    Notice.objects.filter(channel="webhook").update(attempts=sending.MAX_ATTEMPTS - 1)
    with hook(free_port()):
        send_due()
    assert row("webhook").state == NoticeState.DEAD


def test_an_urgent_notice_goes_out_as_a_text_message(
    people: County, caplog: pytest.LogCaptureFixture
) -> None:
    reviewer = people.deciders[0]
    NoticeSetting.objects.create(user=reviewer, phone="13800000000")
    with override_settings(SMS_BACKEND="sitegroup.notices.sms.ConsoleBackend"):
        case = submit(subject=article(people.site, by=people.author), by=people.author)
        tell(event_of(NoticeKind.OVERDUE, case), [reviewer])
        with caplog.at_level("INFO", "sitegroup.notices.sms"):
            send_due()
    assert row("sms").state == NoticeState.DONE
    assert f"sms {row('sms').batch} to 13800000000: 已超时" in caplog.text


KILLED = """
import os, signal, django
django.setup()
from django.core.mail import get_connection
from sitegroup.notices import sending
sending._held = lambda notices: os.kill(os.getpid(), signal.SIGKILL)
sending.send_due()
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_sends_the_same_message_again() -> None:
    county = make_county()
    reviewer = county.deciders[0]
    reviewer.email = "reviewer@yunxi.example"
    reviewer.save()
    submit(subject=article(county.site, by=county.author), by=county.author)
    make_due()
    with listening(MailServer) as server:
        assert _run(KILLED, server.port) == -signal.SIGKILL
        assert (len(server.received), row("mail").state) == (1, NoticeState.WAITING)
        assert send_due() == 0  # its lease still stands
        make_due()
        with smtp(server.port):
            send_due()
    assert [message_of(server, n)["Message-ID"] for n in (0, 1)] == [
        f"<{row('mail').batch}@portal.test>"
    ] * 2
    assert row("mail").state == NoticeState.DONE


def _run(code: str, port: int) -> int:
    """Run a sender of its own on the test's database; its exit code."""
    set_up = (
        "from django.conf import settings\n"
        f"settings.DATABASES['default']['NAME'] = {str(settings.DATABASES['default']['NAME'])!r}\n"
        "settings.EMAIL_BACKEND = 'sitegroup.notices.smtp.EmailBackend'\n"
        f"settings.EMAIL_HOST, settings.EMAIL_PORT = '127.0.0.1', {port}\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    ran = subprocess.run(
        [sys.executable, "-c", set_up + code], env=environment, timeout=60, check=False
    )
    return ran.returncode
