"""Ask everything as everybody, and find what of another unit comes back or changes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlencode
from zlib import crc32

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.sitegroup.matrix.answers import READS, seen, without_echo
from tests.sitegroup.matrix.asking import Request, requests_of
from tests.sitegroup.matrix.circles import OF_ONESELF, may_write
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import FOREIGN, OWN, World

# How a name is asked with its form, and how else it can be asked.
METHODS = ("GET", "HEAD", "POST")
OTHER_METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE")
# A sample takes one in so many more of these.
RARER = 4
WITH_A_BODY = {"PUT", "PATCH", "DELETE"}
FORM = "application/x-www-form-urlencoded"
# SQLite is told INSERT OR IGNORE where rows of a relation are added.
WRITES = re.compile(
    r'\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)',
    re.IGNORECASE,
)
# What belongs to the visit, and not to anybody's content.
OF_THE_VISIT = {"django_session"}
# One's own marks on one's own page, which a query cannot turn to another's.
OF_ONES_OWN = {
    "wagtailadmin_editingsession", "wagtailcore_pagesubscription", "wagtailusers_userprofile",
    # that it was refused is on record
    "sitegroup_auditentry",
    # a list of one's own pictures makes their small sizes
    "media_rendition",
}  # fmt: skip
# Forged beside the path: one's own object answers. A session is looked for among one's own.
NOT_IN_THE_PATH = {"query", "body", "session_id"}
UNKNOWN, MISDIRECTED, SERVER_ERROR, OK = "other.test", 421, 500, 200
# Wagtail's own test of an error page.
MEANT_TO_FAIL = "wagtailadmin_error_test"
HIDDEN = (301, 302, 303, 400, 403, 404, 405)


@dataclass
class Written:
    """The tables that a request wrote to."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's execute wrapper."""
        if (found := WRITES.match(sql)) and found[1] not in OF_THE_VISIT:
            self.tables.add(found[1])
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Finding:
    """One request, what was wrong with it (an empty string if nothing was), what it changed."""

    role: str
    host: str
    method: str
    request: Request
    status: int
    wrong: str
    changed: frozenset[str]

    def __str__(self) -> str:
        return f"{self.role} {self.method} {self.host}{self.request.path}: {self.wrong}"

    @property
    def pair(self) -> tuple[str, str]:
        """URL name and method, as leaks are counted."""
        return (self.request.name, self.method)


def chosen(key: str, one_in: int) -> bool:
    """The same sample on every machine."""
    return crc32(key.encode()) % one_in == 0


@dataclass
class Crawler:
    """Asks as each person in turn. `one_in` takes a sample; 1 is everything."""

    world: World
    one_in: int = 1
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)

    def client(self, role: str, host: str) -> Client:
        """The person's browser."""
        if (role, host) not in self.clients:
            made = Client(headers={"host": host}, raise_request_exception=False)
            if person := self.world.people[role]:
                made.force_login(person)
            self.clients[role, host] = made
        return self.clients[role, host]

    def crawl(self, role: str, host: str = "portal.test") -> Iterator[Finding]:
        """All names, methods and objects for one person."""
        for found in admin():
            for request in requests_of(found, self.world):
                for method in methods_of(request):
                    rarer = RARER if method in OTHER_METHODS and self.one_in > 1 else 1
                    key = f"{role}{method}{_shape(request.path)}{request.forged}"
                    if chosen(key, self.one_in * rarer):
                        yield self.ask(role, host, method, request)

    def elsewhere(self, role: str, host: str) -> Iterator[Finding]:
        """All names at a host where the admin is not."""
        for found in admin():
            for request in requests_of(found, self.world):
                if chosen(f"{host}{role}{_shape(request.path)}", self.one_in):
                    finding = self.ask(role, host, "GET", request)
                    there = finding.status not in (404, 421)
                    yield replace(finding, wrong=f"answers {finding.status}") if there else finding

    def is_signed_in(self, role: str, host: str = "portal.test") -> bool:
        """Whether the person is still who they are: asked at the end, or nothing was shown."""
        return self.client(role, host).get("/admin/").status_code == OK

    def read(self, role: str, host: str, method: str, path: str, is_probe: bool) -> str:
        """What is wrong with one answer of the public side; empty if nothing is."""
        client, written = self.client(role, host), Written()
        with transaction.atomic(), connection.execute_wrapper(written):
            answer = sent(client, method, Request("", path))
            text = seen(answer, path).replace(path, "").replace(unquote(path), "")
            transaction.set_rollback(True)
        hidden = (FOREIGN, OWN) if role == "anonymous" else (FOREIGN,)
        marks = [mark for mark in hidden if mark in text]
        if marks or answer.status_code >= SERVER_ERROR:
            return f"{answer.status_code}, shows {marks}"
        if answer.cookies or written.tables:
            return f"sets a cookie, or wrote {sorted(written.tables)}"
        unknown = host == UNKNOWN and not is_probe
        missed = unknown and answer.status_code != MISDIRECTED
        return f"answers {answer.status_code}" if missed else ""

    def ask(self, role: str, host: str, method: str, request: Request) -> Finding:
        """One request; what it did is undone. Whose session it changed signs in again, for the
        new session is undone as well and they would go on as nobody.
        """
        client, written, mails = self.client(role, host), Written(), len(mail.outbox)
        visit = _session(client)
        with transaction.atomic(), connection.execute_wrapper(written):
            answer = sent(client, method, request)
            text = seen(answer, request.path)
            if FOREIGN in text and method == "POST":
                text = without_echo(text, request.body())
            transaction.set_rollback(True)
        if _session(client) != visit:
            self.clients.pop((role, host))
        wrong = self._wrong(role, method, request, answer.status_code, text, written.tables)
        if len(mail.outbox) > mails and request.name != "wagtailadmin_password_reset":
            wrong = wrong or "a mail was sent"
        changed = frozenset(written.tables - OF_ONES_OWN)
        return Finding(role, host, method, request, answer.status_code, wrong, changed)

    def _wrong(
        self, role: str, method: str, request: Request, status: int, text: str, written: set[str]
    ) -> str:
        if status >= SERVER_ERROR and request.name != MEANT_TO_FAIL:
            return f"answers {status}"
        changed = written - OF_ONES_OWN
        if changed and not may_write(role, request.name, method):
            return f"{status}, wrote {sorted(changed)}"
        if role == "superuser" or _allowed(role, request.name):
            return ""  # nothing is foreign here
        if FOREIGN in text:
            return f"shows {_around(text)}"
        if request.forged and changed and request.name not in OF_ONESELF:
            return f"{status}, wrote {sorted(changed)}"
        in_its_path = request.forged and request.forged not in NOT_IN_THE_PATH
        return f"answers {status}" if in_its_path and status not in HIDDEN else ""


def _session(client: Client) -> str:
    found = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def _shape(path: str) -> str:
    """A path without what differs from run to run, so that the sample is the same each time."""
    return re.sub(r"\d+|_[A-Za-z0-9]{7}(?=\.)", "#", path)


def sent(client: Client, method: str, request: Request) -> HttpResponseBase:
    """The answer to one request; what has a body is sent the valid one, as a form or as JSON.

    Django reads no form in a PUT, but an interface may.
    """
    more: dict[str, Any] = {"headers": {"accept-encoding": READS}}
    if method == "POST":
        more["data"] = request.body()
    elif method in WITH_A_BODY:
        plain = {k: v for k, v in request.body().items() if isinstance(v, str | int)}
        is_form = method == "PUT"
        more["data"] = urlencode(plain) if is_form else json.dumps(plain)
        more["content_type"] = FORM if is_form else "application/json"
    answer: HttpResponseBase = getattr(client, method.lower())(request.path, **more)
    return answer


def methods_of(request: Request) -> tuple[str, ...]:
    """All methods; queries are for reading, so what only changes is asked once without them.

    What is done to many has its objects in the query. Django reads no form in a PUT, so what is
    forged in one does nothing to one's own objects that are named beside it.
    """
    is_bulk = request.name == "wagtail_bulk_action"
    is_plain = request.forged != "body" if is_bulk else "?" not in request.path
    return (*METHODS, *OTHER_METHODS) if is_plain else METHODS


def _allowed(role: str, name: str) -> bool:
    """What the county's own people do with the cases and the people of every unit."""
    if role == "county_administrator":
        return name.startswith(("review:", "people:", "deliveries:", "notices:", "checking:")) or (
            name == "our_content"
        )
    if role == "auditor":
        return name.startswith(("review:", "audit:")) or name in ("people:index", "people:person")
    if role == "office_reviewer":
        of_all = ("checking:", "review:emergencies", "review:after")
        return name == "review:withdraw" or name.startswith(of_all)
    # these answer to everybody with nothing of anybody's
    return name in ("wagtailadmin_password_reset_confirm", "wagtailadmin_editing_sessions:release")


def _around(text: str) -> str:
    at = text.index(FOREIGN)
    return " ".join(text[max(0, at - 60) : at + 60].split())
