"""The META tags of 国办发〔2017〕47号 on every kind of page."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from cms.pages.models import Article, Channel, Topic
from sitegroup.models import Site
from sitegroup.review.engine import release_structure
from tests.cms.pages.conftest import County, approved, get

pytestmark = pytest.mark.django_db

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT = {"ArticleTitle", "PubDate", "ContentSource", "Url"}
SITES = ("portal", "jyj", "slj")


def metas(page: object) -> list[tuple[str, str]]:
    """(name, content) of every META tag of a page."""
    soup = BeautifulSoup(get(str(page)).content, "html.parser")
    return [(str(tag["name"]), str(tag["content"])) for tag in soup.select("meta[name]")]


def holds(address: str, wanted: set[str]) -> dict[str, str]:
    """The page's tags, each wanted one exactly once and with something in it."""
    found = metas(address)
    times = Counter(name for name, _content in found)
    assert {name: times[name] for name in wanted} == dict.fromkeys(wanted, 1)
    tags = dict(found)
    assert all(tags[name].strip() for name in wanted)
    return tags


@pytest.mark.parametrize("code", SITES)
def test_home_pages(county: County, code: str) -> None:
    tags = holds(f"{Site.objects.get(code=code).base_url}/", SITE | COLUMN)
    assert tags["ColumnType"] == "首页"
    assert tags["SiteName"] == "云溪县人民政府"
    assert tags["SiteIDCode"] == "2109220045"


@pytest.mark.parametrize("code", SITES)
@pytest.mark.parametrize("slug", ["gzdt", "zfxxgk", "zhinan", "sangong", "sjkf"])
def test_columns(county: County, code: str, slug: str) -> None:
    column = Channel.objects.get(site__code=code, slug=slug)
    tags = holds(column.full_url, SITE | COLUMN)
    assert (tags["ColumnName"], tags["ColumnType"]) == (column.title, column.column_type)


@pytest.mark.parametrize("code", SITES)
def test_articles(county: County, code: str) -> None:
    site = Site.objects.get(code=code)
    page = approved(site, county.office, title='关于<养护>的"通知"')
    tags = holds(page.full_url, SITE | COLUMN | CONTENT)
    assert tags["ArticleTitle"] == '关于<养护>的"通知"'
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == site.short_name
    assert tags["Url"] == page.full_url
    assert {"Keywords", "Author", "Description", "Image"}.isdisjoint(tags)


def test_what_an_article_may_say_besides(county: County) -> None:
    more = {"keywords": "养护、道路", "author": "张三", "summary": "概述"}
    tags = holds(approved(county.path_unit, county.office, **more).full_url, CONTENT)
    assert (tags["Keywords"], tags["Author"], tags["Description"]) == ("养护,道路", "张三", "概述")


def test_topics_and_their_articles(county: County) -> None:
    parent = Channel.objects.get(site=county.portal, slug="gzdt")
    topic = Topic(title="防汛专题", slug="fx", site=county.portal, live=False)
    parent.add_child(instance=topic)
    release_structure(subject=topic)
    holds(topic.full_url, SITE | COLUMN)
    page = approved(county.portal, county.office, parent=topic)
    assert holds(page.full_url, SITE | COLUMN | CONTENT)["ColumnName"] == "防汛专题"


def test_a_site_without_a_domain_names_its_host(county: County) -> None:
    Site.objects.update(domain="")
    assert holds("http://portal.test/", SITE)["SiteDomain"] == "portal.test"


def test_other_pages_carry_the_tags_of_the_site(county: County) -> None:
    for path in ("/search/?q=", "/data/", "/ditu/", "/guanyu/", "/danwei/"):
        holds(f"http://portal.test{path}", SITE)


def test_a_single_page_column_shows_its_newest_article(county: County) -> None:
    guide = Channel.objects.get(site=county.portal, slug="zhinan")
    approved(county.portal, county.office, parent=guide, text="<p>指南全文</p>")
    answer = get(guide.full_url)
    assert "指南全文" in answer.content.decode()
    assert Article.objects.get().full_url
