"""The content check holds an import back: nobody has read every line of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import Article
from sitegroup.checking.models import ContentFinding
from sitegroup.checking.services import findings_of, hash_of, waive
from sitegroup.models import Change, Release, Role
from tests.cms.pages.conftest import County, Outcome, entry, get, rows_held
from tests.factories import user
from tests.sitegroup.checking.samples import docx, resident_id

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]
WITH_ID = f"领取人身份证号{resident_id()}。"


def article(external_id: str) -> Article:
    """The article of a line."""
    return Article.objects.get(external_id=external_id)


def changes(page: Article) -> int:
    """How often it came to the public."""
    return Change.objects.filter(object_type="article", object_key=str(page.pk)).count()


def held(outcome: Outcome) -> list[tuple[int, str, str]]:
    """(row, column, rule) of every line that was held back."""
    return [(p["row"], p["column"], p["code"]) for p in outcome.problems]


def test_an_identity_number_is_held_back_and_the_lines_beside_it_are_not(
    import_lines: Importer,
) -> None:
    lines = [entry(), entry(id="a2", body=WITH_ID), entry(id="a3", title=f"公示{resident_id()}")]
    outcome = import_lines(*lines, approved_by="office")
    assert held(outcome) == [(2, "body", "resident_id"), (3, "title", "resident_id")]
    assert (outcome.code, outcome.counts["created"]) == (0, 3)
    assert "只存为草稿，没有公开" in outcome.problems[0]["message"]
    assert "放行" in outcome.problems[0]["mend"]
    assert resident_id() not in outcome.text
    assert {a.external_id: a.live for a in Article.objects.all()} == {
        "a1": True, "a2": False, "a3": False,
    }  # fmt: skip
    draft = article("a2")
    assert (draft.live_revision, draft.last_published_at, changes(draft)) == (None, None, 0)
    assert draft.has_unpublished_changes and draft.latest_revision is not None
    assert not Release.objects.filter(object_id=str(draft.pk)).exists()
    assert get(draft.full_url).status_code == 404
    assert [row.fingerprint for row in findings_of(draft) if row.blocks]


def test_a_number_in_an_attachment_is_held_back_too(import_lines: Importer, tmp_path: Path) -> None:
    (tmp_path / "名单.docx").write_bytes(
        docx("名单", table=(("姓名", "证件"), ("某", resident_id())))
    )
    outcome = import_lines(
        entry(attachments=["名单.docx"]), attachments=tmp_path, approved_by="office"
    )
    assert held(outcome) == [(1, "attachments", "resident_id")]
    assert not article("a1").live


def test_the_same_file_again_says_the_same_and_writes_nothing(import_lines: Importer) -> None:
    lines = [entry(), entry(id="a2", body=WITH_ID)]
    first = import_lines(*lines, approved_by="office")
    before = rows_held()
    again = import_lines(*lines, approved_by="office")
    assert again.problems == first.problems
    assert (again.counts["unchanged"], again.counts["changed"]) == (2, 0)
    assert rows_held() == before


def test_a_dry_run_says_it_as_well(import_lines: Importer) -> None:
    import_lines(entry(id="known"), approved_by="office")
    before = rows_held()
    lines = [entry(id="a2", body=WITH_ID), entry(id="known", body=WITH_ID)]
    outcome = import_lines(*lines, approved_by="office", check=True)
    assert held(outcome) == [(1, "body", "resident_id"), (2, "body", "resident_id")]
    assert rows_held() == before


def test_what_is_public_stays_while_its_new_text_is_held_back(import_lines: Importer) -> None:
    import_lines(entry(), approved_by="office")
    outcome = import_lines(entry(body=WITH_ID), approved_by="office")
    assert held(outcome) == [(1, "body", "resident_id")]
    page = article("a1")
    assert page.live and page.has_unpublished_changes and changes(page) == 1
    assert "定于下周开始" in get(page.full_url).content.decode()


def test_what_was_waived_is_released_by_the_next_import(
    import_lines: Importer, county: County
) -> None:
    import_lines(entry(id="a2", body=WITH_ID), approved_by="office")
    page = article("a2")
    reviewer = user("fu", county.path_unit, Role.DEPARTMENT_REVIEWER)
    for row in findings_of(page):
        if row.blocks:
            waive(subject=page, by=reviewer, fingerprint=row.fingerprint, seen_hash=hash_of(page),
                  reason="本人同意公开")  # fmt: skip
    outcome = import_lines(entry(id="a2", body=WITH_ID), approved_by="office")
    assert (outcome.problems, outcome.counts["changed"]) == ([], 1)
    assert article("a2").live


def test_drafts_are_taken_unchecked_as_before(import_lines: Importer) -> None:
    assert import_lines(entry(body=WITH_ID)).problems == []


def test_what_only_warns_is_released_and_kept(import_lines: Importer) -> None:
    outcome = import_lines(entry(body="联系人手机13812345678。"), approved_by="office")
    assert (outcome.problems, article("a1").live) == ([], True)
    kept: Any = ContentFinding.objects.get()
    assert (kept.rule, kept.level, kept.run, kept.gone_at) == ("mobile", "warn", "submit", None)
    assert kept.content_hash == Release.objects.get(object_type="article").content_hash


def test_rules_that_cannot_be_read_release_nothing(
    import_lines: Importer, tmp_path: Path, settings: Any
) -> None:
    settings.CHECK_RULES_DIR = str(tmp_path / "rules")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text("[[rule")
    outcome = import_lines(entry(), approved_by="office")
    assert outcome.code == 1 and "own.toml" in outcome.text
    assert not Article.objects.exists()


def test_the_check_costs_no_query_a_line(import_lines: Importer) -> None:
    def queries(*ids: str) -> int:
        lines = [entry(id=one, body="联系人手机13812345678。") for one in ids]
        with CaptureQueriesContext(connection) as seen:
            import_lines(*lines, approved_by="office")
        return len(seen)

    queries("warm")
    assert queries("b1", "b2") == queries("c1", "c2", "c3", "c4", "c5")
