"""The page store: whole answers kept in front of Django, true for one epoch.

Public pages are the same for every reader and depend on nothing but what is public, so the
bytes of one answer serve everybody until something public changes. A stored answer is served
only while the epoch under which it was *begun* is still the present one, so a page drawn from
old data while a release commits is never served after it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.http.request import split_domain_port

from sitegroup.delivery import epoch
from sitegroup.delivery.packing import OF_A_BODY, PLAIN, Headers, Stored, form_taken, stored_answer

StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Key = tuple[str, str, str]

LARGEST_ANSWER = 2 * 1024 * 1024
ROOM = 256 * 1024 * 1024
# Anybody can invent query strings: what has one gets this part of the room, and no more.
QUERIES_PART = 4
NEVER_STORED = ("/admin", "/healthz", "/readyz", "/metrics", "/static/", "/files/", "/media/")
# What a reader says of themselves: no public page may depend on it.
READERS_OWN = (
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip


# Where a request that the store lets through finds the store: for /metrics.
STORE = "gongkai.page_store"


class Shelf:
    """A part of the room: what was not asked for the longest gives way first."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.held: OrderedDict[Key, Stored] = OrderedDict()
        self.used = 0
        self.lock = threading.Lock()

    def keep(self, key: Key, stored: Stored) -> None:
        """Put an answer in, in place of the one before."""
        with self.lock:
            old = self.held.pop(key, None)
            self.used += stored.size - (old.size if old else 0)
            self.held[key] = stored
            while self.used > self.room:
                _key, dropped = self.held.popitem(last=False)
                self.used -= dropped.size

    def touch(self, key: Key) -> None:
        """It was asked for again. Without the lock: one step of the interpreter, and often."""
        try:  # noqa: SIM105 - suppress() would be the dearest line of a hit
            self.held.move_to_end(key)
        except KeyError:  # another thread has dropped it meanwhile
            pass


class PageStore:
    """WSGI middleware: answers from memory what is still true, and keeps what may be kept."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app
        self.pages = Shelf(ROOM - ROOM // QUERIES_PART)
        self.queries = Shelf(ROOM // QUERIES_PART)
        self.hits = self.misses = 0  # of this process since it began, for /metrics

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Serve from the store, or ask Django and remember."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(
            NEVER_STORED
        ):
            environ[STORE] = self
            return self.app(environ, start)
        query = environ.get("QUERY_STRING", "")
        key = (_host(environ.get("HTTP_HOST", "")), environ["PATH_INFO"], query)
        shelf = self.queries if query else self.pages
        now = epoch.current()
        stored = shelf.held.get(key)
        if stored is not None and stored.epoch == now and now:
            shelf.touch(key)
            self.hits += 1
            return _serve(stored, environ, start)
        self.misses += 1
        fetched = self._fetch(environ, now)
        if isinstance(fetched, Answer):
            return _pass_on(fetched, environ, start)
        shelf.keep(key, fetched)
        return _serve(fetched, environ, start)

    def _fetch(self, environ: dict[str, Any], now: str) -> "Stored | Answer":
        """Ask Django for the whole, unconditional answer that everybody gets."""
        plain = {**environ, "REQUEST_METHOD": "GET"}
        for name in READERS_OWN:
            plain.pop(name, None)
        answer = Answer()
        chunks = self.app(plain, answer.start)
        names = {name.lower(): value for name, value in answer.headers}
        length = int(names.get("content-length", "0") or 0)
        may = (
            answer.status.startswith("200")
            and names.get("cache-control", "").startswith("public")
            and "set-cookie" not in names
            and length <= LARGEST_ANSWER
            and "etag" in names
        )
        if not may:
            answer.chunks = chunks
            return answer
        body = b"".join(chunks)
        _close(chunks)
        return stored_answer(now, answer.status, answer.headers, names["etag"], body)


class Answer:
    """What Django said, where it is not to be kept."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.chunks: Iterable[bytes] = []

    def start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        """WSGI's start_response."""
        self.status, self.headers = status, headers


@lru_cache(maxsize=1024)
def _host(given: str) -> str:
    """The host as sites are found by it: a port or capitals in it do not make another page."""
    return split_domain_port(given)[0]


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close:
        close()


def _pass_on(answer: Answer, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    """Hand on what is not kept; its bytes only to those who have not got them."""
    etag = next((value for name, value in answer.headers if name.lower() == "etag"), "")
    given = environ.get("HTTP_IF_NONE_MATCH", "")
    if etag and answer.status.startswith("200") and _matches(given, etag):
        _close(answer.chunks)
        start("304 Not Modified", [h for h in answer.headers if h[0].lower() not in OF_A_BODY])
        return []
    start(answer.status, answer.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        _close(answer.chunks)
        return []
    return answer.chunks


def _serve(stored: Stored, environ: dict[str, Any], start: StartResponse) -> list[bytes]:
    form = stored.forms[form_taken(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    given = environ.get("HTTP_IF_NONE_MATCH")
    if given and _matches(given, form.etag, stored.forms[PLAIN].etag):
        start("304 Not Modified", list(form.unchanged))
        return []
    start(stored.status, list(form.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def _matches(given: str, *etags: str) -> bool:
    if given.strip() == "*":
        return True
    names = {name.strip().removeprefix("W/") for name in given.split(",")}
    return any(etag in names for etag in etags)
