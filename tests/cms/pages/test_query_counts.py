"""How often a page asks the database: the same, however much it shows."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import Channel
from sitegroup.delivery import epoch
from tests.cms.pages.conftest import County, Outcome, entry, get

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]


def asked(path: str) -> int:
    """Queries of a page whose site's shell is known already."""
    epoch.bump()
    get("/guanyu/")
    get(path)
    with CaptureQueriesContext(connection) as queries:
        assert get(path).status_code == 200
    return len(queries)


@pytest.fixture
def fill(import_lines: Importer) -> Callable[[int], None]:
    """Put some articles into every column of the unit."""

    def put(count: int) -> None:
        slugs = Channel.objects.filter(site__code="slj").values_list("slug", flat=True)
        lines = [entry(id=f"{slug}{n}", channel=slug) for slug in slugs for n in range(count)]
        assert import_lines(*map(json.dumps, lines), approved_by="office").code == 0

    return put


MOST = {
    "/bm/slj/gzdt/": 8,
    "/bm/slj/zfxxgk/": 12,
    "/bm/slj/zfxxgk/zhinan/": 11,
    "/bm/slj/": 15,
    "/": 18,
    "/bm/slj/gzdt/gzdt0/": 9,
    "/bm/slj/gzdt/feed.atom": 4,
    "/sitemap.xml": 2,
    "/ditu/": 0,
}


def test_however_much_a_page_shows_it_asks_as_often(
    county: County, fill: Callable[[int], None]
) -> None:
    fill(3)
    few = {path: asked(path) for path in MOST}
    fill(30)
    assert {path: asked(path) for path in MOST} == few
    assert {path: count for path, count in few.items() if count > MOST[path]} == {}
