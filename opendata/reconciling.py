"""Datasets against the content they are made of, and CKAN against the datasets."""

from collections.abc import Iterator

from django.conf import settings

from opendata.catalogue.client import CkanClient
from opendata.catalogue.push import push_dataset, remove_strays
from opendata.catalogue.report import CREATED, DELETED, PushReport
from opendata.models import Dataset
from opendata.services import is_up_to_date, refresh_dataset
from opendata.sources import source_names
from sitegroup.changes.reconciling import EXTRA, MISSING, OUTDATED, RIGHT, Finding


def reconcile_datasets(*, mend: bool) -> Iterator[Finding]:
    """Every wired dataset: whether its current version holds the rows that are public now."""
    for name in source_names():
        key = f"dataset:{name}"
        if is_up_to_date(name=name):
            yield Finding(key)
            continue
        what = OUTDATED if Dataset.objects.filter(name=name).exists() else MISSING
        if mend:
            refresh_dataset(name=name)
        yield Finding(key, what, mended=mend)


def reports(client: CkanClient) -> Iterator[PushReport]:
    """Every dataset that there ever was, row by row; then what CKAN has of ours that never was."""
    for name in Dataset.objects.order_by("name").values_list("name", flat=True):
        yield push_dataset(name=name, client=client, deep=True)
    yield from remove_strays(client, settings.SITE_BASE_URL)


def reconcile_catalogue(*, mend: bool) -> Iterator[Finding]:
    """CKAN, where one is set. Raises CatalogueUnreachable, CatalogueRefused."""
    if not settings.CKAN_URL:
        return
    with CkanClient(dry_run=not mend) as client:
        for report in reports(client):
            what = {CREATED: MISSING, DELETED: EXTRA}.get(report.package, OUTDATED)
            differs = bool(report.changes)
            yield Finding(f"dataset:{report.name}", what if differs else RIGHT, differs and mend)
