"""Whatever happens in whatever order, a reader never sees what was true before the last release."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sitegroup.delivery import epoch
from sitegroup.delivery.store import PageStore
from tests.sitegroup.test_page_store import Far, ask

PATHS = st.sampled_from(["/", "/a/", "/b/?page=2"])
HOSTS = st.sampled_from(["portal.test", "jyj.test"])
# Accept-Encoding: the ending of the ETag, and how the body is read.
CODINGS = {"": ("", bytes), "gzip": ("-gz", gzip.decompress), "br": ("-br", brotli.decompress)}


class Site(Far):
    """A site whose every page shows the number of the last release and its own address."""

    def __init__(self) -> None:
        super().__init__()
        self.release = 0
        self.while_drawing: Callable[[], None] | None = None

    def page(self, host: str, path: str) -> bytes:
        """What a page says now."""
        return f"{self.release} {host}{path}".ljust(1000).encode()  # long enough to be packed

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        query = environ["QUERY_STRING"]
        path = environ["PATH_INFO"] + (f"?{query}" if query else "")
        self.body = self.page(environ["HTTP_HOST"], path)
        self.headers["ETag"] = f'"{self.release}"'
        self.headers["Content-Length"] = str(len(self.body))
        answer = super().__call__(environ, start)
        if self.while_drawing:
            self.while_drawing()
        return answer


@pytest.mark.machine
class StoreMachine(RuleBasedStateMachine):
    """Readers, releases, and releases while a page is being drawn."""

    @initialize()
    def begin(self) -> None:
        """An empty store."""
        self.site = Site()
        self.store = PageStore(self.site)
        epoch.bump()

    def publish(self) -> None:
        """The database changes, then the purge begins a new epoch."""
        self.site.release += 1
        epoch.bump()

    @rule()
    def release(self) -> None:
        """Something becomes public."""
        self.publish()

    @rule(
        host=HOSTS,
        path=PATHS,
        method=st.sampled_from(["GET", "HEAD"]),
        coding=st.sampled_from(sorted(CODINGS)),
    )
    def read(self, host: str, path: str, method: str, coding: str) -> None:
        """A reader sees the present page, whoever asked before and in whatever form."""
        _status, headers, body = ask(self.store, path, method, host, HTTP_ACCEPT_ENCODING=coding)
        ending, unpack = CODINGS[coding]
        assert headers["ETag"] == f'"{self.site.release}{ending}"'
        if method == "HEAD":
            assert body == b""
        else:
            assert unpack(body) == self.site.page(host, path)

    @rule(host=HOSTS, path=PATHS)
    def read_while_something_is_released(self, host: str, path: str) -> None:
        """A reader who came just before a release may see either; the next sees the new one."""
        before = self.site.page(host, path)
        self.site.while_drawing = self.publish
        _status, _headers, body = ask(self.store, path, "GET", host)
        self.site.while_drawing = None
        assert body in (before, self.site.page(host, path))
        self.read(host, path, "GET", "")

    @rule(host=HOSTS, path=PATHS, back=st.integers(0, 2))
    def read_again(self, host: str, path: str, back: int) -> None:
        """Only who has the present page is told that nothing has changed."""
        had = self.site.release - back
        status, _headers, _body = ask(self.store, path, "GET", host, HTTP_IF_NONE_MATCH=f'"{had}"')
        assert status.startswith("304") == (back == 0)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
