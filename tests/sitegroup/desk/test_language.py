"""The admin speaks Chinese: ten screens without an English sentence."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment
from django.test import Client

from sitegroup.models import Site
from sitegroup.review.services import submit
from tests.factories import article, portal, unit, user

pytestmark = pytest.mark.django_db

SENTENCE = re.compile(r"\b[A-Za-z][A-Za-z']*(?:[ ,]+[A-Za-z][A-Za-z']*){2,}")
# Attributes that people read or hear.
SPOKEN = ("aria-label", "title", "placeholder", "alt", "value")
UNSEEN = ("script", "style", "template", "noscript")


@pytest.fixture
def county() -> Site:
    """A portal with one unit."""
    portal()
    return unit("jyj")


def visible(html: str) -> str:
    """The words of a page that a person reads or hears."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(UNSEEN):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    spoken = [tag.get(name, "") for tag in soup.find_all() for name in SPOKEN if tag.get("type") != "hidden"]
    return "\n".join([*soup.stripped_strings, *map(str, spoken)])


def screens(page: Any, case: Any) -> list[str]:
    """Where editors and reviewers spend their day."""
    column = page.get_parent().pk
    return [
        "/admin/",
        f"/admin/pages/{column}/",
        f"/admin/pages/add/pages/article/{column}/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/history/",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
        "/admin/review/submitted/",
        f"/admin/review/{case.pk}/",
        "/admin/account/",
        "/admin/images/",
        "/admin/documents/",
        f"/admin/pages/{page.pk}/copy/",
        f"/admin/pages/{page.pk}/move/",
        f"/admin/pages/{page.pk}/delete/",
        f"/admin/pages/{column}/usage/",
        "/admin/images/add/",
        "/admin/documents/multiple/add/",
    ]


def test_no_screen_of_the_admin_shows_an_english_sentence(county: Site) -> None:
    author = user("author", county, "author")
    client = Client(headers={"host": "portal.test"})
    found = {"/admin/login/": SENTENCE.findall(visible(client.get("/admin/login/").content.decode()))}
    client.force_login(author)
    page = article(county, by=author)
    case = submit(subject=article(county, "另一条", by=author), by=author)
    for address in screens(page, case):
        answer = client.get(address, headers={"x-requested-with": "XMLHttpRequest"} if "chooser" in address else {})
        body = answer.content.decode()
        assert answer.status_code == 200, address
        html = answer.json()["html"] if "json" in answer.headers["Content-Type"] else body
        found[address] = SENTENCE.findall(visible(html))
        open("/tmp/desk/words.txt","a").write(f"\n##### {address}\n"+visible(html))
    assert not {address: words for address, words in found.items() if words}
