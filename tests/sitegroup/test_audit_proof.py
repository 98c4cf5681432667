"""The proof `audit`: whatever is done to any entry, verify_audit finds it and names it."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from sitegroup.audit.anchors import write_anchor
from sitegroup.audit.models import AuditEntry
from sitegroup.audit.protection import triggers_dropped
from sitegroup.audit.verifying import BreakKind, verify
from tests.proofs.recording import Proof, Prove
from tests.sitegroup.auditing import changed, fill, raw, rehash, removed, renumbered

pytestmark = pytest.mark.django_db
WHAT = "every tampered, removed, inserted or exchanged entry and every cut tail is found and named"
FIELDS = ("at", "actor_id", "actor_name", "role", "address", "agent", "action", "object_key",
          "object_title", "site_name", "result", "detail", "algorithm")  # fmt: skip


def after(tampering: Callable[[], None]) -> tuple[str, int] | None:
    """What verify_audit names first after it; the chain is whole again afterwards."""
    with transaction.atomic():
        tampering()
        breaks = verify_chain()
        transaction.set_rollback(True)
    return breaks


def verify_chain() -> tuple[str, int] | None:
    """Kind and number of the first break in the chain itself; the triggers are gone on purpose."""
    for found in verify().breaks:
        if found.kind != BreakKind.UNPROTECTED:
            return found.kind, found.sequence
    return None


def close_gap(number: int, last: int) -> None:
    """Remove one and number those after it anew."""
    removed(number)
    for later in range(number + 1, last + 1):
        renumbered(later, later - 1)


def exchange(one: int, other: int) -> None:
    """Two entries in each other's place."""
    for number, becomes in ((one, 0), (other, one), (0, other)):
        renumbered(number, becomes)


def insert(number: int, last: int) -> None:
    """One forged entry, well hashed, before this number."""
    for later in range(last, number - 1, -1):
        renumbered(later, later + 1)
    forged = AuditEntry.objects.get(sequence=number + 1)
    forged.sequence = number
    forged._state.adding = True
    forged.save()
    rehash(number, relink=True)


def forge(number: int, last: int, *, all_later: bool) -> None:
    """Change one and hash it again; with `all_later` the whole chain after it too."""
    changed(number)
    for later in range(number, (last if all_later else number) + 1):
        rehash(later, relink=True)


def changed_field(number: int, field: str) -> None:
    """Something else in a field, of a kind that the field takes."""
    other = {"at": "'2020-01-01 00:00:00+00:00'", "actor_id": "4711", "algorithm": "'sm3'"}
    value = other.get(field, "'x'")
    statement = f"UPDATE sitegroup_auditentry SET {field} = {value} WHERE sequence = %s"  # noqa: S608
    raw(statement, [number])


def try_entry(p: Proof, number: int, last: int) -> None:
    """Everything that can be done to one entry."""
    for field in FIELDS:
        found = after(lambda field=field: changed_field(number, field))
        p.note(found == (BreakKind.CHANGED, number), f"{number} {field}: {found}")
    wanted = {
        "removed": (lambda: removed(number), BreakKind.MISSING),
        "gap closed": (lambda: close_gap(number, last), BreakKind.MISSING),
        "inserted": (lambda: insert(number, last), BreakKind.INSERTED),
        "hashed again": (lambda: forge(number, last, all_later=False), BreakKind.CHANGED),
    }
    for name, (tampering, kind) in wanted.items():
        found = after(tampering)
        p.note(found == (kind, number), f"{number} {name}: {found}")
    found = after(lambda: forge(number, last, all_later=True))
    p.note(found is not None, f"{number} written anew: {found}")
    for other in range(number + 1, last):
        found = after(lambda other=other: exchange(number, other))
        p.note(found == (BreakKind.REORDERED, number), f"{number}<->{other}: {found}")


def test_whatever_is_done_to_the_chain_is_found(proof: Prove) -> None:
    with proof("audit", WHAT) as p, triggers_dropped(connection):
        fill(p.rounds(small=8, full=40))
        write_anchor()
        numbers = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))
        p.note(verify_chain() is None, "the chain is whole at first")
        last = numbers[-1]
        for number in numbers[:-1]:
            try_entry(p, number, last)
        for number in numbers:
            found = after(lambda number=number: removed(number, last))
            p.note(found == (BreakKind.CUT, number), f"tail from {number}: {found}")
        p.note(verify_chain() is None, "the chain is whole at last")
