"""What follows a change of content: its datasets, their documents, the catalogue."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from opendata.documents import DatasetDocumentSource
from opendata.effects import push_changes, refresh_datasets
from opendata.exceptions import CatalogueRefused
from opendata.models import Dataset, DatasetVersion
from opendata.services import withdraw_dataset
from sitegroup.changes.services import record_derived
from sitegroup.models import Change, Delivery, Site
from tests.opendata.samples import Ledger, row


def change(object_type: str = "expenses") -> Change:
    """Something of the unit became public."""
    return record_derived(
        object_type=object_type, object_key="1", site=Site.objects.get(code="czj")
    )


def test_dataset_is_refreshed_once_for_many_changes(ledger: type[Ledger]) -> None:
    refresh_datasets([change(), change(), change("article")])
    assert DatasetVersion.objects.count() == 1
    refresh_datasets([change("article")])
    assert DatasetVersion.objects.count() == 1


def test_refresh_waits_for_a_later_change_that_is_due(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    first, later = change(), change()
    ledger.content.append(row("龙泉乡", 2026, "1"))
    refresh_datasets([first])
    assert DatasetVersion.objects.count() == 1
    refresh_datasets([later])
    assert DatasetVersion.objects.count() == 2


def test_refresh_does_not_wait_longer_than_five_minutes(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    first, _later = change(), change()
    DatasetVersion.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    ledger.content.append(row("龙泉乡", 2026, "1"))
    refresh_datasets([first])
    assert DatasetVersion.objects.count() == 2


def test_refresh_does_not_count_on_a_change_in_other_hands(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    first, later = change(), change()
    soon = timezone.now() + timedelta(minutes=5)
    Delivery.objects.filter(change=later).update(leased_until=soon)
    ledger.content.append(row("龙泉乡", 2026, "1"))
    refresh_datasets([first])
    assert DatasetVersion.objects.count() == 2


def test_without_ckan_nothing_is_pushed(dataset: Dataset, settings: Any) -> None:
    settings.CKAN_URL = ""
    push_changes(list(Change.objects.filter(object_type="dataset")))


def test_missing_token_is_said_in_one_sentence(dataset: Dataset, settings: Any) -> None:
    settings.CKAN_URL, settings.CKAN_API_TOKEN = "http://127.0.0.1:9", ""
    with pytest.raises(CatalogueRefused, match="却没有设置CKAN_API_TOKEN"):
        push_changes(list(Change.objects.filter(object_type="dataset")))


def test_search_finds_a_dataset_by_title_and_fields(dataset: Dataset) -> None:
    document = DatasetDocumentSource.document("taizhang")
    assert document is not None
    assert (document.kind, document.site, document.version) == ("dataset", "czj", 1)
    assert "实际支出" in document.body
    assert list(DatasetDocumentSource.all_documents()) == [document]
    withdraw_dataset(name="taizhang", reason="数据有误")
    assert DatasetDocumentSource.document("taizhang") is None
