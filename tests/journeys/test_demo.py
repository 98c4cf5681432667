"""The demo county as every kind of reader meets it: nothing dead, nothing inaccessible."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser

from cms.pages.models import Article
from search.index import get_engine
from search.query import SearchRequest
from sitegroup.delivery import epoch
from sitegroup.models import Delivery, DeliveryState, Site
from tests.factories import ground
from tests.journeys.steps import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
H1 = re.compile(r"<h1\b")
LOOKED_AT = (
    "http://localhost/",
    "http://localhost/zfxxgk/",
    "http://localhost/zfxxgk/fdzdgk/xzfwj/",
    "http://localhost/zfxxgk/fdzdgk/xzfwj/portal-0101/",
    "http://localhost/zfxxgk/sangong/",
    "http://localhost/hdjl/",
    "http://localhost/search/?q=工伤",
    "http://localhost/data/",
    "http://localhost/data/sangong/",
    "http://localhost/guanhuai/",
    "http://localhost/danwei/",
    "http://localhost/nothing-here/",
    "http://jyj.localhost/",
    "http://jyj.localhost/zfxxgk/sangong/",
    "http://localhost/xz/jiangkou/",
)


@pytest.fixture
def demo(live_server: Any, settings: Any, tmp_path: Path) -> str:
    """The whole demo county at the live server; its base address."""
    settings.SITE_BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DIR = tmp_path / "search"
    settings.DATASETS_DIR = tmp_path / "datasets"
    settings.EPOCH_FILE = tmp_path / "epoch"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    # Wagtail keeps renditions by the number of their picture, and other tests had these numbers
    cache.clear()
    epoch.bump()
    ground()
    call_command("load_demo", stderr=None)
    epoch.bump()
    return str(live_server.url)


def placed(address: str, base: str) -> str:
    """An address without port as the live server's."""
    parts = urlsplit(address)
    port = urlsplit(base).port
    query = f"?{parts.query}" if parts.query else ""
    return f"http://{parts.hostname}:{port}{parts.path}{query}"


def internal(link: str, page: str, base: str) -> str:
    """The absolute address of a link to one of our sites; empty for any other."""
    link = urldefrag(link.replace("&amp;", "&"))[0]
    if link.startswith("/") and not link.startswith("//"):
        parts = urlsplit(page)
        link = f"{parts.scheme}://{parts.netloc}{link}"
    elif link.startswith("?"):
        link = page.split("?", maxsplit=1)[0] + link
    host = urlsplit(link).hostname or ""
    same = host == "localhost" or host.endswith(".localhost")
    return link if same and urlsplit(link).port == urlsplit(base).port else ""


def crawl(base: str) -> Iterator[tuple[str, str, int, str]]:
    """Every page that can be reached: (found on, address, status, text); lists and files once."""
    client = Client()
    queue, seen = deque([("", f"{base}/")]), {f"{base}/"}
    while queue:
        source, address = queue.popleft()
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = client.get(path, headers={"host": parts.netloc})
        is_page = answer.get("Content-Type", "").startswith("text/html")
        text = answer.content.decode() if is_page else ""
        yield source, address, answer.status_code, text
        links = (internal(link, address, base) for link in LINK.findall(text))
        for link in links:
            shape = re.sub(r"(page|year|kind|site|sort|q)=[^&]*", r"\1=", link)
            if link and shape not in seen and "/static/" not in link:
                seen.add(shape)
                queue.append((address, link))


def test_demo_county(demo: str, browser: Browser) -> None:
    assert Site.objects.count() == 17
    assert Article.objects.public().count() >= 400
    assert not Delivery.objects.exclude(state=DeliveryState.DONE).exists()
    hits = get_engine().search(SearchRequest(q="工伤保险条例")).hits
    assert hits[0].title == "工伤保险条例"

    pages = 0
    for source, address, status, text in crawl(demo):
        assert status in (200, 301), f"{address} is {status}, linked from {source}"
        if text and "/api/" not in address and "/admin/" not in address:
            pages += 1
            assert len(H1.findall(text)) == 1, address
    assert pages > 400

    for width in (1280, 390, 320):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        hosts: set[str] = set()
        page = context.new_page()
        page.on("request", lambda request, hosts=hosts: hosts.add(urlsplit(request.url).hostname))
        for address in LOOKED_AT:
            page.goto(placed(address, demo))
            assert not violations(page), (width, address, violations(page))
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} scrolls sideways at {width}"
        assert all(h == "localhost" or h.endswith(".localhost") for h in hosts), hosts
        assert not context.cookies()
        context.close()
