"""How long the record is kept, where it goes then, and what the commands of it say."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sitegroup.audit import protection
from sitegroup.audit.anchors import read_anchors, write_anchor
from sitegroup.audit.models import Action, AuditCheckpoint, AuditEntry
from sitegroup.audit.pruning import prune
from sitegroup.audit.verifying import BreakKind, verify
from sitegroup.exceptions import PlatformError
from tests.sitegroup.auditing import fill, removed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, settings: Any) -> Path:
    """Where old entries go."""
    settings.AUDIT_ARCHIVE_DIR = tmp_path / "audit"
    return tmp_path / "audit"


def aged(days: int, count: int, monkeypatch: pytest.MonkeyPatch) -> list[AuditEntry]:
    """Entries written so many days ago."""
    then = timezone.now() - timedelta(days=days)
    with monkeypatch.context() as patch:
        patch.setattr("sitegroup.audit.services.timezone.now", lambda: then)
        return fill(count)


@pytest.fixture
def old(db: None, monkeypatch: pytest.MonkeyPatch) -> list[AuditEntry]:
    """Three entries of 400 days ago, then two of 200, then one of today."""
    return [*aged(400, 3, monkeypatch), *aged(200, 2, monkeypatch), *fill(1)]


def test_what_is_old_goes_into_a_file_and_the_chain_goes_on(
    old: list[AuditEntry], archive: Path
) -> None:
    moved = prune()
    assert moved is not None
    assert (moved.first, moved.last, moved.count) == (old[0].sequence, old[2].sequence, 3)
    with gzip.open(moved.path, "rt", encoding="utf-8") as lines:
        hashes = [json.loads(line)["entry_hash"] for line in lines]
    assert hashes == [entry.entry_hash for entry in old[:3]]
    assert AuditEntry.objects.order_by("-sequence")[0].action == Action.AUDIT_PRUNED
    assert verify().breaks == ()


def test_an_archive_is_verified_by_itself(old: list[AuditEntry], capsys: Any) -> None:
    moved = prune()
    assert moved is not None
    call_command("verify_audit", archive=moved.path)
    assert "核对3条" in capsys.readouterr().out
    lines = gzip.decompress(moved.path.read_bytes()).replace(b'"n":1', b'"n":7')
    moved.path.write_bytes(gzip.compress(lines.replace(b'\\"n\\":1', b'\\"n\\":7')))
    with pytest.raises(CommandError):
        call_command("verify_audit", archive=moved.path)


def test_pruning_again_goes_on_from_the_checkpoint(old: list[AuditEntry]) -> None:
    write_anchor()
    assert [found.count for days in (365, 180) if (found := prune(days=days))] == [3, 2]
    assert prune(days=180) is None
    assert verify().breaks == ()


@pytest.mark.parametrize("days", [179, 0, -1])
def test_nothing_younger_than_the_law_asks_goes(old: list[AuditEntry], days: int) -> None:
    with pytest.raises(PlatformError, match="至少保存180天"):
        prune(days=days)


def test_the_database_itself_keeps_what_is_young(old: list[AuditEntry]) -> None:
    number = old[-1].sequence
    AuditCheckpoint.objects.create(
        last_sequence=number, entry_hash="", count=1, file_name="", at=timezone.now()
    )
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        removed(number)


def test_a_file_that_cannot_be_written_loses_nothing(old: list[AuditEntry], archive: Path) -> None:
    archive.write_text("a file where the folder should be")
    with pytest.raises(CommandError):
        call_command("prune_audit")
    assert AuditEntry.objects.filter(sequence=old[0].sequence).exists()
    assert not AuditCheckpoint.objects.exists()


def test_a_beginning_taken_away_by_hand_is_found(old: list[AuditEntry]) -> None:
    first = AuditEntry.objects.order_by("sequence")[0].sequence
    with protection.triggers_dropped(connection):
        removed(first, old[1].sequence)
    found = verify().breaks[0]
    assert (found.kind, found.sequence) == (BreakKind.MISSING, 1)


def test_a_checkpoint_without_its_entry_is_found(old: list[AuditEntry]) -> None:
    AuditCheckpoint.objects.create(
        last_sequence=old[2].sequence, entry_hash=old[2].entry_hash, count=3, file_name="",
        at=timezone.now(),
    )  # fmt: skip
    removed(AuditEntry.objects.order_by("sequence")[0].sequence, old[2].sequence)
    assert [found.kind for found in verify().breaks] == [BreakKind.MISSING]


def test_the_anchor_of_a_day_grows_with_the_chain(db: None) -> None:
    fill(2)
    write_anchor()
    write_anchor()
    newest = fill(1)[0]
    call_command("anchor_audit")
    anchors = read_anchors()
    assert len(anchors) == 2
    assert (anchors[-1].sequence, anchors[-1].entry_hash) == (newest.sequence, newest.entry_hash)
    assert anchors[-1].count == AuditEntry.objects.count()
    assert Path(settings.ANCHORS_DIR, f"{timezone.localdate()}.json").exists()


def test_a_damaged_anchor_is_named(db: None) -> None:
    Path(settings.ANCHORS_DIR).mkdir(parents=True)
    Path(settings.ANCHORS_DIR, "2026-01-01.json").write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="2026-01-01"):
        call_command("verify_audit")


def test_the_worker_anchors() -> None:
    paths = {name: path for name, path, _seconds in settings.WORKER_DUTIES}
    assert paths["anchor"] == "sitegroup.audit.anchors.write_anchor"


@pytest.mark.parametrize("name", ["audit.csv", "audit.jsonl"])
def test_export_audit_writes_the_days_asked_for_and_is_on_record(
    old: list[AuditEntry], tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    until = (timezone.localdate() - timedelta(days=300)).isoformat()
    call_command("export_audit", str(file), "--to", until)
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 3 + name.endswith("csv")
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.details["count"]) == (Action.AUDIT_EXPORTED, 3)


def test_export_audit_takes_no_other_file(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="csv"):
        call_command("export_audit", str(tmp_path / "audit.xls"))
