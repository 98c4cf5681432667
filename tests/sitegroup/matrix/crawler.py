"""Ask everything as everybody, and find what of another unit comes back or changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.sitegroup.matrix.asking import Request, requests_of
from tests.sitegroup.matrix.urlconf import admin
from tests.sitegroup.matrix.world import FOREIGN, World

METHODS = ("GET", "HEAD", "POST")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
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
# Wagtail's own test of an error page.
MEANT_TO_FAIL = "wagtailadmin_error_test"
ENDS_THE_SESSION = "wagtailadmin_logout"
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
    """One request and what was wrong with it; an empty string if nothing was."""

    role: str
    host: str
    method: str
    request: Request
    status: int
    wrong: str

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

    def crawl(self, roles: tuple[str, ...], host: str = "portal.test") -> Iterator[Finding]:
        """All names, methods and objects for these people."""
        for found in admin():
            for request in requests_of(found, self.world):
                for role in roles:
                    for method in METHODS:
                        if chosen(
                            f"{role}{method}{_shape(request.path)}{request.forged}", self.one_in
                        ):
                            yield self.ask(role, host, method, request)

    def elsewhere(self, role: str, host: str) -> Iterator[Finding]:
        """All names at a host where the admin is not."""
        for found in admin():
            for request in requests_of(found, self.world):
                if chosen(f"{host}{role}{_shape(request.path)}", self.one_in):
                    finding = self.ask(role, host, "GET", request)
                    there = finding.status not in (404, 421)
                    yield replace(finding, wrong=f"answers {finding.status}") if there else finding

    def ask(self, role: str, host: str, method: str, request: Request) -> Finding:
        """One request; what it did is undone."""
        client, written, sent = self.client(role, host), Written(), len(mail.outbox)
        data = request.body() if method == "POST" else None
        with transaction.atomic(), connection.execute_wrapper(written):
            answer = getattr(client, method.lower())(request.path, data)
            text = seen(answer, request)
            transaction.set_rollback(True)
        if request.name == ENDS_THE_SESSION:
            self.clients.pop((role, host))
        wrong = self._wrong(role, request, answer.status_code, text, written.tables)
        if len(mail.outbox) > sent and request.name != "wagtailadmin_password_reset":
            wrong = wrong or "a mail was sent"
        return Finding(role, host, method, request, answer.status_code, wrong)

    def _wrong(self, role: str, request: Request, status: int, text: str, written: set[str]) -> str:
        if status >= 500 and request.name != MEANT_TO_FAIL:
            return f"answers {status}"
        if role == "superuser" or _allowed(role, request.name):
            return ""  # nothing is foreign here
        if FOREIGN in text:
            return f"shows {_around(text)}"
        if request.forged and written - OF_ONES_OWN:
            return f"{status}, wrote {sorted(written)}"
        in_its_path = request.forged and request.forged not in NOT_IN_THE_PATH
        return f"answers {status}" if in_its_path and status not in HIDDEN else ""


def _shape(path: str) -> str:
    """A path without what differs from run to run, so that the sample is the same each time."""
    return re.sub(r"\d+|_[A-Za-z0-9]{7}(?=\.)", "#", path)


def seen(answer: HttpResponseBase, request: Request) -> str:
    """Everything that a person or their browser gets, but for the echo of their own query."""
    content = answer.getvalue() if getattr(answer, "streaming", False) else answer.content
    heads = [f"{name}: {value}" for name, value in answer.headers.items()]
    text = "\n".join([*heads, answer.cookies.output(), content.decode("utf-8", "replace")])
    for _name, value in parse_qsl(urlsplit(request.path).query):
        text = text.replace(value, "") if FOREIGN in value else text
    return text


def _allowed(role: str, name: str) -> bool:
    """What the county's own people do with the cases and the people of every unit."""
    if role == "county_administrator":
        return name.startswith(("review:", "people:", "deliveries:", "notices:", "checking:")) or (
            name == "our_content"
        )
    if role == "auditor":
        return name.startswith("review:") or name in ("people:index", "people:person")
    if role == "office_reviewer":
        of_all = ("checking:", "review:emergencies", "review:after")
        return name == "review:withdraw" or name.startswith(of_all)
    # these answer to everybody with nothing of anybody's
    return name in ("wagtailadmin_password_reset_confirm", "wagtailadmin_editing_sessions:release")


def _around(text: str) -> str:
    at = text.index(FOREIGN)
    return " ".join(text[max(0, at - 60) : at + 60].split())
