"""The rows that a public page is made of do not change without a release."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment
from sitegroup.guard.publication import PublicationRefused
from tests.factories import released
from tests.sitegroup.conftest import County


def document(title: str = "名单") -> Attachment:
    """A file that nothing shows yet."""
    made = Attachment(title=title)
    made.file.save(f"{title}.txt", ContentFile(title.encode()), save=False)
    made.save()
    return made


@pytest.fixture
def page(county: County) -> Article:
    """A public article with one attachment."""
    draft = county.draft()
    draft.attachments.add(ArticleAttachment(document=document(), title="附件一"))
    draft.save_revision(user=county.author)

    found: Article = released(draft, county.author, county.deciders)
    return found


def _new(page: Article) -> ArticleAttachment:
    return ArticleAttachment(article=page, document=document("没审过"))


def _one(page: Article) -> ArticleAttachment:
    return ArticleAttachment.objects.get(article=page)


WAYS: dict[str, Callable[[Article], Any]] = {
    "create": lambda page: _new(page).save(),
    "bulk_create": lambda page: ArticleAttachment.objects.bulk_create([_new(page)]),
    "rename": lambda page: (row := _one(page), setattr(row, "title", "改"), row.save()),
    "update": lambda page: ArticleAttachment.objects.filter(article=page).update(title="改"),
    "delete": lambda page: _one(page).delete(),
    "delete the queryset": lambda page: ArticleAttachment.objects.filter(article=page).delete(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_public_pages_attachments_stay(page: Article, way: Callable[[Article], Any]) -> None:
    before = list(ArticleAttachment.objects.values())
    assert before
    with pytest.raises(PublicationRefused), transaction.atomic():
        way(page)
    assert list(ArticleAttachment.objects.values()) == before


def test_moving_one_to_a_draft_is_no_way_out(page: Article, county: County) -> None:
    row = _one(page)
    row.article = county.draft(title="另一条")
    with pytest.raises(PublicationRefused), transaction.atomic():
        row.save()


def test_a_drafts_attachments_are_free(county: County) -> None:
    draft = county.draft()
    row = ArticleAttachment.objects.create(article=draft, document=document())
    ArticleAttachment.objects.filter(pk=row.pk).update(title="改")
    row.delete()
    assert not draft.attachments.exists()
