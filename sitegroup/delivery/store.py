"""The page store: whole answers kept in front of Django, true for one epoch.

Public pages are the same for every reader and depend on nothing but what is public, so the
bytes of one answer serve everybody until something public changes. A stored answer is served
only while the epoch under which it was *begun* is still the present one, so a page drawn from
old data while a release commits is never served after it.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sitegroup.delivery import epoch

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

LARGEST_ANSWER = 2 * 1024 * 1024
ROOM = 256 * 1024 * 1024
# What an answer takes besides its bytes: many small ones must not outgrow the room.
OVERHEAD = 4096
SMALLEST_GZIP = 512
NEVER_STORED = ("/admin", "/healthz", "/readyz", "/metrics", "/static/", "/files/", "/media/")
# What a reader says of themselves: no public page may depend on it.
READERS_OWN = (
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip
# Set anew for each form of an answer; and left out where nothing is sent.
OF_A_FORM = ("content-length", "vary", "etag")
OF_A_BODY = ("content-type", "content-length", "content-disposition")
NO_GZIP = ("q=0", "q=0.0", "q=0.00", "q=0.000")
TEXT_TYPES = ("text/", "application/json", "application/xml", "application/atom+xml",
              "application/rss+xml", "application/ld+json", "application/problem+json")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer, plain or packed, ready to send: whole, and as 304."""

    etag: str
    headers: Headers
    unchanged: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer: its epoch, and its bytes in the forms that readers take."""

    epoch: str
    status: str
    plain: Form
    packed: Form | None

    @property
    def size(self) -> int:
        """Bytes held, about."""
        return OVERHEAD + len(self.plain.body) + (len(self.packed.body) if self.packed else 0)


class PageStore:
    """WSGI middleware: answers from memory what is still true, and keeps what may be kept."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app
        self.held: OrderedDict[tuple[str, str, str], Stored] = OrderedDict()
        self.used = 0
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Serve from the store, or ask Django and remember."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(
            NEVER_STORED
        ):
            return self.app(environ, start)
        key = (
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        now = epoch.current()
        stored = self.held.get(key)
        if stored is not None and stored.epoch == now and now:
            return _serve(stored, environ, start)
        fetched = self._fetch(environ, now)
        if isinstance(fetched, Answer):
            return _pass_on(fetched, environ, start)
        self._keep(key, fetched)
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
        packed = _pack(body, names.get("content-type", ""))
        plain_form = _form(answer.headers, names["etag"], body)
        packed_form = _form(answer.headers, f'{names["etag"][:-1]}-gz"', packed, "gzip")
        return Stored(now, answer.status, plain_form, packed_form if packed else None)

    def _keep(self, key: tuple[str, str, str], stored: Stored) -> None:
        with self.lock:
            old = self.held.pop(key, None)
            self.used += stored.size - (old.size if old else 0)
            self.held[key] = stored
            while self.used > ROOM:
                _key, dropped = self.held.popitem(last=False)
                self.used -= dropped.size


class Answer:
    """What Django said, where it is not to be kept."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.chunks: Iterable[bytes] = []

    def start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        """WSGI's start_response."""
        self.status, self.headers = status, headers


def _pack(body: bytes, media_type: str) -> bytes:
    if len(body) < SMALLEST_GZIP or not media_type.startswith(TEXT_TYPES):
        return b""
    return gzip.compress(body, 6, mtime=0)


def _form(headers: Headers, etag: str, body: bytes, encoding: str = "") -> Form:
    kept = [(name, value) for name, value in headers if name.lower() not in OF_A_FORM]
    both = [*kept, ("ETag", etag), ("Vary", "Accept-Encoding")]
    unchanged = [header for header in both if header[0].lower() not in OF_A_BODY]
    if encoding:
        both.append(("Content-Encoding", encoding))
    return Form(etag, [*both, ("Content-Length", str(len(body)))], unchanged, body)


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


@lru_cache(maxsize=256)
def _takes_gzip(accepts: str) -> bool:
    for part in accepts.split(","):
        name, _sep, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in NO_GZIP
    return False


def _serve(stored: Stored, environ: dict[str, Any], start: StartResponse) -> list[bytes]:
    packed = stored.packed
    if packed is None or not _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        form = stored.plain
    else:
        form = packed
    given = environ.get("HTTP_IF_NONE_MATCH")
    if given and _matches(given, form.etag, stored.plain.etag):
        start("304 Not Modified", list(form.unchanged))
        return []
    start(stored.status, list(form.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def _matches(given: str, *etags: str) -> bool:
    if given.strip() == "*":
        return True
    names = {name.strip().removeprefix("W/") for name in given.split(",")}
    return any(etag in names for etag in etags)
