"""What is public is what was released; whatever is not is named."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.rich_text import RichText

from cms.media.models import Attachment, Picture
from cms.pages.models import Article, ArticleAttachment
from sitegroup.guard.releasable import subject_type
from sitegroup.models import PublicFile
from sitegroup.review.verifying import VerifyFailed, verify_nightly, verify_public
from tests.factories import released
from tests.sitegroup.conftest import County
from tests.sitegroup.test_parts_guard import document


def wrong() -> dict[str, tuple[str, ...]]:
    """The objects that differ, each with how."""
    return {found.key: found.differs for found in verify_public() if found.differs}


def test_what_was_released_is_right(county: County) -> None:
    page = county.public()
    assert wrong() == {}
    assert f"article:{page.pk}" in {found.key for found in verify_public()}


def test_a_row_changed_behind_the_platform(county: County) -> None:
    page = county.public()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'x' WHERE id = %s", [page.pk])
    assert wrong() == {f"article:{page.pk}": ("content",)}


def test_a_row_made_live_behind_the_platform(county: County) -> None:
    page = county.draft()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, page.pk])
    assert wrong() == {f"article:{page.pk}": ("unreleased",)}


def test_a_file_opened_by_hand(county: County) -> None:
    page = county.public()
    PublicFile.objects.create(
        content_type=subject_type(page), object_id=str(page.pk), file_kind="image", file_id="9"
    )
    assert wrong() == {f"article:{page.pk}": ("files",)}


def test_the_command_names_what_differs_and_fails(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    page = county.public()
    call_command("verify_public", site="jyj")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'x' WHERE id = %s", [page.pk])
    with pytest.raises(CommandError, match="1"):
        call_command("verify_public")
    assert f"article:{page.pk}: content" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody"):
        call_command("verify_public", site="nobody")


def test_attachments_get_rows_of_their_own_when_released_and_that_is_right(county: County) -> None:
    draft = county.draft()
    draft.attachments.add(ArticleAttachment(document=document()))
    draft.save_revision(user=county.author)
    released(draft, county.author, county.deciders)
    assert wrong() == {}


def picture(name: str) -> Picture:
    """A small picture that nothing shows yet."""
    drawn = BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    drawn.seek(0)
    return Picture.objects.create(title=name, alt=name, file=ImageFile(drawn, f"{name}.png"))


def full(county: County, name: str) -> Article:
    """A public article with a lead picture, one in its body, a linked file and an attachment."""
    linked = document(f"{name}链接")
    draft = county.draft(title=name)
    draft.lead_image = picture(f"{name}-lead")
    draft.body = [
        ("text", RichText(f'<p><a linktype="document" id="{linked.pk}">看</a></p>')),
        ("picture", {"image": picture(f"{name}-body"), "alt": "图", "caption": ""}),
    ]
    draft.attachments.add(ArticleAttachment(document=document(name)))
    draft.save_revision(user=county.author)
    page: Article = released(draft, county.author, county.deciders)
    return page


def test_files_are_known_without_looking_them_up(county: County) -> None:
    page = full(county, "甲")
    expected = [(file.kind, file.file_id) for file in page.referenced_files()]
    again = Article.objects.get(pk=page.pk)
    list(again.attachments.all())
    assert again.file_keys() == expected
    assert len(expected) == 4


def test_a_file_changed_or_gone_in_the_store(county: County) -> None:
    page, other = full(county, "甲"), full(county, "乙")
    assert wrong() == {}
    attached = page.attachments.get().document
    with attached.file.storage.open(attached.file.name, "wb") as stored:
        stored.write(b"another")
    other.lead_image.file.storage.delete(other.lead_image.file.name)
    assert wrong() == {f"article:{page.pk}": ("bytes",), f"article:{other.pk}": ("missing",)}
    with pytest.raises(VerifyFailed, match=f"2项.*article:{page.pk} bytes"):
        verify_nightly()


def test_a_digest_changed_behind_the_platform(county: County) -> None:
    page = full(county, "甲")
    attached = page.attachments.get().document
    with connection.cursor() as cursor:
        table = Attachment._meta.db_table
        cursor.execute(f"UPDATE {table} SET digest = 'x' WHERE id = %s", [attached.pk])  # noqa: S608
    assert wrong() == {f"article:{page.pk}": ("bytes", "approved")}


def test_more_objects_are_no_more_queries(county: County) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert wrong() == {}
        return len(asked)

    full(county, "甲")
    wrong()
    one = queries()
    for name in "乙丙丁":
        full(county, name)
    assert queries() == one


def test_only_what_was_released_since(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    today, moment = timezone.localdate(), timezone.now()
    page = county.public()
    assert [found.key for found in verify_public(since=moment)] == [f"article:{page.pk}"]
    call_command("verify_public", "--site=jyj", f"--since={today:%Y-%m-%d}", "--json")
    assert '"looked": 0' not in capsys.readouterr().out
    call_command("verify_public", f"--since={today + timedelta(days=1):%Y-%m-%d}", "--json")
    assert '"looked": 0' in capsys.readouterr().out
    with pytest.raises(CommandError, match="2026-11-20"):
        call_command("verify_public", "--since=yesterday")
