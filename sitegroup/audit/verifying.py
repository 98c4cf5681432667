"""Walk the chain: is every entry what was written, where it was written, and is none gone?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitegroup.audit import protection
from sitegroup.audit.anchors import Anchor, read_anchors
from sitegroup.audit.hashing import GENESIS, digest
from sitegroup.audit.models import Action, AuditCheckpoint, AuditEntry

AT_ONCE = 2000
# How far an entry may have been moved for us to find out where it stood.
FARTHEST = 50
Progress = Callable[[int], None]


class BreakKind(models.TextChoices):
    """断裂: what was done to the chain."""

    CHANGED = "changed", gettext_lazy("内容被改")
    MISSING = "missing", gettext_lazy("缺失")
    INSERTED = "inserted", gettext_lazy("被插入")
    REORDERED = "reordered", gettext_lazy("次序被调换")
    CUT = "cut", gettext_lazy("末尾被截去")
    UNPROTECTED = "unprotected", gettext_lazy("保护被撤除")


@dataclass(frozen=True, slots=True)
class Break:
    """断裂处: the first entry that is not what it was, and how we know."""

    kind: str
    sequence: int
    why: str

    def __str__(self) -> str:
        return self.why


@dataclass(frozen=True, slots=True)
class Link:
    """What the next entry must follow."""

    sequence: int = 0
    entry_hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Report:
    """核对结果: how many entries were walked, the last of them, and everything that is wrong."""

    checked: int
    last: Link
    breaks: tuple[Break, ...]


def verify(*, progress: Progress = lambda done: None) -> Report:
    """Walk the whole chain in the database, with its anchors and its triggers."""
    checkpoint = AuditCheckpoint.objects.order_by("-last_sequence").first()
    start = Link(checkpoint.last_sequence, checkpoint.entry_hash) if checkpoint else Link()
    entries = AuditEntry.objects.order_by("sequence").iterator(chunk_size=AT_ONCE)
    report = walk(entries, start=start, anchors=read_anchors(), progress=progress)
    found = [*report.breaks]
    if checkpoint and not found:
        found += _pruned_in_secret(checkpoint)
    found += [
        Break(BreakKind.UNPROTECTED, 0, _("数据库的保护触发器%s不在了。") % name)
        for _table, name in protection.missing(connection)
    ]
    return Report(report.checked, report.last, tuple(found))


def link_before(entry: AuditEntry) -> Link:
    """What an entry says it follows; for a part of the chain that begins with it."""
    return Link(entry.sequence - 1, entry.prev_hash)


def walk(
    entries: Iterable[AuditEntry],
    *,
    start: Link,
    anchors: Iterable[Anchor] = (),
    progress: Progress = lambda done: None,
) -> Report:
    """Walk entries in their order from `start`; stops at the first that does not fit."""
    due: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        due[anchor.sequence].append(anchor)
    link, checked = start, 0
    for anchor in due.get(start.sequence, ()):
        if anchor.entry_hash != start.entry_hash:
            return Report(0, start, (_rewritten(anchor),))
    for entry in entries:
        found = _fault(entry, link) or _against(entry, due.get(entry.sequence, ()))
        if found:
            return Report(checked, link, (found,))
        link = Link(entry.sequence, entry.entry_hash)
        checked += 1
        if checked % AT_ONCE == 0:
            progress(checked)
    progress(checked)
    return Report(checked, link, tuple(_cut_off(link, due)))


def _fault(entry: AuditEntry, link: Link) -> Break | None:
    number, expected = entry.sequence, link.sequence + 1
    if number > expected:
        return Break(BreakKind.MISSING, expected, _gap(expected, number - 1))
    if number < expected:
        why = _("第%d条已经移存，不应再出现。") % number
        return Break(BreakKind.INSERTED, number, why)
    if digest(entry) != entry.entry_hash:
        return _moved(entry) or Break(
            BreakKind.CHANGED, number, _("第%d条被改过：内容与校验值不符。") % number
        )
    if entry.prev_hash != link.entry_hash:
        if not link.sequence:
            why = _("第%d条前面的记录被换掉了。") % number
            return Break(BreakKind.MISSING, number, why)
        why = _("第%d条被改过，校验值也重算了：后一条对不上。") % link.sequence
        return Break(BreakKind.CHANGED, link.sequence, why)
    return None


def _gap(first: int, last: int) -> str:
    if first == last:
        return _("第%d条不见了。") % first
    return _("第%(first)d条至第%(last)d条不见了。") % {"first": first, "last": last}


def _moved(entry: AuditEntry) -> Break | None:
    """Whether an entry that does not fit was written under another number, and what that means."""
    number, was = entry.sequence, _true_sequence(entry)
    if was is None:
        return None
    there = AuditEntry.objects.filter(sequence=was).first()
    words = {"number": number, "was": was}
    if there is not None and _true_sequence(there) == number:
        why = _("第%(number)d条的次序被调换：它原来是第%(was)d条。") % words
        return Break(BreakKind.REORDERED, number, why)
    if was < number:
        why = _("第%(number)d条是插进来的：现在的第%(number)d条原来是第%(was)d条。") % words
        return Break(BreakKind.INSERTED, number - 1, why)
    why = _("第%(number)d条不见了：现在的第%(number)d条原来是第%(was)d条。") % words
    return Break(BreakKind.MISSING, number, why)


def _true_sequence(entry: AuditEntry) -> int | None:
    """The number that an entry was written under, if it is near the one it has now."""
    for distance in range(FARTHEST + 1):
        for number in {entry.sequence - distance, entry.sequence + distance}:
            if number > 0 and digest(entry, sequence=number) == entry.entry_hash:
                return number
    return None


def _against(entry: AuditEntry, anchors: Iterable[Anchor]) -> Break | None:
    wrong = [anchor for anchor in anchors if anchor.entry_hash != entry.entry_hash]
    return _rewritten(wrong[0]) if wrong else None


def _rewritten(anchor: Anchor) -> Break:
    why = _("第%(number)d条或它前面的记录被改写：与%(day)s的存证不符。")
    words = {"number": anchor.sequence, "day": anchor.day}
    return Break(BreakKind.CHANGED, anchor.sequence, why % words)


def _cut_off(link: Link, due: dict[int, list[Anchor]]) -> Iterator[Break]:
    """The tail that anchors have seen and that is not there."""
    later = sorted(number for number in due if number > link.sequence)
    if later:
        why = _("第%(first)d条起不见了：%(day)s的存证到第%(last)d条。") % {
            "first": link.sequence + 1,
            "day": due[later[-1]][-1].day,
            "last": later[-1],
        }
        yield Break(BreakKind.CUT, link.sequence + 1, why)


def _pruned_in_secret(checkpoint: AuditCheckpoint) -> Iterator[Break]:
    """A checkpoint that no entry of the chain speaks of."""
    told = AuditEntry.objects.filter(action=Action.AUDIT_PRUNED).order_by("-sequence").first()
    if told is None or told.details.get("entry_hash") != checkpoint.entry_hash:
        number = checkpoint.last_sequence
        why = _("第%d条及以前的移存没有留下操作记录。") % number
        yield Break(BreakKind.MISSING, number, why)
