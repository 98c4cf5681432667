"""An installation that cannot serve says so."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.factories import portal

pytestmark = pytest.mark.django_db


def ready() -> tuple[int, dict[str, bool]]:
    """What /readyz answers."""
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_without_a_portal_it_is_not_ready() -> None:
    status, state = ready()
    assert (status, state["migrated"], state["portal"]) == (503, True, False)


def test_with_a_portal_it_is() -> None:
    portal()
    status, state = ready()
    assert (status, state["ready"]) == (200, True)


def test_behind_its_migrations_it_is_not() -> None:
    portal()
    [(_app, newest)] = MigrationLoader(connection).graph.leaf_nodes("sitegroup")
    MigrationRecorder(connection).record_unapplied("sitegroup", newest)
    status, state = ready()
    assert (status, state["migrated"]) == (503, False)
