"""Filters, choosers, tags and lists: a mark of another unit never shows."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.media.models import Attachment, Picture
from sitegroup.guard.groups import collection_of
from sitegroup.models import Role, Site
from tests.factories import article, user
from tests.sitegroup.desk.conftest import Browser
from tests.sitegroup.people.conftest import County

MARK = "外局"
MARKS = (MARK, "财政局", "czj-foreign")
OWN = "本局"
PLACES = [
    "pages/{home}/", "pages/{home}/results/", "pages/search/?q=的", "pages/search/results/?q=的",
    "pages/{own}/history/", "pages/{own}/edit/", "choose-page/", "choose-page/{foreign}/",
    "choose-page/search/?q=的", "choose-page/chosen-multiple/?id={foreign}",
    "images/", "images/results/?q=的", "images/chooser/", "images/chooser/results/?q=的",
    "documents/", "documents/results/?q=的", "documents/chooser/",
    "documents/chooser/results/?q=的", "tag-autocomplete/?term=外",
    "tag-autocomplete/taggit/tag/?term=外", "tag-autocomplete/media/picture/?term=外",
    "people/", "people/?q=的", "people/?site={site}", "our-content/", "our-content/?q=的",
    "our-content/?site={site}", "our-content/?author={stranger}", "our-content/?column={column}",
    "our-content/?export=csv&q=的", "review/", "review/decided/", "review/submitted/",
    "expenses/", "account/", "",
]  # fmt: skip


@pytest.fixture
def ids(county: County) -> dict[str, Any]:
    """Content, files and tags of both units; those of the other carry the mark."""
    names = {"stranger": county.stranger.pk, "site": county.other.pk}
    for site, by, word in (
        (county.site, county.author, OWN),
        (county.other, county.stranger, MARK),
    ):
        _files(site, word)
        names["own" if word == OWN else "foreign"] = article(site, f"{word}的信息", by=by).pk
    names["home"] = county.site.home_page_id
    names["column"] = county.other.home_page.get_children().first().pk
    return names


def _files(site: Site, word: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    where = {"title": f"{word}的文件", "collection": collection_of(site)}
    picture = Picture.objects.create(file=ContentFile(buffer.getvalue(), "a.png"), **where)
    document = Attachment.objects.create(file=ContentFile(b"x", "a.csv"), **where)
    for file in (picture, document):
        file.tags.add(f"{word}标签")


@pytest.mark.parametrize("role", [Role.SITE_ADMINISTRATOR, Role.AUTHOR, Role.DEPARTMENT_REVIEWER])
def test_no_mark_of_another_unit(
    county: County, ids: dict[str, Any], browser: Browser, role: str
) -> None:
    client = browser(user("looker", county.site, role))
    seen = []
    for place in PLACES:
        # what is asked for holds no mark: an answer may repeat it
        answer = client.get(f"/admin/{place.format(**ids)}", follow=True)
        seen += [(place, mark) for mark in MARKS if mark in answer.content.decode()]
    assert seen == []


def test_the_lists_are_not_empty_for_the_own_unit(
    county: County, ids: dict[str, Any], browser: Browser
) -> None:
    client = browser(user("looker", county.site, Role.SITE_ADMINISTRATOR))
    assert "方雨桐" in client.get(f"/admin/pages/{ids['home']}/").content.decode()
    assert client.get("/admin/tag-autocomplete/?term=本").json() == ["本局标签"]
    assert "本局的信息" in client.get("/admin/our-content/").content.decode()
