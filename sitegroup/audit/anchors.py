"""存证: what the chain ended with, day by day, in files that belong on another machine too.

A tail that is cut off leaves a chain that is whole: only who remembers its end can tell.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import AuditCheckpoint, AuditEntry
from sitegroup.exceptions import PlatformError


class ChainBroken(PlatformError):
    """操作记录对不上存证: nothing new is anchored until somebody has looked."""

    code = "chain_broken"


@dataclass(frozen=True, slots=True)
class Anchor:
    """存证: at some moment the chain held `count` entries and ended with this one."""

    day: str
    at: str
    sequence: int
    entry_hash: str
    algorithm: str
    count: int


def _folder() -> Path:
    return Path(settings.ANCHORS_DIR)


def read_anchors() -> list[Anchor]:
    """Every anchor there is, oldest first. Raises PlatformError naming a file that is damaged."""
    found: list[Anchor] = []
    for path in sorted(_folder().glob("*.json")):
        try:
            listed: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["anchors"]
            found += [Anchor(**anchor) for anchor in listed]
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = _("存证文件%(name)s读不出来：%(why)s")
            words = {"name": path.name, "why": error}
            raise PlatformError(why % words, "anchor_unreadable") from error
    return found


def write_anchor() -> None:
    """Write down what the chain ends with, if it has grown; the worker does so every hour.

    Raises ChainBroken where the chain no longer holds what the last anchor saw.
    """
    anchors = read_anchors()
    last = AuditEntry.objects.order_by("-sequence").first()
    _same_chain(anchors[-1] if anchors else None, last)
    if last is None or (anchors and anchors[-1].sequence == last.sequence):
        return
    now = timezone.now()
    anchor = Anchor(
        day=timezone.localdate(now).isoformat(),
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
        sequence=last.sequence,
        entry_hash=last.entry_hash,
        algorithm=last.algorithm,
        count=AuditEntry.objects.count(),
    )
    _write(anchor, [known for known in anchors if known.day == anchor.day])


def _same_chain(anchor: Anchor | None, last: AuditEntry | None) -> None:
    if anchor is None:
        return
    seen = AuditEntry.objects.filter(sequence=anchor.sequence).first()
    pruned = AuditCheckpoint.objects.filter(last_sequence__gte=anchor.sequence).exists()
    gone = seen is None and not (pruned and last is not None)
    if gone or (seen is not None and seen.entry_hash != anchor.entry_hash):
        why = _(
            "操作记录与%(day)s的存证不符（第%(number)d条），没有写新的存证。请运行verify_audit。"
        )
        raise ChainBroken(why % {"day": anchor.day, "number": anchor.sequence})


def _write(anchor: Anchor, earlier: list[Anchor]) -> None:
    """Add to the day's file: whole or not at all, and on the disk before it counts."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{anchor.day}.json"
    content = {"anchors": [asdict(known) for known in [*earlier, anchor]]}
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
