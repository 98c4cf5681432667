"""Files go with the content that shows them: approved with it, public with it, gone with it."""

import pytest
from django.core.files.base import ContentFile

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment
from sitegroup.models import PublicFile
from sitegroup.review.exceptions import ContentChanged
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.sitegroup.conftest import County
from tests.sitegroup.test_review_services import approve


def attach(page: Article, name: str = "附件.txt", text: bytes = b"one") -> Attachment:
    """A file on the article's next draft."""
    document = Attachment.objects.create(title=name, file=ContentFile(text, name=name))
    fresh = Article.objects.get(pk=page.pk).get_latest_revision_as_object()
    fresh.attachments = [ArticleAttachment(document=document)]
    fresh.save_revision(user=page.owner)
    return document


def test_a_file_changed_behind_the_reviewers_voids_the_case(county: County) -> None:
    page = county.draft()
    document = attach(page)
    case = submit(subject=page, by=county.author)
    document.file.save("附件.txt", ContentFile(b"two"))
    with pytest.raises(ContentChanged):
        approve(case, county.deciders[0])


def test_files_are_public_from_release_to_withdrawal(county: County) -> None:
    page = county.draft()
    document = attach(page)
    case = submit(subject=page, by=county.author)
    assert not PublicFile.objects.exists()
    for person in county.deciders:
        approve(case, person)
    assert [f.file_id for f in PublicFile.objects.all()] == [str(document.pk)]
    withdraw(subject=page, by=county.deciders[0], reason="附件有误。")
    assert not PublicFile.objects.exists()


def test_the_next_release_closes_the_files_it_drops(county: County) -> None:
    page = county.public()
    for name in ("旧.txt", "新.txt"):
        document = attach(page, name)
        case = submit(subject=page, by=county.author)
        for person in county.deciders:
            approve(case, person)
        assert [f.file_id for f in PublicFile.objects.all()] == [str(document.pk)]
