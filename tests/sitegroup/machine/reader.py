"""The public side as an anonymous reader sees it, at every host, as pages, lists and files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from cms.expenses.addresses import statement_url
from cms.expenses.models import ExpenseStatement
from cms.media.models import Attachment, Rendition
from opendata.identity import resource_id
from opendata.models import DatasetVersion
from sitegroup.delivery.store import PageStore
from tests.sitegroup.machine.book import Book, Piece
from tests.sitegroup.machine.tokens import tokens_in

PORTAL, HOST = "http://portal.test", "http://jyj.test"
UNIT_HOMES = (HOST, f"{PORTAL}/bm/wjj")
HOMES = (PORTAL, *UNIT_HOMES)
COLUMNS = ("/", "/gzdt/", "/gzdt/feed.atom", "/gzdt/feed.rss", "/zfxxgk/", "/zfxxgk/bmwj/")
SAID = quote("道路养护")
DATASETS = ("xinxi", "sangong")
# Where what is shown follows from the database itself, at once.
AT_ONCE = (
    *(f"{home}{column}" for home in HOMES for column in COLUMNS),
    *(f"{home}/sitemap.xml" for home in (PORTAL, HOST)),
    f"{PORTAL}/zfxxgk/sangong/",
    f"{HOST}/zfxxgk/sangong/",
    f"{HOST}/zfxxgk/sangong/?year=2024&stage=final&format=csv",
    f"{HOST}/zfxxgk/sangong/?year=2024&stage=final&format=json",
    f"{HOST}/zfxxgk/sangong/?year=2024&stage=final&format=xlsx",
    *(
        f"{PORTAL}/api/v1/{path}"
        for path in (
            "articles/?page_size=100", "sites/jyj/articles/", "sites/wjj/articles/", "expenses/",
            "sites/jyj/home/", "changes/?page_size=100",
        )
    ),
)  # fmt: skip
# Where it follows as soon as the worker has told the index and the datasets.
TOLD = (
    *(f"{host}/search/?q={SAID}" for host in (PORTAL, HOST)),
    f"{PORTAL}/search/feed.atom?q={SAID}",
    f"{PORTAL}/api/v1/search/?q={SAID}&page_size=100",
    f"{PORTAL}/api/v1/suggest/?q={quote('关于开展')}",
    f"{PORTAL}/data/",
    f"{PORTAL}/data.json",
    f"{PORTAL}/api/3/action/package_search?rows=10",
    *(
        f"{PORTAL}{path}"
        for name in DATASETS
        for path in (
            f"/data/{name}/",
            *(f"/data/{name}/download.{form}" for form in ("csv", "json", "xlsx", "parquet")),
            f"/api/v1/datasets/{name}/rows/?page_size=100",
            f"/api/3/action/package_show?id={name}",
            f"/api/3/action/datastore_search?resource_id={resource_id(name, 'csv')}&limit=100",
        )
    ),
)  # fmt: skip
ARTICLE_LISTS = (f"{PORTAL}/api/v1/articles/?page_size=100",)
TOLD_ARTICLES = (
    f"{PORTAL}/api/v1/search/?q={SAID}&page_size=100",
    f"{PORTAL}/data/xinxi/download.csv",
)
# Every list is asked past the store, too, once in so many looks: another part of them each time.
PAST_STORE = 8
OK, GONE = 200, (301, 302, 404, 410)


@dataclass(frozen=True)
class Answer:
    """What came back: its status, its bytes and the marks in them."""

    status: int
    body: bytes
    tokens: frozenset[str]


class Reader:
    """Somebody who asks for everything, again and again.

    Once through the page store, as readers do, and once past it: what is stored may hide what
    has become public without a release.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.django = WSGIHandler()
        self.store = PageStore(self.django)
        self.asked = self.looks = 0
        self.wrong: list[str] = []
        self._known: dict[bytes, frozenset[str]] = {}

    def ask(self, address: str, app: Callable[..., Any]) -> Answer:
        """One request from an address of its own, so that nobody asks too often."""
        self.asked += 1
        parts = urlsplit(address)
        number = self.asked
        sender = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        request = RequestFactory(headers={"host": parts.netloc}).get(path, REMOTE_ADDR=sender)
        got: list[str] = []
        with inside_a_transaction():
            chunks = app(request.environ, lambda status, head, exc_info=None: got.append(status))
            body = b"".join(chunks)
            getattr(chunks, "close", lambda: None)()
        return Answer(int(got[0][:3]), body, self._tokens(body))

    def _tokens(self, body: bytes) -> frozenset[str]:
        if body not in self._known:
            self._known[body] = frozenset(tokens_in(body))
        return self._known[body]

    # -- what is looked at

    def look(self, *, told: bool) -> list[str]:
        """Everything that is wrong; `told` says whether the worker has nothing left to do."""
        self.wrong = []
        self.looks += 1
        self._lists(told=told)
        for piece in self.book.pieces:
            self._piece(piece)
        self._files()
        return self.wrong

    def both(self, address: str, *, now: bool = True) -> Answer:
        """As the store answers, which must be what is true `now`."""
        answer = self.ask(address, self.store)
        if now and answer.status == OK:
            true = self.ask(address, self.django)
            if (true.status, true.tokens) != (answer.status, answer.tokens):
                self.wrong.append(f"{address}: {answer.tokens} is stored, true is {true.tokens}")
        return answer

    def _says(self, address: str, answer: Answer, allowed: set[str]) -> None:
        if answer.status >= 500:
            self.wrong.append(f"{address} answers {answer.status}")
        if answer.status == 410:  # a tombstone names what lay there
            allowed = allowed | {t for p in self.book.pieces if p.withdrawn for t in p.buried}
        if extra := answer.tokens - allowed:
            self.wrong.append(f"{address} ({answer.status}) shows {sorted(extra)}")

    def _lists(self, *, told: bool) -> None:
        now = self.book.tokens()
        late = now if told else now | self.book.delivered
        found: dict[str, Answer] = {}
        for addresses, allowed in ((AT_ONCE, now), (TOLD, late), (self._old(), self.book.kept())):
            for place, address in enumerate(addresses):
                turn = (place + self.looks) % PAST_STORE == 0
                found[address] = self.both(address, now=turn)
                self._says(address, found[address], allowed)
        lists = ARTICLE_LISTS + (TOLD_ARTICLES if told else ())
        for piece in self.book.live():
            if piece.is_article and piece.public:
                for address in lists:
                    if not piece.public.words & found[address].tokens:
                        self.wrong.append(f"{address} lacks {piece.name} {piece.public}")

    def _old(self) -> Iterator[str]:
        """Older versions of a dataset stay, with what was public then."""
        numbers = DatasetVersion.objects.filter(dataset__name="xinxi").values_list("number")
        for (number,) in numbers.order_by("-number")[1:4]:
            yield f"{PORTAL}/data/xinxi/versions/{number}/download.csv"

    def _piece(self, piece: Piece) -> None:
        here = address_of(piece)
        if here:
            piece.addresses.add(here)
        kind = "articles" if piece.is_article else "expenses"
        api = f"{PORTAL}/api/v1/{kind}/{piece.pk}/"
        for address in sorted({*piece.addresses, api}):
            answer = self.both(address, now=address == here)
            self._says(address, answer, self.book.tokens())
            if address not in (here, api):
                continue
            if piece.public and not (answer.status == OK and piece.public.words <= answer.tokens):
                self.wrong.append(
                    f"{address} answers {answer.status}, {set(answer.tokens)}: "
                    f"{piece.name} should be public as {set(piece.public.words)}"
                )
            if not piece.public and answer.status not in GONE:
                self.wrong.append(f"{address} answers {answer.status}: {piece.name} is not public")

    def _files(self) -> None:
        public = self.book.documents()
        for document in Attachment.objects.order_by("pk"):
            path = f"/files/{document.pk}/{document.filename}"
            answer = self.ask(f"{PORTAL}{path}", self.store)
            self._says(path, answer, self.book.tokens())
            token = public.get(document.pk, "")
            if token and answer.tokens != {token}:
                self.wrong.append(f"{path} answers {answer.status}: {token} should be public")
            if not token and answer.status != 404:
                self.wrong.append(f"{path} answers {answer.status}: the file is not public")
            if (document.pk + self.looks) % PAST_STORE == 0:
                there = self.ask(f"{HOST}{path}", self.store)
                self._says(f"{HOST}{path}", there, self.book.tokens())
        self._pictures()

    def _pictures(self) -> None:
        shown = self.book.pictures()
        for rendition in Rendition.objects.all():
            address = f"{PORTAL}/media/{rendition.file.name}"
            status = self.ask(address, self.store).status
            if (status == OK) != (rendition.image_id in shown):
                self.wrong.append(f"{address} answers {status}, public pictures are {shown}")


@contextmanager
def inside_a_transaction() -> Iterator[None]:
    """No request closes the connection that holds the example; as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def address_of(piece: Piece) -> str:
    """Where it stands, or would stand; empty where it is gone."""
    row = piece.model._default_manager.filter(pk=piece.pk).first()
    if row is None:
        return ""
    return statement_url(row) if isinstance(row, ExpenseStatement) else str(row.full_url)
