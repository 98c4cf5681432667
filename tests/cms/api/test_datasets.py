"""Datasets and their rows through the API."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from opendata.models import Dataset
from opendata.presenting import dataset_page
from opendata.services import refresh_dataset, withdraw_dataset
from tests.factories import portal, unit
from tests.opendata.samples import FIRST_ROWS, SOURCE, Ledger, row

Ask = Callable[..., Any]


@pytest.fixture
def ledger(db: None, settings: Any, tmp_path: Path) -> Iterator[type[Ledger]]:
    """A source wired alone, with the unit that provides it."""
    settings.DATASET_SOURCES = {"taizhang": SOURCE}
    settings.DATASETS_DIR = tmp_path / "datasets"
    Ledger.content = list(FIRST_ROWS)
    portal()
    unit("czj", name="云溪县财政局")
    yield Ledger
    Ledger.content = list(FIRST_ROWS)


@pytest.fixture
def dataset(ledger: type[Ledger]) -> Dataset:
    """Three rows."""
    refresh_dataset(name="taizhang")
    return Dataset.objects.get(name="taizhang")


@pytest.fixture
def many(ledger: type[Ledger]) -> Dataset:
    """Five rows."""
    ledger.content = [row(f"单位{number}", 2020 + number, "1.5") for number in range(5)]
    refresh_dataset(name="taizhang")
    return Dataset.objects.get(name="taizhang")


def test_datasets_are_listed_with_their_files(dataset: Dataset, ask: Ask) -> None:
    found = ask("datasets/").json()["results"]
    assert [(entry["name"], entry["row_count"]) for entry in found] == [("taizhang", 3)]
    assert {file["format"] for file in found[0]["files"]} == {"CSV", "JSON", "XLSX", "Parquet"}
    assert ask("datasets/?site=czj").json()["results"] == found
    assert ask("datasets/?site=portal").json()["results"] == []


def test_a_dataset_is_what_its_page_shows(dataset: Dataset, ask: Ask) -> None:
    data = ask("datasets/taizhang/").json()
    view = dataset_page(dataset)
    assert data["dictionary"][2]["unit"] == view.dictionary[2].unit == "万元"
    assert [number["number"] for number in data["versions"]] == [1]


def test_rows_are_typed(dataset: Dataset, ask: Ask) -> None:
    data = ask("datasets/taizhang/rows/").json()
    assert (data["version"], data["total"]) == (1, 3)
    assert data["results"][0] == {
        "单位名称": "县教育局", "年份": 2025, "金额": 12.5, "日期": "2025-01-20",
        "时间": "2026-11-22T11:16:20.627052+08:00", "备注": "=HYPERLINK(1)",
    }  # fmt: skip
    assert data["results"][2]["金额"] is None


def test_rows_are_filtered_and_cut_to_some_fields(dataset: Dataset, ask: Ask) -> None:
    data = ask("datasets/taizhang/rows/?filter=年份:2025&fields=单位名称").json()
    assert data["results"] == [{"单位名称": "县教育局"}, {"单位名称": "城关镇"}]
    both = "filter=单位名称:城关镇&filter=单位名称:县财政局&filter=年份:2025"
    assert ask(f"datasets/taizhang/rows/?{both}").json()["total"] == 1


def test_bad_questions_about_rows_are_refused(dataset: Dataset, ask: Ask) -> None:
    for query in (
        "filter=年份", "filter=年份:零", "filter=年度:2025", "filter=日期:2025-99-99",
        "filter=年份:99999999999999999999999", "fields=年度", "cursor=abc", "limit=5",
        "filter=年份:%00", "filter=" + "单" * 600,
    ):  # fmt: skip
        answer = ask(f"datasets/taizhang/rows/?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["errors"][0]["detail"]


def test_rows_are_read_by_following_next_and_back(many: Dataset, ask: Ask) -> None:
    first = ask("datasets/taizhang/rows/?page_size=2").json()
    second = ask(first["next"].partition("/api/v1/")[2]).json()
    third = ask(second["next"].partition("/api/v1/")[2]).json()
    years = [entry["年份"] for page in (first, second, third) for entry in page["results"]]
    assert years == [2020, 2021, 2022, 2023, 2024]
    assert third["next"] is None
    back = ask(second["previous"].partition("/api/v1/")[2]).json()
    assert (back["results"], back["previous"]) == (first["results"], None)


def test_paging_stays_with_the_version_it_began_with(many: Dataset, ask: Ask) -> None:
    first = ask("datasets/taizhang/rows/?page_size=2").json()
    Ledger.content = [row("全新", 2026, None, 金额=Decimal(7))]
    refresh_dataset(name="taizhang")
    second = ask(first["next"].partition("/api/v1/")[2]).json()
    assert (second["version"], second["results"][0]["单位名称"]) == (1, "单位2")
    assert ask("datasets/taizhang/rows/").json()["version"] == 2


def test_a_withdrawn_dataset_is_gone(dataset: Dataset, ask: Ask) -> None:
    withdraw_dataset(name="taizhang", reason="有误")
    assert ask("datasets/").json()["results"] == []
    for path in ("datasets/taizhang/", "datasets/taizhang/rows/"):
        assert ask(path).status_code == 404


def test_a_dataset_says_when_it_changed(dataset: Dataset, ask: Ask) -> None:
    for path in ("datasets/", "datasets/taizhang/", "datasets/taizhang/rows/"):
        answer = ask(path)
        assert ask(path, **{"if-none-match": answer.headers["ETag"]}).status_code == 304
        assert answer.headers["Last-Modified"]
