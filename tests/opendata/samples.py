"""A small dataset whose rows a test may change, with every type of field."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from opendata.sources import Field, FieldType, OpenType, UpdateCycle
from sitegroup.models import Change

SOURCE = "tests.opendata.samples.Ledger"


def row(unit: str, year: int, amount: str | None, **other: Any) -> dict[str, Any]:
    """One row; the amount in 万元."""
    return {
        "单位名称": unit,
        "年份": year,
        "金额": None if amount is None else Decimal(amount),
        "日期": date(year, 1, 20),
        "时间": datetime(2026, 11, 22, 3, 16, 20, 627052, tzinfo=UTC),
        "备注": None,
        **other,
    }


FIRST_ROWS = (
    row("县教育局", 2025, "12.50", 备注="=HYPERLINK(1)"),
    row("县财政局", 2024, "3"),
    row("城关镇", 2025, None, 日期=None),
)


class Ledger:
    """台账: rows given by the test."""

    name = "taizhang"
    title = "经费台账"
    notes = "各单位各年的经费。"
    site_code = "czj"
    group = "caishui-jinrong"
    tags = ("三公经费", "预算")
    update_cycle = UpdateCycle.YEARLY
    open_type = OpenType.UNCONDITIONAL
    license_id = "CC-BY-4.0"
    key = ("单位名称", "年份")
    fields = (
        Field("单位名称", FieldType.TEXT, "单位", "全称"),
        Field("年份", FieldType.INTEGER, "年度"),
        Field("金额", FieldType.NUMERIC, "金额", "实际支出", "万元"),
        Field("日期", FieldType.DATE, "公开日期"),
        Field("时间", FieldType.TIMESTAMP, "更新时间"),
        Field("备注", FieldType.TEXT, "备注"),
    )
    content: ClassVar[list[dict[str, Any]]] = list(FIRST_ROWS)

    def rows(self) -> Iterator[dict[str, Any]]:
        """What the test put there."""
        yield from self.content

    def affected_by(self, change: Change) -> bool:
        """Expenses."""
        return change.object_type == "expenses"
