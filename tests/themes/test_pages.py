"""What every page owes its readers, whatever it shows."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from tests.themes.gallery import PAGES, markup, page
from themes.headscript import HEAD_SCRIPT
from themes.templatetags.looks import icon_names

OWN_HOSTS = {"", "portal.test", "jyj.portal.test"}
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)


@EVERY_PAGE
def test_has_one_heading_of_the_first_level(name: str) -> None:
    headings = page(name).find_all("h1")
    assert len(headings) == 1
    assert headings[0].get_text(strip=True)


@EVERY_PAGE
def test_headings_leave_no_level_out(name: str) -> None:
    levels = [int(h.name[1]) for h in page(name).find_all(re.compile("^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EVERY_PAGE
def test_carries_each_meta_tag_of_its_frame_once(name: str) -> None:
    found = Counter(tag["name"] for tag in page(name).find_all("meta", attrs={"name": True}))
    wanted = {meta.name for meta in PAGES[name][2].metas}
    assert {"SiteName", "SiteDomain", "SiteIDCode"} <= wanted
    assert all(found[meta] == 1 for meta in wanted)


@EVERY_PAGE
def test_asks_no_other_host(name: str) -> None:
    tags = page(name).select("[src], link[href]:not([rel=canonical]), form[action], use[href]")
    addresses = [tag.get("src") or tag.get("href") or tag.get("action") for tag in tags]
    assert addresses
    assert {urlsplit(str(address)).netloc for address in addresses} <= OWN_HOSTS


@EVERY_PAGE
def test_keeps_to_the_content_security_policy(name: str) -> None:
    soup = page(name)
    inline = [s.string for s in soup.find_all("script") if not s.get("src")]
    assert inline == [HEAD_SCRIPT]
    handlers = [k for tag in soup.find_all() for k in tag.attrs if k.startswith("on")]
    assert not handlers
    assert not soup.select("[style], style")


@EVERY_PAGE
def test_icons_are_in_the_sprite_and_beside_a_word(name: str) -> None:
    for use in page(name).find_all("use"):
        assert use["href"].partition("#")[2] in icon_names()
        assert use.parent["aria-hidden"] == "true"
        assert use.parent.parent.get_text(strip=True)


@EVERY_PAGE
def test_lets_the_reader_skip_find_and_leave(name: str) -> None:
    soup = page(name)
    assert soup.body.find("a")["href"] == "#main"
    assert soup.select_one("main#main")
    assert soup.select_one("[role=search] form[method=get] input[name=q]")
    assert "9902310001" in soup.footer.get_text()


@EVERY_PAGE
def test_names_are_unique_and_controls_are_named(name: str) -> None:
    soup = page(name)
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert not [found for found, times in ids.items() if times > 1]
    empty = [a for a in soup.find_all(["a", "button"]) if not a.get_text(strip=True)]
    assert not empty
    assert all(image.get("alt") is not None for image in soup.find_all("img"))


@EVERY_PAGE
def test_is_whole_html(name: str) -> None:
    html = markup(name)
    for tag in ("div", "section", "ul", "dl", "table", "nav", "details", "a", "span", "p", "svg"):
        opened = len(re.findall(rf"<{tag}[ >]", html))
        assert opened == html.count(f"</{tag}>"), tag


@EVERY_PAGE
def test_can_be_drawn_in_english(name: str) -> None:
    with translation.override("en"):
        assert page(name).html["lang"] == "en"
    assert page(name).html["lang"] == "zh-Hans"


@pytest.mark.parametrize(
    ("name", "theme"), [("unit_home", "department"), ("township_home", "township")]
)
def test_a_site_has_its_theme(name: str, theme: str) -> None:
    assert page(name).html["data-theme"] == theme


@pytest.mark.parametrize("template", ["421.html", "500.html"])
def test_pages_without_a_site_stand_alone(template: str) -> None:
    soup = BeautifulSoup(render_to_string(f"base/templates/{template}"), "html.parser")
    assert len(soup.find_all("h1")) == 1
    assert not soup.select("[src], link, script")
    assert "12345" in soup.get_text()
