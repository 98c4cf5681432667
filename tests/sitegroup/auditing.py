"""What an intruder with the database in hand would do, and chains to do it to."""

from typing import Any

from django.db import connection

from sitegroup.audit.hashing import digest
from sitegroup.audit.models import Action, AuditEntry
from sitegroup.audit.services import record

TABLE = AuditEntry._meta.db_table


def fill(count: int) -> list[AuditEntry]:
    """So many more entries."""
    return [record(action=Action.EXPORTED, by=None, detail={"n": n}) for n in range(count)]


def raw(statement: str, values: list[Any] | None = None) -> None:
    """Straight into the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def changed(sequence: int, field: str = "actor_name") -> None:
    """Write something else into an entry."""
    raw(f"UPDATE {TABLE} SET {field} = 'x' WHERE sequence = %s", [sequence])  # noqa: S608


def removed(first: int, last: int | None = None) -> None:
    """Take one entry away, or all up to the last."""
    end = first if last is None else last
    raw(f"DELETE FROM {TABLE} WHERE sequence BETWEEN %s AND %s", [first, end])  # noqa: S608


def renumbered(sequence: int, becomes: int) -> None:
    """Give an entry another number."""
    statement = f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s"  # noqa: S608
    raw(statement, [becomes, sequence])


def rehash(sequence: int, *, relink: bool = False) -> None:
    """Make an entry fit itself again, and with `relink` the one before it too."""
    entry = AuditEntry.objects.get(sequence=sequence)
    if relink:
        before = AuditEntry.objects.filter(sequence=sequence - 1).first()
        entry.prev_hash = before.entry_hash if before else entry.prev_hash
    statement = f"UPDATE {TABLE} SET prev_hash = %s, entry_hash = %s WHERE sequence = %s"  # noqa: S608
    raw(statement, [entry.prev_hash, digest(entry), sequence])
