"""Files and pictures: private until something public shows them, and private again afterwards."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from cms.media.models import Attachment, Picture
from cms.pages.models import Article, ArticleAttachment, Channel
from sitegroup.models import Role, Site
from sitegroup.review.bulk import release_imported
from sitegroup.review.withdrawal import withdraw
from tests.factories import portal, unit, user

pytestmark = pytest.mark.django_db

SIZE = "width-40|format-webp"


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Any:
    """Who approves, in a county of one unit that has no files yet."""
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()  # it knows the sizes of pictures
    county = portal()
    unit("slj")
    return user("office", county, Role.OFFICE_REVIEWER)


@pytest.fixture
def draft(office: Any) -> Article:
    """A draft with a file and with pictures before and inside its text."""
    document = Attachment(title="方案", uploaded_by_user=office)
    document.file.save("方案.pdf", ContentFile(b"%PDF-1.4 secret"), save=False)
    document.save()
    pictures = [_picture(name) for name in ("lead", "inside")]
    site = Site.objects.get(code="slj")
    page: Any = Article(title="附件和图片", site=site, owner=office, live=False)
    page.lead_image = pictures[0]
    page.body = [("picture", {"image": pictures[1], "alt": "大桥", "caption": ""})]
    page.attachments = [ArticleAttachment(document=document)]
    Channel.objects.get(site=site, slug="gzdt").add_child(instance=page)
    page.save_revision(user=office)
    made: Article = page
    return made


def _picture(name: str) -> Picture:
    stream = io.BytesIO()
    Image.effect_noise((80, 80), 80).save(stream, "PNG")
    picture = Picture(title=name, file=ContentFile(stream.getvalue(), name=f"{name}.png"))
    picture.save()
    return picture


def addresses() -> list[str]:
    """The file's address, and those of one size of each picture."""
    sizes = [picture.get_rendition(SIZE).url for picture in Picture.objects.order_by("pk")]
    return [Attachment.objects.get().reference().url, *sizes]


def get(path: str, method: str = "get", **headers: str) -> Any:
    """What a reader gets."""
    ask = getattr(Client(headers={"host": "portal.test"}), method)
    return ask(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def statuses() -> list[int]:
    """What a reader gets of each."""
    return [get(path).status_code for path in addresses()]


def test_they_are_public_exactly_while_their_article_is(draft: Article, office: Any) -> None:
    assert statuses() == [404] * 3
    release_imported(subject=draft, by=office)
    assert statuses() == [200] * 3
    page = Article.objects.get()
    withdraw(subject=page, by=office, reason="内容有误")
    assert statuses() == [404] * 3


def test_a_file_that_a_new_version_leaves_out_is_private_again(draft: Article, office: Any) -> None:
    release_imported(subject=draft, by=office)
    page: Any = Article.objects.get().get_latest_revision_as_object()
    page.attachments, page.lead_image = [], None
    page.save_revision(user=office)
    assert statuses() == [200] * 3
    release_imported(subject=Article.objects.get(), by=office)
    assert statuses() == [404, 404, 200]


def test_a_file_that_two_articles_show_stays_public(draft: Article, office: Any) -> None:
    release_imported(subject=draft, by=office)
    other: Any = Article(title="另一篇", site=draft.site, owner=office, live=False)
    other.attachments = [ArticleAttachment(document=Attachment.objects.get())]
    Channel.objects.get(site=draft.site, slug="bmwj").add_child(instance=other)
    other.save_revision(user=office)
    release_imported(subject=other, by=office)
    withdraw(subject=Article.objects.get(pk=draft.pk), by=office, reason="内容有误")
    assert statuses() == [200, 404, 404]


@pytest.fixture
def public(draft: Article, office: Any) -> list[str]:
    """The addresses of public files."""
    release_imported(subject=draft, by=office)
    return addresses()


def test_answers_are_safe_and_conditional(public: list[str]) -> None:
    for path in public:
        answer = get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
        again = get(path, if_none_match=answer.headers["ETag"])
        assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
        assert b"".join(get(path, "head").streaming_content) == b""
        assert get(path, "post").status_code == 405


def test_a_document_is_downloaded_under_its_name(public: list[str]) -> None:
    disposition = get(public[0]).headers["Content-Disposition"]
    assert disposition == "inline; filename*=utf-8''%E6%96%B9%E6%A1%88.pdf"
    Attachment.objects.update(file=Attachment.objects.get().file.name.replace(".pdf", ".docx"))
    path = Attachment.objects.get().reference().url
    assert get(path).status_code == 404


def test_wrong_names_and_numbers_are_not_found(public: list[str]) -> None:
    number = Attachment.objects.get().pk
    name = Path(public[1]).name
    original = Path(Picture.objects.order_by("pk")[0].file.name).name
    wrong = [
        f"/files/{number}/other.pdf", f"/files/{number}/", f"/files/{number}/%00",
        "/files/0/x.pdf", f"/files/{'9' * 40}/方案.pdf", f"/media/{name}", f"/media/x/{name}",
        "/media/images/%00", f"/media/images/../images/{name}", "/media/documents/方案.pdf",
        f"/media/original_images/{original}",
    ]  # fmt: skip
    assert {path: get(path).status_code for path in wrong} == dict.fromkeys(wrong, 404)


def test_a_file_that_the_store_lost_is_not_found(public: list[str]) -> None:
    Path(settings.MEDIA_ROOT, Attachment.objects.get().file.name).unlink()
    assert get(public[0]).status_code == 404


def test_the_digest_is_that_of_the_file(draft: Article) -> None:
    document = Attachment.objects.get()
    before = document.digest
    document.file.save("方案.pdf", ContentFile(b"%PDF-1.4 other"), save=False)
    document.save()
    assert len(before) == 64
    assert document.digest != before
    assert document.file_size == 14
