"""A county whose people can be reached, and far ends that behave as they are told."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from sitegroup import calendar
from sitegroup.models import Notice, NoticeState, ReviewCase, Role
from sitegroup.review.services import submit
from tests.factories import article, user
from tests.sitegroup.conftest import County

LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture
def people(county: County) -> County:
    """The county with mail addresses, a unit's and a county's administrator."""
    user("chief", county.site, Role.SITE_ADMINISTRATOR)
    user("county-chief", county.portal, Role.COUNTY_ADMINISTRATOR)
    for person in get_user_model().objects.all():
        person.email = f"{person.username}@yunxi.example"
        person.save()
    return county


@pytest.fixture
def case(people: County) -> ReviewCase:
    """An article of the unit, submitted by its author."""
    return submit(subject=article(people.site, by=people.author), by=people.author)


@pytest.fixture(autouse=True)
def calendar_anew() -> Iterator[None]:
    """No test sees what another imported."""
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the time: `clock("2026-11-20 16:30")`."""

    def set_to(words: str) -> None:
        moment = timezone.make_aware(datetime.strptime(words, "%Y-%m-%d %H:%M"))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def make_due() -> None:
    """As if the pauses had passed and leases had ended."""
    past = timezone.now() - timedelta(seconds=1)
    Notice.objects.filter(state=NoticeState.WAITING).update(due_at=past, leased_until=None)


def told(kind: str, channel: str = "desk") -> list[str]:
    """Who was told this, in order of names."""
    found = Notice.objects.filter(kind=kind, channel=channel)
    return sorted(found.values_list("recipient__username", flat=True))


class Peer(socketserver.ThreadingTCPServer):
    """A far end on a free port of this machine that keeps what it is sent."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, handler: Any) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.received: list[Any] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@contextmanager
def listening(handler: Any) -> Iterator[Peer]:
    """A peer for as long as the test needs it."""
    peer = Peer(handler)
    thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        thread.join()
        peer.server_close()


class Gateway(socketserver.StreamRequestHandler):
    """Reads one HTTP request and answers as `answer` says."""

    answer: bytes | None = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    def handle(self) -> None:
        """One request."""
        heads: dict[str, str] = {}
        while line := self.rfile.readline().strip():
            name, _colon, value = line.decode().partition(":")
            heads[name.lower()] = value.strip()
        body = self.rfile.read(int(heads.get("content-length", 0)))
        self.server.received.append((heads, body))  # type: ignore[attr-defined]
        if self.answer is None:
            threading.Event().wait(0.6)
        else:
            self.wfile.write(self.answer)


def answering(answer: bytes | None) -> type[Gateway]:
    """A gateway with this answer; None for one that never answers."""
    return type("Answering", (Gateway,), {"answer": answer})


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as is needed to take mails; `refusal` is said to every recipient."""

    refusal = b""

    def handle(self) -> None:
        """One conversation."""
        self._say(b"220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self.server.received.append(self._message())  # type: ignore[attr-defined]
                self._say(b"250 kept")
            elif word == b"RCPT" and self.refusal:
                self._say(self.refusal)
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 fine")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")

    def _message(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)
