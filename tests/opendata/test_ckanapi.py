"""An unchanged ckanapi reads our catalogue over HTTP as it reads CKAN's."""

from collections.abc import Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import ckanapi
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections

from opendata.identity import resource_id
from opendata.models import Dataset


class QuietHandler(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def address(dataset: Dataset, settings: Any) -> Iterator[str]:
    """Our own server on a port of its own.

    It shares the test's connection: pytest-django's live_server would empty the database after
    each test, and Wagtail's first rows with it.
    """
    settings.EXTRA_HOSTS = ["127.0.0.1"]
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    app = get_wsgi_application()
    with make_server("127.0.0.1", 0, app, handler_class=QuietHandler) as server:

        def serve() -> None:
            connections[DEFAULT_DB_ALIAS] = shared
            server.serve_forever(poll_interval=0.05)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shared.dec_thread_sharing()


def test_ckanapi_lists_reads_and_finds(address: str) -> None:
    with ckanapi.RemoteCKAN(address) as ckan:
        names = ckan.action.package_list()
        packages = [ckan.action.package_show(id=name) for name in names]
        assert [package["title"] for package in packages] == ["经费台账"]
        active = next(r for r in packages[0]["resources"] if r["datastore_active"])
        found = ckan.action.datastore_search(resource_id=active["id"], filters={"年份": 2024})
        assert [record["单位名称"] for record in found["records"]] == ["县财政局"]
        assert ckan.action.package_search(q="台账")["count"] == 1
        with pytest.raises(ckanapi.NotFound):
            ckan.action.package_show(id="nope")
        with pytest.raises(ckanapi.ValidationError, match="无效整数"):
            ckan.action.datastore_search(resource_id=active["id"], limit="x")
        with pytest.raises(ckanapi.CKANAPIError, match="Action name not known"):
            ckan.action.package_create(name="x")


def test_ckanapi_reads_by_get_too(address: str) -> None:
    rows = resource_id("taizhang", "csv")
    with ckanapi.RemoteCKAN(address, get_only=True) as ckan:
        assert ckan.action.datastore_search(resource_id=rows, limit=1)["total"] == 3
        assert ckan.action.organization_show(id="czj")["package_count"] == 1
