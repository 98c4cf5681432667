"""Addresses that nobody typed: of a Chinese title, from the day and a few characters."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages import slugs
from cms.pages.models import Article, Channel
from sitegroup.models import Role
from tests.factories import article, portal, unit, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What chance gives, one after another."""
    given = ["aaaaaa", "aaaaaa", "bbbbbb"]
    chance = SimpleNamespace(token_hex=lambda _size: given.pop(0))
    monkeypatch.setattr(slugs, "secrets", chance)
    return given


def test_the_same_draw_twice_makes_two_addresses(drawn: list[str]) -> None:
    office, site = portal(), unit("slj")
    author = user("author", site, Role.AUTHOR)
    made = [article(site, by=author, slug="") for _one in range(2)]
    today = f"{timezone.localdate():%Y%m%d}"
    assert [page.slug for page in made] == [f"{today}-aaaaaa", f"{today}-bbbbbb"]
    assert (office.code, drawn) == ("portal", [])


def test_nor_does_the_editor_hear_of_it(drawn: list[str], client: Client) -> None:
    portal()
    site = unit("slj")
    author = user("author", site, Role.AUTHOR)
    article(site, by=author, slug="")
    column = Channel.objects.get(site=site, slug="gzdt")
    client.force_login(author)
    text = rich_text("<p>正文。</p>")
    sent: dict[str, Any] = nested_form_data(
        {"title": "第二条", "slug": "", "body": streamfield([("text", text)]),
         "attachments": inline_formset([]), "comments": inline_formset([]),
         "disclosure_mode": "active", "lead_image": ""}
    )  # fmt: skip
    address = reverse("wagtailadmin_pages:add", args=["pages", "article", column.pk])
    answer = client.post(address, sent, headers={"host": "portal.test"}, follow=True)
    assert "错误" not in answer.content.decode()
    assert Article.objects.get(title="第二条").slug.endswith("-bbbbbb")
