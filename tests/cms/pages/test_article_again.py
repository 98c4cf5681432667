"""A file of articles that comes again, changed."""

from collections.abc import Callable

import pytest

from cms.pages.models import Article
from sitegroup.models import Release
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.cms.pages.conftest import County, Outcome, entry, get, person

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]


def test_a_draft_gets_a_new_version_and_stays_private(import_lines: Importer) -> None:
    import_lines(entry())
    outcome = import_lines(entry(title="新的题目"))
    assert outcome.counts["changed"] == 1
    page = Article.objects.get()
    assert (page.live, page.revisions.count()) == (False, 2)
    assert page.get_latest_revision_as_object().title == "新的题目"


def test_a_public_article_changes_only_with_an_approver(import_lines: Importer) -> None:
    import_lines(entry(), approved_by="office")
    import_lines(entry(body="第二稿"))
    assert "定于下周开始" in get("/bm/slj/gzdt/a1/").content.decode()
    import_lines(entry(body="第三稿"), approved_by="office")
    text = get("/bm/slj/gzdt/a1/").content.decode()
    assert "第三稿" in text
    assert "2026-02-03 00:00" in text


def test_drafts_become_public_when_somebody_approves_the_file(import_lines: Importer) -> None:
    import_lines(entry())
    outcome = import_lines(entry(), approved_by="office")
    assert outcome.counts["changed"] == 1
    assert get("/bm/slj/gzdt/a1/").status_code == 200


def test_a_changed_date_is_refused_without_a_reason(import_lines: Importer) -> None:
    import_lines(entry(), approved_by="office")
    outcome = import_lines(entry(date="2026-02-04"), approved_by="office")
    assert (outcome.code, outcome.found()) == (1, [(1, "date_changed")])
    assert outcome.counts["unchanged"] == 0
    reason = "原件日期录错"
    assert (
        import_lines(entry(date="2026-02-04", date_reason=reason), approved_by="office").counts[
            "changed"
        ]
        == 1
    )
    assert "2026-02-04 00:00" in get("/bm/slj/gzdt/a1/").content.decode()
    assert Release.objects.filter(object_type="article").latest("pk").reason == reason


def test_what_is_in_review_is_not_touched(county: County, import_lines: Importer) -> None:
    import_lines(entry())
    page = Article.objects.get()
    author = person("office")
    author.is_superuser = True
    submit(subject=page, by=author)
    outcome = import_lines(entry(title="新的题目"))
    assert outcome.found() == [(1, "in_review")]
    assert page.revisions.count() == 1


def test_what_was_withdrawn_does_not_come_back(county: County, import_lines: Importer) -> None:
    import_lines(entry(), approved_by="office")
    withdraw(subject=Article.objects.get(), by=county.office, reason="内容有误")
    assert import_lines(entry(), approved_by="office").counts["unchanged"] == 1
    changed = import_lines(entry(title="新的题目"), approved_by="office")
    assert changed.found() == [(1, "withdrawn")]
    assert get("/bm/slj/gzdt/a1/").status_code == 410


def test_an_editors_work_is_not_overwritten_in_public(
    county: County, import_lines: Importer
) -> None:
    import_lines(entry(), approved_by="office")
    page = Article.objects.get()
    draft = page.get_latest_revision_as_object()
    draft.title = "编辑改过的题目"
    draft.save_revision(user=county.office)
    assert import_lines(entry(), approved_by="office").counts["unchanged"] == 1
    again = import_lines(entry(body="第二稿"), approved_by="office")
    assert again.found() == [(1, "edited")]
    assert "定于下周开始" in get("/bm/slj/gzdt/a1/").content.decode()
