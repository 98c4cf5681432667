"""An import is on record as a whole, whatever it releases and however it ends."""

from pathlib import Path

import pytest

from sitegroup.audit.imports import recorded_import
from sitegroup.audit.models import Action, AuditEntry
from sitegroup.review.bulk import release_imported
from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db


def test_an_import_is_two_entries_whatever_it_releases(county: County, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("rows")
    drafts = [county.draft() for _number in range(3)]
    before = AuditEntry.objects.count()
    with recorded_import(path=file, by=county.deciders[2], site=county.site) as told:
        for draft in drafts:
            release_imported(subject=draft, by=county.deciders[2])
        told["counts"] = {"created": 3}
    made = list(AuditEntry.objects.order_by("sequence")[before:])
    assert [entry.action for entry in made] == [Action.IMPORT_BEGUN, Action.IMPORTED]
    assert made[1].details["counts"] == {"created": 3}


def test_an_import_that_breaks_off_says_so(county: County, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("rows")
    with pytest.raises(KeyboardInterrupt), recorded_import(path=file, by=None):
        raise KeyboardInterrupt
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.result) == (Action.IMPORTED, "failed")
