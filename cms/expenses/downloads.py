"""One statement as a file: for a spreadsheet, and for a program."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from cms.expenses.addresses import statement_url
from cms.expenses.items import AMOUNTS, BY_CODE, COUNTS, REASONS, SUM_LABELS
from cms.expenses.models import ExpenseStatement
from cms.expenses.rows import row_of
from sitegroup.escaping import escaped
from sitegroup.exceptions import PlatformError

FORMATS = ("xlsx", "csv", "json")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
FORM_ROWS = ("abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception", "total")


def statement_file(statement: ExpenseStatement, name: str) -> bytes:
    """The statement in one of FORMATS. Raises PlatformError for any other."""
    if name == "xlsx":
        return _xlsx(statement)
    row = row_of(statement, statement_url(statement))
    if name == "csv":
        return _csv(row)
    if name == "json":
        return json.dumps(row, ensure_ascii=False, default=str, indent=1).encode()
    raise PlatformError(f"没有{name[:10]}这种格式。", "unknown_format")


def _csv(row: dict[str, str | int | Decimal | date | None]) -> bytes:
    """With a byte order mark, and nothing that a spreadsheet would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(row)
    writer.writerow([_plain(value) for value in row.values()])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    """A value for a CSV cell; a text that begins like a formula, escaped."""
    if isinstance(value, str):
        return escaped(value)
    return "" if value is None else value


def _xlsx(statement: ExpenseStatement) -> bytes:
    """The official form: an item a row, its amounts and reasons beside it."""
    figures = statement.figures
    book = Workbook()
    sheet = book.active
    sheet.title = f"{statement.year}年{statement.get_stage_display()}"
    headings = ["项目", *AMOUNTS.values(), *REASONS.values()]
    sheet.append([f"{statement}表"])
    sheet.append([f"单位：{statement.site.name}", f"{statement.year}年度", "", "金额单位：万元"])
    sheet.append(headings)
    for code in FORM_ROWS:
        label = BY_CODE[code].label if code in BY_CODE else SUM_LABELS[code]
        amounts = [figures.amount(code, column) for column in AMOUNTS]
        reasons = [getattr(figures.item(code), column) for column in REASONS]
        sheet.append([label, *amounts, *reasons])
    for name, label in COUNTS.items():
        sheet.append([label, figures.counts.get(name)])
    sheet.append(["说明", statement.note])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if isinstance(cell.value, Decimal):
                cell.number_format = "#,##0.00"
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column > len(AMOUNTS) + 1)
    for row_number in (1, 3):
        for cell in sheet[row_number]:
            cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (30, 14, 14, 14, 40, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
