"""Content becomes a dataset version: typed, complete, once."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from opendata.exceptions import BadRow, DatasetError, RefreshOvertaken, UnknownDataset
from opendata.models import Dataset, DatasetVersion
from opendata.services import refresh_dataset, restore_dataset, withdraw_dataset
from opendata.sources import Field
from sitegroup.models import Change
from tests.opendata.samples import Ledger, row


def file_of(dataset: Dataset, file_format: str) -> Path:
    """Where the current file lies."""
    found = dataset.version.file(file_format)
    assert found is not None
    return found.file_path


def test_first_refresh_makes_a_version_with_four_files(dataset: Dataset) -> None:
    assert (dataset.version.number, dataset.row_count) == (1, 3)
    formats = {d.format: d.file_path.stat().st_size for d in dataset.version.distributions.all()}
    assert set(formats) == {"csv", "json", "xlsx", "parquet"}
    assert all(formats.values())
    assert Change.objects.filter(object_type="dataset", object_key="taizhang").count() == 1


def test_csv_opens_in_excel_and_calculates_nothing(dataset: Dataset) -> None:
    data = file_of(dataset, "csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[1] == [
        "县教育局", "2025", "12.5", "2025-01-20", "2026-11-22 11:16:20", "'=HYPERLINK(1)",
    ]  # fmt: skip


def test_json_keeps_numbers_empty_values_and_text_as_they_are(dataset: Dataset) -> None:
    first, _second, third = json.loads(file_of(dataset, "json").read_text(encoding="utf-8"))
    assert (first["金额"], first["备注"]) == (12.5, "=HYPERLINK(1)")
    assert first["时间"] == "2026-11-22T11:16:20.627052+08:00"
    assert third["日期"] is None


def test_xlsx_holds_texts_as_text(dataset: Dataset) -> None:
    book = openpyxl.load_workbook(file_of(dataset, "xlsx"))
    cell = book["数据"]["F2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=HYPERLINK(1)", True)
    assert book["数据"]["C2"].value == 12.5
    assert book["数据字典"]["A4"].value == "金额"


def test_parquet_is_typed_and_in_universal_time(dataset: Dataset) -> None:
    table = pq.read_table(file_of(dataset, "parquet"))
    assert [str(t) for t in table.schema.types[1:5]] == [
        "int64", "decimal128(38, 10)", "date32[day]", "timestamp[us]",
    ]  # fmt: skip
    assert table["时间"][0].as_py() == datetime(2026, 11, 22, 3, 16, 20, 627052)


def test_same_content_is_no_new_version(dataset: Dataset) -> None:
    assert refresh_dataset(name="taizhang").state == "unchanged"
    assert DatasetVersion.objects.count() == 1
    assert Change.objects.filter(object_type="dataset").count() == 1


def test_changed_row_is_a_new_version_and_the_old_one_stays(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    ledger.content[1] = row("县财政局", 2024, "4")
    old = file_of(dataset, "csv")
    assert refresh_dataset(name="taizhang").number == 2
    dataset.refresh_from_db()
    assert "县财政局,2024,4" in file_of(dataset, "csv").read_text(encoding="utf-8")
    assert "县财政局,2024,3" in old.read_text(encoding="utf-8")


def test_new_title_alone_is_no_new_version(
    dataset: Dataset, ledger: type[Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "title", "经费总台账")
    assert refresh_dataset(name="taizhang").state == "described"
    dataset.refresh_from_db()
    assert (dataset.title, dataset.version.number) == ("经费总台账", 1)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("年份", "2024", "第2行“年份”的值'2024'不是整数"),
        ("金额", float("nan"), "不是数值"),
        ("时间", datetime(2026, 1, 1), "不是时间"),
        ("备注", "a\x00b", "不是文本"),
        ("单位名称", None, "主键“单位名称”有空值"),
        ("单位名称", "县教育局", ""),
    ],
)
def test_bad_row_is_named_and_changes_nothing(
    dataset: Dataset, ledger: type[Ledger], field: str, value: object, said: str
) -> None:
    ledger.content[1] = {**ledger.content[1], field: value}
    if not said:
        ledger.content[1]["年份"], said = 2025, "主键重复：单位名称、年份为县教育局、2025"
    with pytest.raises(BadRow, match=said):
        refresh_dataset(name="taizhang")
    folder = file_of(dataset, "csv").parents[1]
    assert [path.name for path in folder.iterdir()] == ["1"]
    assert DatasetVersion.objects.count() == 1


def test_row_with_a_field_too_many_is_named(ledger: type[Ledger]) -> None:
    ledger.content[0] = {**ledger.content[0], "身份证号": "1"}
    with pytest.raises(BadRow, match="第1行的字段与数据字典不符：身份证号"):
        refresh_dataset(name="taizhang")
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("name", ["", " 年份", "_年份", '年"份', "年" * 22])
def test_field_name_that_no_catalogue_takes_is_refused(
    ledger: type[Ledger], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(ledger, "fields", (*ledger.fields, Field(name, "text")))
    with pytest.raises(BadRow, match="不能用"):
        refresh_dataset(name="taizhang")


def test_dataset_begins_with_its_first_row(ledger: type[Ledger]) -> None:
    ledger.content = []
    assert refresh_dataset(name="taizhang").state == "empty"
    assert not Dataset.objects.exists()
    ledger.content = [row("县教育局", 2025, "1")]
    assert refresh_dataset(name="taizhang").state == "created"


def test_unknown_names_are_refused(ledger: type[Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownDataset, match="没有名为“nosuch”的数据集"):
        refresh_dataset(name="nosuch")
    monkeypatch.setattr(ledger, "site_code", "nobody")
    with pytest.raises(DatasetError, match="提供单位“nobody”不存在"):
        refresh_dataset(name="taizhang")


def test_withdrawn_dataset_stays_away_until_it_is_taken_back(dataset: Dataset) -> None:
    withdraw_dataset(name="taizhang", reason="数据有误")
    assert not Dataset.objects.public().exists()
    assert refresh_dataset(name="taizhang").state == "withdrawn"
    restore_dataset(name="taizhang")
    assert Dataset.objects.public().get() == dataset
    operations = Change.objects.filter(object_type="dataset").order_by("version")
    assert [c.operation for c in operations] == ["upsert", "withdraw", "upsert"]


def test_withdrawal_needs_a_reason(dataset: Dataset) -> None:
    with pytest.raises(DatasetError, match="请写明撤下原因"):
        withdraw_dataset(name="taizhang", reason=" ")


def test_leftover_folder_of_a_broken_flip_is_replaced(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    orphan = file_of(dataset, "csv").parents[1] / "2"
    orphan.mkdir()
    (orphan / "junk").touch()
    ledger.content.pop()
    assert refresh_dataset(name="taizhang").state == "updated"
    assert not (orphan / "junk").exists()
    assert (orphan / "taizhang.csv").exists()


def test_refresh_that_was_overtaken_asks_for_another_try(
    dataset: Dataset, ledger: type[Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, fresh = [row("龙泉乡", 2026, "1")], [row("龙泉乡", 2026, "2")]

    def slow_rows(source: Ledger) -> Iterator[dict[str, Any]]:
        yield from stale
        monkeypatch.setattr(ledger, "rows", lambda source: iter(fresh))
        refresh_dataset(name="taizhang")

    monkeypatch.setattr(ledger, "rows", slow_rows)
    with pytest.raises(RefreshOvertaken) as raised:
        refresh_dataset(name="taizhang")
    assert raised.value.permanent is False
    dataset.refresh_from_db()
    assert (dataset.version.number, dataset.row_count) == (2, 1)
    assert '"金额": 2' in file_of(dataset, "json").read_text(encoding="utf-8")
