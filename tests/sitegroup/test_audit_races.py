"""Many write at once: the chain never forks, and nothing that was recorded is lost."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from sitegroup.audit.models import Action, AuditEntry
from sitegroup.audit.services import record
from sitegroup.audit.verifying import verify
from tests.sitegroup.test_races import together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WRITERS = 8
ROUNDS = 25


@pytest.fixture(autouse=True)
def postgresql(db: None) -> None:
    """Races need a server."""
    if connection.vendor != "postgresql":
        pytest.fail("races need PostgreSQL's locks: make test-services")


def write(number: int, *, taken_back: bool = False) -> None:
    """A transaction with two entries, which may be rolled back as a whole."""
    with transaction.atomic():
        for part in range(2):
            record(action=Action.EXPORTED, by=None, detail={"writer": number, "part": part})
        if taken_back:
            transaction.set_rollback(True)


def test_concurrent_writers_make_one_chain() -> None:
    before = AuditEntry.objects.count()
    for _round in range(ROUNDS):
        ends = together(*[lambda n=n: write(n) for n in range(WRITERS)])
        assert ends == [None] * WRITERS
    assert AuditEntry.objects.count() == before + ROUNDS * WRITERS * 2
    assert verify().breaks == ()


def test_what_is_rolled_back_leaves_no_gap() -> None:
    before = AuditEntry.objects.count()
    for _round in range(ROUNDS):
        together(*[lambda n=n: write(n, taken_back=n % 2 == 0) for n in range(WRITERS)])
    assert AuditEntry.objects.count() == before + ROUNDS * WRITERS
    assert verify().breaks == ()


def test_a_transaction_keeps_its_entries_together() -> None:
    for _round in range(ROUNDS):
        together(*[lambda n=n: write(n) for n in range(WRITERS)])
    mine: list[dict[str, Any]] = [
        entry.details
        for entry in AuditEntry.objects.filter(action=Action.EXPORTED).order_by("sequence")
    ]
    pairs = zip(mine[::2], mine[1::2], strict=True)
    assert all(one["writer"] == two["writer"] for one, two in pairs)


def test_a_reader_never_waits_for_a_writer() -> None:
    """A long transaction that has recorded holds up other writers only."""
    held, done = threading.Event(), threading.Event()

    def long_writer() -> None:
        with transaction.atomic():
            record(action=Action.EXPORTED, by=None)
            held.set()
            done.wait(timeout=30)

    def reader() -> None:
        held.wait(timeout=30)
        try:
            assert verify().breaks == ()
        finally:
            done.set()

    assert together(long_writer, reader) == [None, None]
