"""The admin speaks Chinese: no screen of a working day shows an English sentence."""

import re

import pytest
from bs4 import BeautifulSoup, Comment
from django.test import Client
from wagtail.users.models import UserProfile

from sitegroup.review.services import submit
from tests.factories import article
from tests.sitegroup.desk.conftest import Browser, County

WORD = r"[A-Za-z][A-Za-z']*"
SENTENCE = re.compile(rf"\b{WORD}(?:[ ,]+{WORD}){{2,}}")
# Names of file formats are what they are.
FORMATS = re.compile(r"AVIF, GIF, JPG, JPEG, PNG, WEBP")
# Attributes that people read or hear.
SPOKEN = ("aria-label", "title", "placeholder", "alt", "value")
UNSEEN = ("script", "style", "template")
ADD = "/admin/pages/add/pages/article/{column}/"
CHOOSER = {"x-requested-with": "XMLHttpRequest"}

SCREENS = [
    "/admin/",
    "/admin/account/",
    "/admin/pages/{column}/",
    "/admin/pages/{column}/usage/",
    ADD,
    "/admin/pages/{page}/edit/",
    "/admin/pages/{locked}/edit/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{page}/copy/",
    "/admin/pages/{page}/move/",
    "/admin/pages/{page}/delete/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/images/chooser/",
    "/admin/documents/",
    "/admin/documents/multiple/add/",
    "/admin/documents/chooser/",
    "/admin/review/",
    "/admin/review/submitted/",
    "/admin/review/{case}/",
    "/admin/notices/",
    "/admin/notices/settings/",
]


def visible(html: str) -> str:
    """The words of a page that a person reads or hears."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(UNSEEN):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    seen = [tag for tag in soup.find_all() if tag.get("type") != "hidden"]
    spoken = [str(tag.get(name, "")) for tag in seen for name in SPOKEN]
    return "\n".join([*soup.stripped_strings, *spoken])


def english(client: Client, address: str) -> list[str]:
    """The English sentences of a screen."""
    answer = client.get(address, headers=CHOOSER if "chooser" in address else {})
    assert answer.status_code == 200
    is_json = "json" in answer.headers["Content-Type"]
    html = answer.json()["html"] if is_json else answer.content.decode()
    return SENTENCE.findall(FORMATS.sub("", visible(html)))


def test_signing_in_is_in_chinese(county: County, browser: Browser) -> None:
    signing_in = browser(None)
    assert english(signing_in, "/admin/login/") == []
    labels = BeautifulSoup(signing_in.get("/admin/login/").content, "html.parser").select("label")
    assert not [label.get_text() for label in labels if re.search(WORD, label.get_text())]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_shows_an_english_sentence(county: County, browser: Browser, screen: str) -> None:
    page = article(county.site, by=county.author)
    locked = article(county.site, "另一条", by=county.author)
    case = submit(subject=locked, by=county.author)
    column = page.get_parent().pk
    address = screen.format(page=page.pk, locked=locked.pk, column=column, case=case.pk)
    assert english(browser(county.author), address) == []


def test_an_english_speaker_reads_english(county: County, browser: Browser) -> None:
    UserProfile.objects.create(user=county.author, preferred_language="en")
    client = browser(county.author)
    assert "Submitted by us" in visible(client.get("/admin/review/").content.decode())
    column = article(county.site, by=county.author).get_parent().pk
    assert "Submit" in visible(client.get(ADD.format(column=column)).content.decode())
