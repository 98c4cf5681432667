"""The page store: quick, true, and blind to who asks."""

import gzip
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from search.index import get_engine
from sitegroup.changes.worker import drain_all
from sitegroup.delivery import epoch
from sitegroup.delivery.store import PageStore, Shelf
from sitegroup.models import Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.sitegroup.conftest import County

Headers = dict[str, str]
Reply = tuple[str, Headers, bytes]


class Far:
    """An application that counts how often it is asked, and answers as it is told."""

    def __init__(self, body: bytes = b"<p>page</p>" * 100, **headers: str) -> None:
        self.asked: list[dict[str, Any]] = []
        self.body, self.status = body, "200 OK"
        self.headers = {
            "Content-Type": "text/html; charset=utf-8", "ETag": '"one"',
            "Cache-Control": "public, max-age=60", "Content-Length": str(len(body)), **headers,
        }  # fmt: skip

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        start(self.status, list(self.headers.items()))
        return [self.body]


def ask(
    store: Any, path: str = "/", method: str = "GET", host: str = "jyj.test", **headers: str
) -> Reply:
    """One request as a server would hand it on."""
    environ = RequestFactory(headers={"host": host}).generic(method, path, **headers).environ
    got: list[Any] = []
    chunks = store(environ, lambda status, head, exc_info=None: got.extend((status, head)))
    body = b"".join(chunks)
    return got[0], dict(got[1]), body


@pytest.fixture(autouse=True)
def begun() -> Iterator[None]:
    """There is an epoch."""
    epoch.bump()
    yield


def test_the_second_reader_is_answered_from_memory() -> None:
    far = Far()
    store = PageStore(far)
    assert [ask(store)[2], ask(store)[2]] == [far.body, far.body]
    assert len(far.asked) == 1


def test_a_new_epoch_forgets_everything() -> None:
    far = Far()
    store = PageStore(far)
    ask(store)
    far.body = b"<p>new</p>"
    epoch.bump()
    assert ask(store)[2] == b"<p>new</p>"


def test_what_was_begun_before_a_release_is_not_served_after_it() -> None:
    far = Far(b"old")
    store = PageStore(far)

    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        answer = far(environ, start)
        epoch.bump()  # a release commits while the page is being drawn
        far.body = b"new"
        return [b"old"] if answer else []

    store.app = slow
    ask(store)
    store.app = far
    assert ask(store)[2] == b"new"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"path": "/"}, {"path": "/a/"}),
        ({"path": "/"}, {"path": "/?page=2"}),
        ({"host": "jyj.test"}, {"host": "portal.test"}),
    ],
)
def test_another_address_is_another_page(first: Any, second: Any) -> None:
    far = Far()
    store = PageStore(far)
    ask(store, **first)
    ask(store, **second)
    assert len(far.asked) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "no-cache"},
        {"Cache-Control": ""},
        {"Set-Cookie": "sessionid=1"},
        {"Content-Length": str(3 * 1024 * 1024)},
        {"ETag": ""},
    ],
    ids=str,
)
def test_what_is_not_everybodys_is_not_kept(change: Headers) -> None:
    far = Far()
    far.headers = {name: v for name, v in {**far.headers, **change}.items() if v}
    store = PageStore(far)
    ask(store)
    ask(store)
    assert len(far.asked) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "500 Error", "421 Misdirected"])
def test_only_what_is_there_is_kept(status: str) -> None:
    far = Far()
    far.status = status
    store = PageStore(far)
    assert ask(store)[0] == ask(store)[0] == status
    assert len(far.asked) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_no_reading_goes_through(method: str) -> None:
    far = Far()
    store = PageStore(far)
    ask(store)
    ask(store, method=method)
    assert [environ["REQUEST_METHOD"] for environ in far.asked] == ["GET", method]


@pytest.mark.parametrize("path", ["/admin/", "/files/1/a.pdf", "/media/x.png", "/healthz"])
def test_the_admin_and_files_go_through_as_they_came(path: str) -> None:
    far = Far()
    store = PageStore(far)
    for _time in range(2):
        ask(store, path, HTTP_COOKIE="sessionid=1")
    assert [environ["HTTP_COOKIE"] for environ in far.asked] == ["sessionid=1"] * 2


def test_who_asks_does_not_matter() -> None:
    far = Far()
    ask(PageStore(far), HTTP_COOKIE="sessionid=1", HTTP_ACCEPT_LANGUAGE="en")
    assert not {"HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE"} & set(far.asked[0])


def test_head_is_get_without_the_body() -> None:
    far = Far()
    store = PageStore(far)
    first, get = ask(store, method="HEAD"), ask(store)
    assert (first[0], first[1], first[2]) == (get[0], get[1], b"")
    assert len(far.asked) == 1


def test_head_of_what_is_not_kept_has_no_body() -> None:
    far = Far(**{"Cache-Control": "private"})
    assert ask(PageStore(far), method="HEAD")[2] == b""


@pytest.mark.parametrize("given", ['"one"', 'W/"one"', '"zero", "one"', "*"])
def test_a_reader_who_has_it_gets_304(given: str) -> None:
    store = PageStore(Far())
    status, headers, body = ask(store, HTTP_IF_NONE_MATCH=given)
    assert (status[:3], body, headers["ETag"]) == ("304", b"", '"one"')


def test_a_reader_who_has_another_gets_it_whole() -> None:
    assert ask(PageStore(Far()), HTTP_IF_NONE_MATCH='"zero"')[0] == "200 OK"


def test_what_is_too_large_to_keep_is_compared_too() -> None:
    far = Far(**{"Content-Length": str(3 * 1024 * 1024)})
    status, _headers, body = ask(PageStore(far), HTTP_IF_NONE_MATCH='"one"')
    assert (status[:3], body) == ("304", b"")


UNPACK: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepts", "coding", "etag"),
    [
        ("gzip", "gzip", '"one-gz"'),
        ("GZIP , deflate", "gzip", '"one-gz"'),
        ("gzip, deflate, br, zstd", "br", '"one-br"'),
        ("br", "br", '"one-br"'),
        ("br;q=0.5, gzip;q=0.8", "gzip", '"one-gz"'),
        ("br;q=0, gzip", "gzip", '"one-gz"'),
        ("gzip;q=0.000, br;q=0.001", "br", '"one-br"'),
    ],
)
def test_packed_for_those_who_can_unpack(accepts: str, coding: str, etag: str) -> None:
    far = Far()
    store = PageStore(far)
    _status, headers, body = ask(store, HTTP_ACCEPT_ENCODING=accepts)
    assert UNPACK[coding](body) == far.body
    assert (headers["Content-Encoding"], headers["Content-Length"]) == (coding, str(len(body)))
    assert (headers["Vary"], headers["ETag"]) == ("Accept-Encoding", etag)
    again = ask(store, HTTP_ACCEPT_ENCODING=accepts, HTTP_IF_NONE_MATCH=etag)
    assert (again[0][:3], again[1]["ETag"], again[1]["Vary"]) == ("304", etag, "Accept-Encoding")


@pytest.mark.parametrize(
    "accepts",
    ["", "identity", "gzip;q=0", "br;q=0.0, gzip;q=0", "br;q=x", "gzip;q=nan", "xbr", ";,;"],
)
def test_plain_for_those_who_cannot(accepts: str) -> None:
    far = Far()
    _status, headers, body = ask(PageStore(far), HTTP_ACCEPT_ENCODING=accepts)
    assert (body, "Content-Encoding" in headers) == (far.body, False)
    assert (headers["Vary"], headers["ETag"]) == ("Accept-Encoding", '"one"')


def test_what_is_too_small_to_gain_is_sent_plain() -> None:
    assert ask(PageStore(Far(b"ok")), HTTP_ACCEPT_ENCODING="gzip, br")[2] == b"ok"


def test_pictures_are_not_packed_again() -> None:
    far = Far(**{"Content-Type": "image/png"})
    assert "Content-Encoding" not in ask(PageStore(far), HTTP_ACCEPT_ENCODING="gzip, br")[1]


def held_in_order(shelf: Shelf) -> bool:
    """Whether a shelf counts what it holds, and holds no more than it may."""
    return shelf.used == sum(kept.size for kept in shelf.held.values()) <= shelf.room


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> PageStore:
    """Room for a dozen pages without a query string, and for three with one."""
    monkeypatch.setattr("sitegroup.delivery.store.ROOM", 4 * 4 * 4200)
    return PageStore(Far(b"small"))


def test_memory_has_an_end(small: PageStore) -> None:
    for number in range(40):
        ask(small, f"/{number}/")
        ask(small, f"/?page={number}")
    assert held_in_order(small.pages)
    assert held_in_order(small.queries)
    assert 0 < len(small.queries.held) < len(small.pages.held) < 40


def test_what_is_asked_for_stays_when_the_room_is_full(small: PageStore) -> None:
    for number in range(40):
        ask(small, "/")
        ask(small, f"/{number}/")
    assert ("jyj.test", "/", "") in small.pages.held
    assert ("jyj.test", "/0/", "") not in small.pages.held


@pytest.mark.parametrize("odd", ["/?x={}", "/search/?q={}", "/%E5%85%AC/?_={}"])
def test_odd_query_strings_push_no_page_out(small: PageStore, odd: str) -> None:
    ask(small, "/")
    for number in range(40):
        ask(small, odd.format(number))
    asked = len(small.app.asked)  # type: ignore[attr-defined]
    ask(small, "/")
    assert len(small.app.asked) == asked  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["jyj.test:1", "JYJ.test:65535", "jyj.test.:80"])
def test_a_host_written_oddly_takes_no_more_room(host: str) -> None:
    far = Far()
    store = PageStore(far)
    ask(store)
    ask(store, host=host)
    assert len(far.asked) == 1


def test_many_at_once_leave_the_store_in_order(small: PageStore) -> None:
    readers = [
        threading.Thread(target=lambda: [ask(small, f"/{n % 17}/") for n in range(100)])
        for _reader in range(8)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert held_in_order(small.pages)


class TestWithDjango:
    """The store in front of the real thing."""

    @pytest.fixture
    def store(self, county: County) -> Iterator[PageStore]:
        """Nothing is due, and the pages are not yet stored."""
        Delivery.objects.update(state=DeliveryState.DONE)
        get_engine().clear()
        epoch.bump()
        # a request's end would close the connection that holds the test's transaction
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        yield PageStore(WSGIHandler())
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)

    def test_a_release_is_on_the_stored_page_once_delivered(
        self, county: County, store: PageStore
    ) -> None:
        assert "关于防汛的通知" not in ask(store, "/gzdt/")[2].decode()
        county.public(title="关于防汛的通知")
        drain_all()
        assert "关于防汛的通知" in ask(store, "/gzdt/")[2].decode()

    def test_a_withdrawal_is_gone_once_delivered(self, county: County, store: PageStore) -> None:
        page = county.public(title="关于防汛的通知")
        drain_all()
        path = page.full_url.removeprefix("http://jyj.test")
        assert ask(store, path)[0] == "200 OK"
        withdraw(subject=page, by=county.deciders[0], reason="有误。")
        drain_all()
        assert ask(store, path)[0].startswith("410")

    @pytest.mark.parametrize("path", ["/", "/gzdt/", "/search/?q=x"])
    def test_public_pages_are_kept_and_set_no_cookie(
        self, county: County, store: PageStore, path: str
    ) -> None:
        status, headers, _body = ask(store, path)
        assert (status, len(store.pages.held) + len(store.queries.held)) == ("200 OK", 1)
        assert "ETag" in headers
        assert "Set-Cookie" not in headers

    def test_readers_of_any_language_see_the_same_page(
        self, county: County, store: PageStore
    ) -> None:
        english = ask(store, "/gzdt/", HTTP_ACCEPT_LANGUAGE="en")[2]
        assert english == ask(store, "/gzdt/", HTTP_ACCEPT_LANGUAGE="zh-CN")[2]
        epoch.bump()
        assert english == ask(store, "/gzdt/")[2]

    def test_a_search_kept_before_the_index_knew_is_asked_again(
        self, county: County, store: PageStore
    ) -> None:
        county.public(title="关于防汛的通知")
        late = Delivery.objects.filter(state=DeliveryState.WAITING, effect="index")
        late.update(due_at=timezone.now() + timedelta(hours=1))
        drain_all()
        assert "防汛</mark>" not in ask(store, f"/search/?q={quote('防汛')}")[2].decode()
        late.update(due_at=timezone.now())
        drain_all()
        assert "防汛</mark>" in ask(store, f"/search/?q={quote('防汛')}")[2].decode()
