"""Addresses: feeds, maps, robots, pages of lists, and what is no address."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from cms.pages import sitemap
from cms.pages.models import Channel
from cms.pages.representation import pager
from tests.cms.pages.conftest import County, Outcome, approved, entry, get

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "控制\x0b字符]]>&amp;<b>\uffff\x1b与\U0001f600"
READABLE = "控制字符]]>&amp;<b>与\U0001f600"


def tree(path: str, host: str = "portal.test") -> ElementTree.Element:
    """An XML answer as a program reads it."""
    answer = get(path, host)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def locations(host: str, path: str = "/sitemap.xml") -> list[str]:
    """The addresses in a map."""
    return [str(found.text) for found in tree(path, host).iter(f"{MAP}loc")]


class TestFeeds:
    """feed.atom and feed.rss of every column."""

    def test_hostile_titles_make_valid_feeds(self, county: County) -> None:
        page = approved(county.path_unit, county.office, HOSTILE, summary=HOSTILE, source=HOSTILE)
        [atom] = tree("/bm/slj/gzdt/feed.atom").iter(f"{ATOM}entry")
        [rss] = tree("/bm/slj/gzdt/feed.rss").iter("item")
        assert atom.findtext(f"{ATOM}title") == rss.findtext("title") == READABLE
        assert atom.findtext(f"{ATOM}summary") == rss.findtext("description") == READABLE
        assert rss.findtext("link") == page.full_url

    def test_they_hold_the_newest_of_the_column_and_those_below(self, county: County) -> None:
        below = Channel.objects.get(site=county.path_unit, slug="bmwj")
        approved(county.path_unit, county.office, "下级栏目的文件", parent=below)
        titles = [
            e.findtext(f"{ATOM}title")
            for e in tree("/bm/slj/zfxxgk/feed.atom").iter(f"{ATOM}entry")
        ]
        assert titles == ["下级栏目的文件"]
        assert len(list(tree("/bm/slj/gzdt/feed.atom").iter(f"{ATOM}entry"))) == 0

    @pytest.mark.parametrize("path", ["/feed.atom", "/none/feed.rss", "/gzdt/x/feed.atom"])
    def test_what_is_no_column_has_none(self, county: County, path: str) -> None:
        assert get(path).status_code == 404


class TestMaps:
    """sitemap.xml and robots.txt of every host."""

    def test_every_host_lists_its_own_addresses_only(self, county: County) -> None:
        at_path = approved(county.path_unit, county.office)
        at_host = approved(county.host_unit, county.office)
        at_portal = approved(county.portal, county.office)
        here, there = locations("portal.test"), locations("jyj.test")
        assert {at_path.full_url, at_portal.full_url, "http://portal.test/bm/slj/"} <= set(here)
        assert at_host.full_url in there
        assert {url.split("/")[2] for url in here} == {"portal.test"}
        assert {url.split("/")[2] for url in there} == {"jyj.test"}
        assert len(set(here)) == len(here)
        assert all(get(url).status_code == 200 for url in (*here, *there))

    def test_a_large_map_is_cut_into_parts(
        self, county: County, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = locations("portal.test")
        monkeypatch.setattr(sitemap, "PAGES_A_FILE", 5)
        parts = locations("portal.test")
        assert len(parts) == -(-Page.objects.live().count() // 5)
        found = [url for part in parts for url in locations("portal.test", part[18:])]
        assert sorted(found) == sorted(whole)
        assert get("/sitemap-99.xml").status_code == 404

    @pytest.mark.parametrize("host", ["portal.test", "jyj.test"])
    def test_robots_name_the_map_of_their_host(self, county: County, host: str) -> None:
        text = get("/robots.txt", host).content.decode()
        assert f"Sitemap: http://{host}/sitemap.xml" in text
        assert "Disallow: /admin/" in text


class TestPagesOfLists:
    """?page= of a column."""

    @pytest.fixture
    def column(self, import_lines: Callable[..., Outcome]) -> str:
        """A column of 45 articles, the newest last in the file."""
        lines = [entry(id=f"n{n}", title=f"第{n:02}则通知") for n in range(45)]
        assert import_lines(*map(json.dumps, lines), approved_by="office").code == 0
        return "/bm/slj/gzdt/"

    @staticmethod
    def titles(address: str) -> list[str]:
        """The titles that a page lists."""
        answer = get(address)
        assert answer.status_code == 200
        soup = BeautifulSoup(answer.content, "html.parser")
        return [found.get_text() for found in soup.select(".list .t")]

    def test_each_article_stands_on_one_page(self, column: str) -> None:
        shown = [title for n in (1, 2, 3) for title in self.titles(f"{column}?page={n}")]
        assert shown == [f"第{n:02}则通知" for n in reversed(range(45))]
        assert "（第2页）" in get(f"{column}?page=2").content.decode()

    @pytest.mark.parametrize("given", ["0", "4", "-1", "9" * 20, "x", "", "１", "1\x00"])
    def test_what_is_no_page_is_the_first(self, column: str, given: str) -> None:
        assert self.titles(f"{column}?page={given}")[0] == "第44则通知"
        text = get(f"{column}?page={given}").content.decode()
        assert f'rel="canonical" href="http://portal.test{column}"' in text


@pytest.mark.parametrize(
    ("page", "total", "numbers"),
    [
        (1, 0, (1,)),
        (1, 20, (1,)),
        (2, 60, (1, 2, 3)),
        (5, 200, (1, None, 4, 5, 6, None, 10)),
        (11, 200, (1, 2, None, 10)),
    ],
)
def test_the_pager_shows_the_ends_and_what_is_near(
    page: int, total: int, numbers: tuple[int | None, ...]
) -> None:
    assert pager(page, total, 20).numbers == numbers


class TestNoAddress:
    """What leads nowhere."""

    @pytest.mark.parametrize("host", ["portal.test", "jyj.test"])
    @pytest.mark.parametrize(
        "path",
        ["/none/", "/gzdt/none/", "/gzdt/%00/", "/%00", "/gzdt/feed.atom/", "/" + "x" * 3000],
    )
    def test_404_in_the_look_of_the_site(self, county: County, host: str, path: str) -> None:
        answer = get(path, host)
        text = answer.content.decode()
        name = "云溪县教育局" if host == "jyj.test" else "云溪县人民政府"
        assert answer.status_code == 404
        assert "没有找到这个页面" in text
        assert name in text
        assert 'name="robots" content="noindex"' in text

    @pytest.mark.parametrize(
        ("path", "leads"),
        [
            ("/gzdt", "/gzdt/"),
            ("/bm/slj", "/bm/slj/"),
            ("/bm/slj/gzdt", "/bm/slj/gzdt/"),
            ("/gzdt?page=2", "/gzdt/?page=2"),
        ],
    )
    def test_without_the_last_slash(self, county: County, path: str, leads: str) -> None:
        answer = get(path)
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"http://portal.test{leads}"

    def test_nobody_elses_host_is_answered(self, county: County) -> None:
        assert get("/", "elsewhere.test").status_code == 421

    def test_only_reading_is_allowed(self, county: County, client: Any) -> None:
        for path in ("/", "/gzdt/", "/gzdt/feed.atom", "/sitemap.xml"):
            assert client.post(path, headers={"host": "portal.test"}).status_code in (403, 405)
