"""A county with one dataset."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata.models import Dataset
from opendata.services import refresh_dataset
from tests.factories.county import portal, unit
from tests.opendata.samples import FIRST_ROWS, SOURCE, Ledger


@pytest.fixture
def ledger(db: None, settings: Any, tmp_path: Path) -> Iterator[type[Ledger]]:
    """The source, wired alone; its unit exists, its dataset not yet."""
    settings.DATASET_SOURCES = {"taizhang": SOURCE}
    settings.DATASETS_DIR = tmp_path / "datasets"
    Ledger.content = list(FIRST_ROWS)
    portal()
    unit("czj", name="云溪县财政局")
    yield Ledger
    Ledger.content = list(FIRST_ROWS)


@pytest.fixture
def dataset(ledger: type[Ledger]) -> Dataset:
    """The dataset with its first version."""
    refresh_dataset(name="taizhang")
    return Dataset.objects.get(name="taizhang")
