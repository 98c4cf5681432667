"""移存: the only way out of the chain, for what is older than the law asks, and into a file."""

import gzip
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.hashing import canonical, plain
from sitegroup.audit.models import Action, AuditCheckpoint, AuditEntry
from sitegroup.audit.protection import FLOOR_DAYS
from sitegroup.audit.services import hold_chain, record
from sitegroup.exceptions import PlatformError

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was moved, and where to."""

    first: int
    last: int
    count: int
    path: Path


def cutoff(days: int | None = None) -> datetime:
    """Entries before this moment may go. Raises PlatformError below the floor of the law."""
    kept = settings.AUDIT_RETENTION_DAYS if days is None else days
    if kept < FLOOR_DAYS:
        why = _("操作记录至少保存%(floor)d天（网络安全法），不能只留%(days)d天。")
        raise PlatformError(why % {"floor": FLOOR_DAYS, "days": kept}, "retention")
    return timezone.now() - timedelta(days=kept)


def old_entries(days: int | None = None) -> Any:
    """The closed part of the chain: from its beginning up to the first that must stay."""
    moment = cutoff(days)
    stays = AuditEntry.objects.filter(at__gte=moment).order_by("sequence").first()
    old = AuditEntry.objects.filter(at__lt=moment).order_by("sequence")
    return old.filter(sequence__lt=stays.sequence) if stays else old


@transaction.atomic
def prune(*, by: Any = None, days: int | None = None) -> Pruned | None:
    """Move old entries to a file in AUDIT_ARCHIVE_DIR and record it; None if none is old enough.

    The file is written first and is on the disk before anything is deleted; a failure leaves
    every entry where it was. Raises PlatformError for fewer days than the law asks.
    """
    hold_chain()
    old = old_entries(days)
    first, last = old.first(), old.last()
    if first is None or last is None:
        return None
    name = f"audit-{first.sequence:010d}-{last.sequence:010d}.jsonl.gz"
    path = Path(settings.AUDIT_ARCHIVE_DIR) / name
    count, file_digest = _write(path, old)
    told = {
        "first_sequence": first.sequence,
        "last_sequence": last.sequence,
        "entry_hash": last.entry_hash,
        "count": count,
        "file": name,
        "file_sha256": file_digest,
    }
    AuditCheckpoint.objects.create(
        last_sequence=last.sequence,
        entry_hash=last.entry_hash,
        count=count,
        file_name=name,
        file_digest=file_digest,
        at=timezone.now(),
    )
    record(action=Action.AUDIT_PRUNED, by=by, detail=told)
    old._raw_delete(using=old.db)  # the database looks at each: see protection.py
    return Pruned(first.sequence, last.sequence, count, path)


def _write(path: Path, entries: Any) -> tuple[int, str]:
    """One JSON line an entry, packed; (how many, SHA-256 of the file)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    count = 0
    with part.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
            for entry in entries.iterator(chunk_size=AT_ONCE):
                packed.write(f"{canonical(plain(entry))}\n".encode())
                count += 1
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(path)
    with path.open("rb") as file:
        return count, hashlib.file_digest(file, "sha256").hexdigest()
