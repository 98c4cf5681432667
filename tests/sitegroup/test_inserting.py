"""Many rows at once are what one by one would have left."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from cms.pages.models import Article
from sitegroup.guard.inserting import insert_rows
from sitegroup.guard.publication import PublicationRefused, gate_open_for_import
from sitegroup.models import Change, ChangeOperation, Release, ReleaseBasis, ReleaseKind
from tests.factories import portal

pytestmark = pytest.mark.django_db

MANY = 120  # more than one statement on SQLite
AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
AWKWARD = ["", "'; --", "%s %d", "“名单”\\", "\U0001f4c4", "\t\n"]


@pytest.fixture
def site() -> Any:
    """A portal."""
    return portal()


def changes(site: Any, kind: str) -> list[Change]:
    """Unsaved rows, some values the same from one to the next, some not."""
    return [
        Change(object_type=kind, object_key=f"{AWKWARD[n % len(AWKWARD)]}{n}", version=1,
               operation=ChangeOperation.UPSERT, site=site, release=None, changed_at=AT)
        for n in range(MANY)
    ]  # fmt: skip


def rows(kind: str) -> list[dict[str, Any]]:
    """What is stored, keys and kind aside."""
    found = Change.objects.filter(object_type=kind).order_by("pk").values()
    aside = {"id", "object_type"}
    return [{name: value for name, value in row.items() if name not in aside} for row in found]


def test_as_bulk_create_would(site: Any) -> None:
    ours = changes(site, "ours")
    insert_rows(ours)
    Change.objects.bulk_create(changes(site, "stock"))
    assert rows("ours") == rows("stock")
    assert {one.pk: one.object_key for one in ours} == dict(
        Change.objects.filter(object_type="ours").values_list("pk", "object_key")
    )


def test_json_and_expressions_are_written_by_their_fields(site: Any) -> None:
    kept = models.Value([{"hash": "“x”"}], output_field=models.JSONField())
    made: Any = [
        Release(content_type_id=1, object_id=str(n), object_type="thing", site=site,
                kind=ReleaseKind.RELEASE, basis=ReleaseBasis.IMPORT, content_hash="h",
                approvals=approvals, released_at=AT)
        for n, approvals in enumerate([[{"hash": "“x”"}], kept, []])
    ]  # fmt: skip
    insert_rows(made)
    found = Release.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
    assert [one.approvals for one in found] == [[{"hash": "“x”"}], [{"hash": "“x”"}], []]


def test_nothing_live_outside_a_gate(site: Any) -> None:
    page = Article(title="直接公开", site=site, live=True)
    with pytest.raises(PublicationRefused):
        insert_rows([page])


def test_nothing_is_nothing() -> None:
    with gate_open_for_import():
        insert_rows([])
