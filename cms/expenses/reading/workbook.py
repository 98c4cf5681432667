"""Open a file of any of the usual kinds, told by content, and hold it to its limits."""

import io
import math
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import CellCoordinatesException
from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from cms.expenses.reading.grid import Sheet, Span, Value
from cms.expenses.reading.markup import SheetMarkup, markup_of
from opendata.tables import csv_rows, decode
from sitegroup.checking.reading.archive import opened
from sitegroup.checking.reading.limits import LARGEST_FILE, Unread
from sitegroup.exceptions import ImportRefused, Problem

MOST_ROWS = 50_000
MOST_COLUMNS = 100
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a damaged archive may end in, wherever the damage is.
BROKEN = (
    zipfile.BadZipFile, zlib.error, CellCoordinatesException, EOFError, KeyError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip
# A number in a cell is binary; nine places are more than any table shows and less than its noise.
PLACES = 9


def refuse(code: str, message: str, mend: str, **where: Any) -> ImportRefused:
    """The whole file refused with one problem."""
    return ImportRefused([Problem(code, message, mend, **where)])


def open_sheets(content: bytes, filename: str) -> tuple[list[Sheet], list[Problem]]:
    """The visible sheets of a file, and warnings about the hidden ones. Raises ImportRefused."""
    if not content.strip():
        raise refuse("empty_file", _("文件是空的。"), _("请选有内容的文件。"))
    if len(content) > LARGEST_FILE:
        raise refuse("too_large", _("文件超过50 MB。"), _("请分成几个文件。"))
    if content.startswith(ZIP_MAGIC):
        return _workbook(content, _markups(content))
    if content.startswith(OLE_MAGIC):
        return _workbook(content, {})
    return [_csv_sheet(content, filename)], []


def _csv_sheet(content: bytes, filename: str) -> Sheet:
    sheet = Sheet(filename.rsplit("/", 1)[-1].rsplit(".", 1)[0], [])
    for row in csv_rows(decode(content)):
        if row.number > MOST_ROWS:
            raise _too_long(sheet.name)
        sheet.rows.extend([] for _blank in range(row.number - 1 - len(sheet.rows)))
        sheet.rows.append(list(row.cells))
    _check_width(sheet)
    return sheet


def _markups(content: bytes) -> dict[str, SheetMarkup]:
    broken = refuse(
        "broken_file",
        _("文件打不开，可能没有传完或者已经损坏，也可能设了密码。"),
        _("请用Excel或WPS打开，另存为没有密码的xlsx再导入。"),
    )
    try:
        with opened(content) as archive:
            if any(
                member.filename.lower().endswith("vbaproject.bin") for member in archive.infolist()
            ):
                raise refuse("macros", _("文件里有宏。"), _("请另存为不含宏的xlsx再导入。"))
            return markup_of(archive, most_rows=MOST_ROWS)
    except Unread as error:
        raise _too_large() if error.kind == "file_bomb" else broken from error
    except BROKEN as error:
        raise broken from error


def _too_large() -> ImportRefused:
    return refuse(
        "too_large",
        _("文件解开后太大（超过200 MB或者压缩了100倍以上）。"),
        _("请删去空行空列和图片，另存后再导入。"),
    )


def _workbook(content: bytes, markups: dict[str, SheetMarkup]) -> tuple[list[Sheet], list[Problem]]:
    try:
        book = load_workbook(io.BytesIO(content))
        found, warnings = [], []
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                warnings.append(_hidden_sheet(meta.name))
                continue
            found.append(
                _sheet(book.get_sheet_by_name(meta.name), markups.get(meta.name, SheetMarkup()))
            )
    except CalamineError as error:
        raise refuse(
            "broken_file",
            _("文件打不开，可能没有传完或者已经损坏，也可能设了密码。"),
            _("请用Excel或WPS打开，另存为没有密码的xlsx再导入。"),
        ) from error
    return found, warnings


def _hidden_sheet(name: str) -> Problem:
    return Problem(
        "hidden_sheet", _("这个工作表是隐藏的，没有导入。"),
        _("要导入请先取消隐藏。"), sheet=name, level="warning",
    )  # fmt: skip


def _sheet(source: Any, markup: SheetMarkup) -> Sheet:
    if markup.too_long or source.total_height > MOST_ROWS:
        raise _too_long(source.name)
    if source.total_width > MOST_COLUMNS:
        raise _too_wide(source.name)
    rows = [[_value(cell) for cell in row] for row in source.to_python(skip_empty_area=False)]
    spans = [Span(top, left, bottom, right) for (top, left), (bottom, right) in _ranges(source)]
    for row, column in markup.unseen:
        rows.extend([] for _blank in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
    return Sheet(source.name, rows, spans, markup.unseen, markup.hidden_rows)


def _ranges(source: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return source.merged_cell_ranges or []


def _value(cell: object) -> Value:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float) and math.isfinite(cell):
        whole = int(cell) == cell
        return Decimal(int(cell)) if whole else Decimal(repr(round(cell, PLACES)))
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else str(cell) or None


def _check_width(sheet: Sheet) -> None:
    if sheet.width > MOST_COLUMNS:
        raise _too_wide(sheet.name)


def _too_wide(name: str) -> ImportRefused:
    return refuse("too_wide", _("超过100列。"), _("请只留三公经费表的列，再导入。"), sheet=name)


def _too_long(name: str) -> ImportRefused:
    return refuse("too_long", _("超过50,000行。"), _("请分成几个文件。"), sheet=name)
