"""Every effect late, twice, and in the wrong order: what is public now, and nothing else."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from opendata.effects import refresh_datasets
from opendata.models import Dataset, DatasetVersion
from opendata.services import withdraw_dataset
from search.effects import index_changes
from search.index import get_engine
from search.query import SearchRequest
from search.sources import source_for
from sitegroup.changes.services import record_derived
from sitegroup.changes.worker import drain_all
from sitegroup.delivery import epoch
from sitegroup.delivery.effects import purge_pages
from sitegroup.models import Change, Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.cms.expenses.conftest import draft as statement
from tests.factories import released
from tests.sitegroup.conftest import County

TITLE = "关于开展防汛检查的通知"


@pytest.fixture(autouse=True)
def installation(county: County, settings: Any, tmp_path: Path) -> Iterator[None]:
    """An empty index, no datasets, nothing due."""
    settings.DATASETS_DIR = tmp_path
    get_engine().clear()
    Delivery.objects.update(state=DeliveryState.DONE)
    yield


def found() -> list[str]:
    """The titles of articles that a reader finds."""
    hits = get_engine().search(SearchRequest("防汛")).hits
    return [hit.title for hit in hits if hit.kind == "article"]


def rows() -> int:
    """How many articles the open dataset has."""
    return Dataset.objects.get(name="xinxi").version.row_count


def withdrawn(county: County) -> list[Change]:
    """The two changes of an article that was public."""
    page = county.public(title=TITLE)
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    return list(Change.objects.filter(object_type="article").order_by("version"))


@pytest.mark.parametrize("order", [(0,), (0, 1), (1, 0), (1, 0, 0), (0, 1, 0, 1)])
def test_a_release_delivered_after_the_withdrawal_shows_nothing(
    county: County, order: tuple[int, ...]
) -> None:
    changes = withdrawn(county)
    for place in order:
        index_changes([changes[place]])
        refresh_datasets([changes[place]])
    assert found() == []
    assert not Dataset.objects.filter(name="xinxi").exists()


def test_a_withdrawal_delivered_after_the_next_release_hides_nothing(county: County) -> None:
    page = county.public(title=TITLE)
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    page.refresh_from_db()
    page.save_revision(user=county.author)
    released(page, county.author, county.deciders)
    for change in reversed(Change.objects.filter(object_type="article").order_by("version")):
        index_changes([change])
        refresh_datasets([change])
    assert (found(), rows()) == ([TITLE], 1)


def test_everything_delivered_again_alters_nothing(county: County) -> None:
    county.public(title=TITLE)
    drain_all()
    before = (dict(get_engine().versions()), DatasetVersion.objects.count(), Change.objects.count())
    Delivery.objects.update(state=DeliveryState.WAITING)
    drain_all()
    after = (dict(get_engine().versions()), DatasetVersion.objects.count(), Change.objects.count())
    assert (after, found()) == (before, [TITLE])


def test_a_purge_again_only_begins_another_epoch(county: County) -> None:
    change = record_derived(object_type="thing", object_key="a", site=county.site)
    marks = [epoch.current()]
    for _again in range(2):
        purge_pages([change])
        marks.append(epoch.current())
    assert len(set(marks)) == 3


def an_article(county: County) -> str:
    """The key of a public article."""
    return str(county.public(title=TITLE).pk)


def a_statement(county: County) -> str:
    """The key of a public statement of expenses."""
    made = statement(county.site, county.author)
    return str(released(made, county.author, county.deciders).pk)


def a_dataset(county: County) -> str:
    """The name of a public dataset."""
    county.public(title=TITLE)
    drain_all()
    return "xinxi"


@pytest.mark.fault
@pytest.mark.parametrize(
    ("kind", "public"),
    [("article", an_article), ("expenses", a_statement), ("dataset", a_dataset)],
)
def test_old_content_never_bears_the_number_of_a_newer_change(
    county: County, kind: str, public: Callable[[County], str]
) -> None:
    """A change that commits while the document is being read: the worker that read first may
    write last, and must then be refused by the index."""
    key = public(county)
    before = Change.objects.filter(object_type=kind, object_key=key).count()
    changing = [True]

    def another_commits(execute: Any, sql: str, *call: Any) -> Any:
        answer = execute(sql, *call)
        if changing:
            changing.clear()
            record_derived(object_type=kind, object_key=key, site=county.site)
        return answer

    source = source_for(kind)
    assert source
    with connection.execute_wrapper(another_commits):
        document = source.document(key)
    assert document
    assert document.version == before


def test_a_withdrawn_dataset_is_a_tombstone_whatever_is_delivered(county: County) -> None:
    a_dataset(county)
    withdraw_dataset(name="xinxi", reason="有误。")
    for change in Change.objects.filter(object_type="dataset").order_by("-version"):
        index_changes([change])
    assert not [h for h in get_engine().search(SearchRequest("信息")).hits if h.kind == "dataset"]
