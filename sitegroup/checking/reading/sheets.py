"""Workbooks (.xlsx, .xls) and text tables (.csv), sheet by sheet; hidden ones are read too."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import load_workbook
from python_calamine import load_workbook as load_old_workbook

from sitegroup.checking.findings import Passage, Place
from sitegroup.checking.reading.limits import MOST_COLUMNS, Meter, Unread
from sitegroup.checking.scanning import columns_of

LONGEST_NUMBER = 1e17


def read_xlsx(data: bytes, meter: Meter) -> Iterator[Passage]:
    """Row by row, never the whole workbook; what a sheet claims of its size is not believed."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield from _sheet(sheet.title, sheet.iter_rows(values_only=True), meter)
    finally:
        book.close()


def read_xls(data: bytes, meter: Meter) -> Iterator[Passage]:
    """The old format, of at most 65,536 rows and 256 columns a sheet."""
    book = load_old_workbook(io.BytesIO(data))
    for name in book.sheet_names:
        yield from _sheet(name, book.get_sheet_by_name(name).to_python(), meter)


def read_csv(text: str, meter: Meter) -> Iterator[Passage]:
    """A text table; with tabs or commas."""
    first = text.split("\n", 1)[0]
    mark = "\t" if first.count("\t") > first.count(",") else ","
    yield from _sheet("", csv.reader(io.StringIO(text, newline=""), delimiter=mark), meter)


def _sheet(name: str, rows: Iterable[Iterable[Any]], meter: Meter) -> Iterator[Passage]:
    kept: list[list[str]] = []
    cut = False
    try:
        for row in rows:
            cells = [shown(value) for value in row][:MOST_COLUMNS]
            meter.spend("".join(cells), cells=len(cells) + 1)
            kept.append(cells)
    except Unread:
        cut = True
    yield from columns_of(Place(sheet=name), kept)
    if cut:
        raise Unread("file_partly")


def shown(value: Any) -> str:
    """A cell as it would be read; a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < LONGEST_NUMBER:
        return str(int(value))
    return str(value).strip()
