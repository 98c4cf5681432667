"""A county with one dataset."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata.models import Dataset
from opendata.services import refresh_dataset
from sitegroup.models import Organisation, OrganisationKind, Site, SiteMode
from tests.opendata.samples import FIRST_ROWS, SOURCE, Ledger


@pytest.fixture
def sites(db: None) -> None:
    """A portal and the finance bureau, without pages: the interface needs none."""
    for code, name, kind in (
        ("portal", "云溪县人民政府", OrganisationKind.PORTAL),
        ("czj", "云溪县财政局", OrganisationKind.DEPARTMENT),
    ):
        organisation = Organisation.objects.create(kind=kind, name=name)
        path = "" if code == "portal" else f"/bm/{code}/"
        Site.objects.create(organisation=organisation, code=code, mode=SiteMode.PATH, path=path)


@pytest.fixture
def ledger(sites: None, settings: Any, tmp_path: Path) -> Iterator[type[Ledger]]:
    """The source, wired alone; its unit exists, its dataset not yet."""
    settings.DATASET_SOURCES = {"taizhang": SOURCE}
    settings.DATASETS_DIR = tmp_path / "datasets"
    Ledger.content = list(FIRST_ROWS)
    yield Ledger
    Ledger.content = list(FIRST_ROWS)


@pytest.fixture
def dataset(ledger: type[Ledger]) -> Dataset:
    """The dataset with its first version."""
    refresh_dataset(name="taizhang")
    return Dataset.objects.get(name="taizhang")
