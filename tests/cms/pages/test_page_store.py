"""Pages as they leave the process: through the page store, whole and conditional."""

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from sitegroup.delivery import epoch
from sitegroup.delivery.store import PageStore
from sitegroup.review.withdrawal import withdraw
from tests.cms.pages.conftest import County, approved

pytestmark = pytest.mark.django_db


@dataclass
class Reply:
    """A WSGI answer."""

    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Reply]


@pytest.fixture
def same_connection() -> Iterator[None]:
    """As in Django's own test client, a request does not close the test's connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def ask(county: County, same_connection: None) -> Ask:
    """Ask a store in front of Django: path, method, and headers by keyword."""
    store = PageStore(WSGIHandler())

    def asked(path: str, method: str = "GET", host: str = "portal.test", **headers: str) -> Reply:
        found: list[Any] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": host,
            "SERVER_PORT": "80", "HTTP_HOST": host, "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(), "SCRIPT_NAME": "",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }  # fmt: skip
        chunks = store(environ, lambda status, names, *rest: found.extend((status, names)))
        body = b"".join(chunks)
        return Reply(int(found[0].split()[0]), dict(found[1]), body)

    return asked


PAGES = (
    "/",
    "/gzdt/",
    "/bm/slj/",
    "/bm/slj/gzdt/",
    "/gzdt/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_conditional(ask: Ask, path: str) -> None:
    first = ask(path)
    assert first.status == 200
    assert first.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in first.headers
    again = ask(path, if_none_match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    head = ask(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(first.body))


@pytest.mark.parametrize("path", PAGES[:-1])
def test_pages_are_packed_when_asked(county: County, ask: Ask, path: str) -> None:
    approved(county.portal, county.office)
    plain, packed = ask(path), ask(path, accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert ask(path, if_none_match=packed.headers["ETag"], accept_encoding="gzip").status == 304


def test_a_stored_page_asks_the_database_nothing(ask: Ask) -> None:
    ask("/")
    with CaptureQueriesContext(connection) as queries:
        assert ask("/").status == 200
    assert len(queries) == 0


def test_readers_wishes_do_not_reach_others(ask: Ask) -> None:
    first = ask("/gzdt/", accept_language="en", cookie="sessionid=x; django_language=en")
    assert 'lang="zh-Hans"' in first.body.decode()
    assert ask("/gzdt/").body == first.body


def test_hosts_do_not_share_pages(ask: Ask) -> None:
    assert "云溪县教育局" in ask("/", host="jyj.test").body.decode()
    assert ask("/").body != ask("/", host="jyj.test").body


def test_nothing_stored_outlives_a_withdrawal(ask: Ask, county: County) -> None:
    page = approved(county.portal, county.office, "就要撤下的题目")
    epoch.bump()
    assert "就要撤下的题目" in ask("/gzdt/").body.decode()
    assert ask(f"/gzdt/{page.slug}/").status == 200
    withdraw(subject=page, by=county.office, reason="内容有误")
    epoch.bump()
    assert "就要撤下的题目" not in ask("/gzdt/").body.decode()
    assert ask(f"/gzdt/{page.slug}/").status == 410


def test_what_is_not_there_is_not_kept(ask: Ask, county: County) -> None:
    assert ask("/gzdt/later/").status == 404
    page = approved(county.portal, county.office, slug="later")
    epoch.bump()
    assert ask(f"/gzdt/{page.slug}/").status == 200
    assert ask("/none/", "HEAD").body == b""
