"""XLSX: the rows on the first sheet, the data dictionary on the second."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from opendata.sources import Field, FieldType
from opendata.writing.text_files import local_time
from opendata.writing.typed import Value
from sitegroup.escaping import looks_like_formula

MOST_ROWS = 1_048_575  # of a sheet, under its heading
LONGEST_TEXT = 32_767


def write_xlsx(file: Path, fields: tuple[Field, ...], rows: Iterable[tuple[Value, ...]]) -> None:
    """Write all rows; at most MOST_ROWS. A text longer than a cell can hold is cut there."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("数据"))
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, field.name) for field in fields])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    _dictionary(book.create_sheet(_("数据字典")), fields)
    book.save(file)


def _dictionary(sheet: Any, fields: tuple[Field, ...]) -> None:
    titles = (_("字段"), _("名称"), _("类型"), _("计量单位"), _("说明"))
    sheet.append([_heading(sheet, title) for title in titles])
    for field in fields:
        sheet.append([cell(sheet, text) for text in _described(field)])


def _described(field: Field) -> Iterator[str]:
    yield from (field.name, field.label, str(FieldType(field.type).label))
    yield from (field.unit, field.description)


def _heading(sheet: Any, text: str) -> Any:
    heading = cell(sheet, text)
    heading.font = Font(bold=True)
    return heading


def cell(sheet: Any, value: Value) -> Any:
    """A cell; a text is always text, whatever it begins with."""
    if isinstance(value, datetime):
        return local_time(value).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if looks_like_formula(text):
        cell.quotePrefix = True
    return cell
