"""Every site has one address; all its others lead there; what is nobody's is refused."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cms.pages.factory import UnitSpec, make_site
from sitegroup.delivery import epoch
from sitegroup.delivery.registry import locate
from sitegroup.models import Site
from tests.factories import unit
from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db


def get(host: str, path: str, **extra: Any) -> HttpResponse:
    """The page store stands aside: this is Django's own answer."""
    answer: HttpResponse = Client(headers={"host": host}).get(path, **extra)
    return answer


def move(site: Site, **place: str) -> Site:
    """Give a unit another mode or address, as import_units does."""
    spec = UnitSpec(site.code, site.name, site.organisation.kind, **place)
    make_site(spec, columns=[])
    epoch.bump()
    return Site.objects.get(pk=site.pk)


@pytest.fixture
def township(county: County) -> Site:
    """A township under the portal."""
    site = unit("jiangkou", kind="township", name="江口镇")
    epoch.bump()
    return site


@pytest.mark.parametrize(
    ("host", "path", "site", "rest", "moved_to"),
    [
        ("portal.test", "/", "portal", "/", ""),
        ("portal.test", "/gzdt/", "portal", "/gzdt/", ""),
        ("portal.test", "/search/", "portal", "/search/", ""),
        ("jyj.test", "/", "jyj", "/", ""),
        ("jyj.test", "/gzdt/", "jyj", "/gzdt/", ""),
        ("portal.test", "/bm/jyj/", "jyj", "/", "http://jyj.test/"),
        ("portal.test", "/bm/jyj/gzdt/", "jyj", "/gzdt/", "http://jyj.test/gzdt/"),
        ("portal.test", "/bm/jyj", "jyj", "/", "http://jyj.test/"),
        ("portal.test", "/xz/jiangkou/", "jiangkou", "/", ""),
        ("portal.test", "/xz/jiangkou/gzdt/", "jiangkou", "/gzdt/", ""),
        ("portal.test", "/xz/jiangkou", "jiangkou", "/", "http://portal.test/xz/jiangkou/"),
        ("portal.test", "/xz/nobody/", "portal", "/xz/nobody/", ""),
        ("portal.test", "/bm/jiangkou/", "portal", "/bm/jiangkou/", ""),
        ("jyj.test", "/xz/jiangkou/", "jyj", "/xz/jiangkou/", ""),
    ],
)
def test_where_an_address_leads(
    county: County, township: Site, host: str, path: str, site: str, rest: str, moved_to: str
) -> None:
    place = locate(host, path)
    assert place is not None
    assert (place.site.code, place.rest, place.moved_to) == (site, rest, moved_to)


def test_an_unknown_host_is_nobodys(county: County) -> None:
    assert locate("other.test", "/") is None
    assert locate("", "/") is None


def test_from_path_to_host_and_back_all_addresses_live(county: County, township: Site) -> None:
    move(township, mode="host", host="jiangkou.test")
    place = locate("portal.test", "/xz/jiangkou/gzdt/")
    assert place is not None
    assert place.moved_to == "http://jiangkou.test/gzdt/"
    move(township, mode="path")
    back = locate("jiangkou.test", "/gzdt/")
    here = locate("portal.test", "/xz/jiangkou/gzdt/")
    assert back is not None
    assert here is not None
    assert (back.moved_to, here.moved_to) == ("http://portal.test/xz/jiangkou/gzdt/", "")


def test_every_address_a_site_ever_had_leads_to_it(county: County, township: Site) -> None:
    for path in ("/xz/jk/", "/xz/jkz/", "/xz/jk/"):
        move(township, mode="path", path=path)
    for path in ("/xz/jiangkou/", "/xz/jkz/"):
        place = locate("portal.test", path)
        assert place is not None
        assert place.moved_to == "http://portal.test/xz/jk/"


def test_a_former_host_given_to_another_leads_to_whoever_has_it(county: County) -> None:
    move(county.site, mode="path")
    unit("other", mode="host", host="jyj.test")
    epoch.bump()
    place = locate("jyj.test", "/")
    assert place is not None
    assert (place.site.code, place.moved_to) == ("other", "")


def test_pages_answer_at_their_sites_address_only(county: County, township: Site) -> None:
    assert get("jyj.test", "/gzdt/").status_code == 200
    assert get("portal.test", "/xz/jiangkou/gzdt/").status_code == 200
    moved = get("portal.test", "/bm/jyj/gzdt/?page=2")
    assert (moved.status_code, moved["Location"]) == (301, "http://jyj.test/gzdt/?page=2")


def test_an_address_without_its_last_slash_is_led_there(county: County, township: Site) -> None:
    answer = get("portal.test", "/xz/jiangkou/gzdt")
    assert answer.status_code == 301
    assert answer["Location"] == "http://portal.test/xz/jiangkou/gzdt/"


@pytest.mark.parametrize("host", ["other.test", "", "jyj.test.evil.test", "127.0.0.1", "[::1]:80"])
@pytest.mark.parametrize("path", ["/", "/gzdt/", "/search/", "/api/v1/", "/sitemap.xml"])
def test_a_host_that_no_site_claims_gets_421(county: County, host: str, path: str) -> None:
    assert get(host, path).status_code == 421


@pytest.mark.parametrize("host", ["portal.test:8000", "PORTAL.test", "jyj.test:80"])
def test_neither_port_nor_case_of_a_host_matters(county: County, host: str) -> None:
    assert get(host, "/gzdt/").status_code == 200


def test_probes_answer_on_any_host(county: County) -> None:
    assert get("10.0.0.7", "/healthz").status_code == 200
    assert get("10.0.0.7", "/readyz").json()["ready"] is True


def test_the_admin_is_at_the_portal_and_not_at_the_units(county: County, township: Site) -> None:
    assert get("portal.test", "/admin/login/").status_code == 200
    for host in ("jyj.test", "other.test"):
        assert get(host, "/admin/login/").status_code == 404
    assert get("portal.test", "/xz/jiangkou/admin/login/").status_code == 404


def test_with_a_host_of_its_own_the_admin_is_nowhere_else(county: County, settings: Any) -> None:
    settings.ADMIN_HOST = "admin.test"
    assert get("admin.test", "/admin/login/").status_code == 200
    assert get("portal.test", "/admin/login/").status_code == 404
    assert get("admin.test", "/").status_code == 421


@pytest.mark.parametrize("path", ["/gzdt/x%00y/", "/%ff%fe/", f"/{'a' * 3000}/", "/gzdt//x/"])
def test_a_strange_address_is_not_found(county: County, path: str) -> None:
    assert get("jyj.test", path).status_code in (301, 400, 404)


def test_a_redirect_never_leaves_the_county(county: County) -> None:
    answer = get("portal.test", "/bm/jyj//evil.test/")
    assert answer.status_code == 301
    assert answer["Location"].startswith("http://jyj.test/")
