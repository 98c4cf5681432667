"""Expense statements as a dataset: one row a unit, year and stage."""

from collections.abc import Iterator
from typing import Any

from cms.expenses.addresses import channel_urls, query_of
from cms.expenses.items import AMOUNTS, COUNTS, ITEMS, LABELS, REASONS, SUM_LABELS
from cms.expenses.models import ExpenseStatement
from cms.expenses.rows import row_of
from opendata.sources import Field, FieldType, OpenType, UpdateCycle
from sitegroup.delivery.registry import registry
from sitegroup.models import Change

COUNT_UNITS = {
    "abroad_groups": "个",
    "abroad_persons": "人次",
    "vehicles_bought": "辆",
    "vehicles_kept": "辆",
    "reception_batches": "批次",
    "reception_persons": "人次",
    "foreign_batches": "批次",
    "foreign_persons": "人次",
}
AMOUNT_NOTES = {
    "budget": "年初预算，没有安排的为0.00",
    "final": "全年支出，没有发生的为0.00；预算表没有决算数，为空",
    "prior_final": "上一年度决算",
}


def _fields() -> tuple[Field, ...]:
    head = (
        Field("编号", FieldType.INTEGER, "编号", "表在本平台的编号，不会改变"),
        Field("单位", FieldType.TEXT, "单位", "单位全称"),
        Field("单位代码", FieldType.TEXT, "单位代码", "单位在本平台的代码"),
        Field("年度", FieldType.INTEGER, "年度"),
        Field("阶段", FieldType.TEXT, "阶段", "预算或决算"),
        Field("范围", FieldType.TEXT, "范围", "县本级汇总、部门（含所属单位）或单位"),
        Field("批复日期", FieldType.DATE, "批复日期", "财政部门批复的日期"),
        Field("公开日期", FieldType.DATE, "公开日期", "首次公开的日期"),
    )
    codes = [*(item.code for item in ITEMS), *SUM_LABELS]
    amounts = tuple(
        _amount(f"{code}_{column}", note)
        for code in codes
        for column, note in AMOUNT_NOTES.items()
        if column in AMOUNTS
    )
    counts = tuple(
        Field(label, FieldType.INTEGER, label, unit=COUNT_UNITS[name])
        for name, label in COUNTS.items()
    )
    reasons = tuple(
        Field(LABELS[f"{item.code}_{name}"], FieldType.TEXT, LABELS[f"{item.code}_{name}"])
        for item in ITEMS
        for name in REASONS
    )
    tail = (Field("说明", FieldType.TEXT, "说明"), Field("网址", FieldType.TEXT, "网址"))
    return (*head, *amounts, *counts, *reasons, *tail)


def _amount(name: str, note: str) -> Field:
    return Field(LABELS[name], FieldType.NUMERIC, LABELS[name], note, unit="万元")


class ExpensesDataset:
    """三公经费数据集: the statements that units have released."""

    name = "sangong"
    title = "财政拨款“三公”经费"
    notes = (
        "全县各单位财政拨款“三公”经费的预算和决算，一个单位一个年度一个阶段一行，金额单位是万元。"
        "包括因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费，以及批次、人次、车辆数和增减原因。"
    )
    group = "caishui-jinrong"
    tags = ("三公经费", "决算", "预算", "公务用车", "公务接待")
    update_cycle = UpdateCycle.YEARLY
    open_type = OpenType.UNCONDITIONAL
    license_id = "cc-by-4.0"
    key = ("单位代码", "年度", "阶段")
    fields = _fields()

    @property
    def site_code(self) -> str:
        """The portal provides it."""
        portal = registry().portal
        return portal.code if portal else ""

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every public statement, by unit, year and stage."""
        found = ExpenseStatement.objects.public().with_units()
        rows = list(found.order_by("site__code", "year", "stage"))
        urls = channel_urls([row.site for row in rows])
        for row in rows:
            channel = urls.get(row.site_id, "")
            yield row_of(row, f"{channel}{query_of(row)}" if channel else "")

    def affected_by(self, change: Change) -> bool:
        """Any statement."""
        return change.object_type == ExpenseStatement.object_type
