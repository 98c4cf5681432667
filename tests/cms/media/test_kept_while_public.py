"""What reviewers approved of a file stays while it is public; what they look at stays as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment, Channel
from cms.pages.submitting import settle
from sitegroup.guard.groups import collection_of
from sitegroup.guard.publication import PublicationRefused
from sitegroup.models import Role
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import article, portal, released, reviewers, unit, user

pytestmark = pytest.mark.django_db


Written = tuple[Attachment, Article, list[Any]]


@pytest.fixture
def written() -> Written:
    """A file that only the latest version of a draft shows, the draft, and who will decide."""
    office = portal()
    site = unit("slj")
    author = user("author", site, Role.AUTHOR)
    document = Attachment.objects.create(
        title="方案", file=ContentFile(b"one", name="fangan.txt"), collection=collection_of(site)
    )
    page = article(site, by=author)
    page.attachments = [ArticleAttachment(document=document)]
    page.save_revision(user=author)
    return document, Article.objects.get(pk=page.pk), reviewers(site, office)


@pytest.fixture
def shown(written: Written) -> Written:
    """The same, released."""
    document, page, deciders = written
    return document, released(page, page.owner, deciders), deciders


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


def _delete_in_admin(client: Client, document: Attachment, by: Any) -> str:
    client.force_login(by)
    address = reverse("wagtaildocs:delete", args=[document.pk])
    return client.post(address, headers={"host": "portal.test"}, follow=True).content.decode()


def test_a_file_under_review_is_not_deleted(written: Written, client: Client) -> None:
    document, page, deciders = written
    case = submit(subject=page, by=page.owner)
    said = _delete_in_admin(client, document, page.owner)
    assert f"“方案”用在未公开的“{page.title}”里，不能删除" in said
    assert Attachment.objects.filter(pk=document.pk).exists()
    client.force_login(deciders[0])
    item = client.get(reverse("review:item", args=[case.pk]), headers={"host": "portal.test"})
    assert "方案" in item.content.decode()


def test_a_draft_of_another_unit_is_not_named(written: Written) -> None:
    document, page, _deciders = written
    document.collection = collection_of(unit("jyj"))
    document.save()
    with pytest.raises(PublicationRefused, match="其他单位的内容") as refused:
        document.delete()
    assert page.title not in str(refused.value)


def test_what_a_draft_no_longer_shows_may_go(written: Written, client: Client) -> None:
    document, page, _deciders = written
    earlier = page.latest_revision
    page.attachments = []
    page.save_revision(user=page.owner)
    _delete_in_admin(client, document, page.owner)
    assert not Attachment.objects.filter(pk=document.pk).exists()
    assert not earlier.as_object().attachments.all()  # the old version opens all the same


def _move(page: Article, column: Channel) -> Article:
    Article.objects.get(pk=page.pk).move(Channel.objects.get(pk=column.pk), pos="last-child")
    settle(Article.objects.get(pk=page.pk), page.owner)
    return Article.objects.get(pk=page.pk)


def test_an_old_version_opens_where_its_column_is_gone(written: Written) -> None:
    _document, page, _deciders = written
    column = Channel.objects.get(site=page.site, slug="gzdt")
    other = Channel(title="旧栏目", site=page.site, live=False)
    page.site.home_page.add_child(instance=other)
    earlier = _move(page, other).latest_revision
    _move(page, column)
    Channel.objects.get(pk=other.pk).delete()
    assert earlier.as_object().parent_channel_id == column.pk
