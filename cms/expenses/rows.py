"""A statement as one flat typed row, the same in the dataset and in its own files."""

from datetime import date
from decimal import Decimal
from typing import Any

from cms.expenses.items import AMOUNTS, COUNTS, ITEMS, LABELS, REASONS, SUM_LABELS
from cms.expenses.models import ExpenseStatement
from cms.expenses.representation.brief import public_day


def row_of(statement: ExpenseStatement, url: str) -> dict[str, str | int | Decimal | date | None]:
    """The row, headed as the official form heads its columns; None where blank."""
    figures = statement.figures
    row: dict[str, Any] = {
        "编号": statement.pk,
        "单位": statement.site.name,
        "单位代码": statement.site.code,
        "年度": statement.year,
        "阶段": str(statement.get_stage_display()),
        "范围": str(statement.get_scope_display()),
        "批复日期": statement.approved_on,
        "公开日期": public_day(statement),
    }
    for item in ITEMS:
        for column in AMOUNTS:
            row[LABELS[f"{item.code}_{column}"]] = figures.amount(item.code, column)
    for code in SUM_LABELS:
        for column in AMOUNTS:
            row[LABELS[f"{code}_{column}"]] = figures.amount(code, column)
    for name, label in COUNTS.items():
        row[label] = figures.counts.get(name)
    for item in ITEMS:
        for column in REASONS:
            row[LABELS[f"{item.code}_{column}"]] = getattr(figures.item(item.code), column) or None
    return {**row, "说明": statement.note or None, "网址": url or None}
