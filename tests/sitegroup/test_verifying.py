"""What is public is what was released; whatever is not is named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.pages.models import ArticleAttachment
from sitegroup.guard.releasable import subject_type
from sitegroup.models import PublicFile
from sitegroup.review.verifying import verify_public
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
