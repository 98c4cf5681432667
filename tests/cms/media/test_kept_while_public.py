"""What reviewers approved of a file stays as it is for as long as it is public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.guard.publication import PublicationRefused
from sitegroup.models import Role
from sitegroup.review.withdrawal import withdraw
from tests.factories import article, portal, released, reviewers, unit, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> tuple[Attachment, Article, list[Any]]:
    """A file that a released article shows, the article, and those who released it."""
    office = portal()
    site = unit("slj")
    author = user("author", site, Role.AUTHOR)
    deciders = reviewers(site, office)
    document = Attachment.objects.create(
        title="方案", file=ContentFile(b"one", name="fangan.txt"), collection=collection_of(site)
    )
    page = article(site, by=author)
    page.attachments = [ArticleAttachment(document=document)]
    page.save_revision(user=author)
    return document, released(Article.objects.get(pk=page.pk), author, deciders), deciders


def _replace(document: Attachment) -> None:
    document.file = ContentFile(b"two", name="fangan.txt")
    document.save()


def _rename(document: Attachment) -> None:
    document.title = "另一个方案"
    document.save()


CHANGES: dict[str, Callable[[Attachment], Any]] = {
    "replaced": _replace,
    "renamed": _rename,
    "deleted": lambda document: document.delete(),
    "deleted with others": lambda document: Attachment.objects.filter(pk=document.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_public_file_stays(shown: Any, change: Callable[[Attachment], Any]) -> None:
    document, _page, _deciders = shown
    with pytest.raises((PublicationRefused, ProtectedError)):
        change(document)
    kept = Attachment.objects.get(pk=document.pk)
    assert (kept.title, kept.file.read()) == ("方案", b"one")


def test_what_readers_do_not_see_of_it_may_change(shown: Any) -> None:
    document, _page, _deciders = shown
    document.tags.add("预案")
    document.save()


def test_once_withdrawn_it_is_free_again(shown: Any) -> None:
    document, page, deciders = shown
    withdraw(subject=page, by=deciders[0], reason="附件有误。")
    _replace(document)
    assert Attachment.objects.get(pk=document.pk).file.read() == b"two"


def test_a_refused_replacement_in_the_admin_loses_nothing(shown: Any, client: Client) -> None:
    document, page, _deciders = shown
    sent = {"title": "方案", "file": ContentFile(b"two", name="fangan.txt"),
            "collection": document.collection_id}  # fmt: skip
    client.force_login(page.owner)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    answer = client.post(address, sent, headers={"host": "portal.test"}, follow=True)
    assert "正在公开，不能改动" in answer.content.decode()
    kept = Attachment.objects.get(pk=document.pk)
    assert kept.file.read() == b"one"
