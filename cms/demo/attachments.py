"""Attachments (附件) of the demo articles: real .xlsx, .docx and .csv files from plain data.

An attachment is what an article file holds: name, title, kind, and rows (xlsx, csv) or
paragraphs (docx, with rows as an optional table). The same entry gives the same bytes.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

Attachment: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Sequence[Sequence[str | int | float]]

# Office files carry the time they were saved; a fixed one keeps the bytes the same.
SAVED: Final = datetime(2026, 1, 5, 9, 0)
ARCHIVE_TIME: Final = (2026, 1, 5, 9, 0, 0)
AUTHOR: Final = "云溪县人民政府"
BODY_FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
# Longer runs of digits are codes (division, credit, phone), which a number would mangle.
NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,6})(?:\.(\d{1,4}))?")
SECTION: Final = re.compile(r"[一二三四五六七八九十]+、")
LINE: Final = Side(style="thin", color="FF7C8691")


def build(attachment: Attachment) -> bytes:
    """Make the file of one attachment.

    Raises ValueError, naming the attachment and the place, for an unknown kind or ragged rows.
    """
    name, kind = attachment["name"], attachment["kind"]
    maker = _MAKERS.get(kind)
    if maker is None:
        raise ValueError(f"{name}: kind is “{kind}”; use one of {', '.join(_MAKERS)}")
    rows = attachment.get("rows", [])
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(f"{name}: row {number} has {len(row)} cells, the head {len(rows[0])}")
    return maker(attachment)


def _csv(attachment: Attachment) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(attachment["rows"])
    # The mark makes spreadsheet programs read UTF-8 rather than the local code page.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(attachment: Attachment) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook always has one
    sheet.title = re.sub(r"[\[\]:*?/\\]", "", attachment["title"])[:31]
    _fill(sheet, attachment["rows"])
    workbook.properties.creator = AUTHOR
    workbook.properties.title = attachment["title"]
    workbook.properties.created = SAVED
    file = io.BytesIO()
    workbook.save(file)
    workbook.properties.modified = SAVED
    return _repacked(file, {"docProps/core.xml": tostring(workbook.properties.to_tree())})


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged
            _write(cell, value, head=row == 1)
    for column, cells in enumerate(zip(*rows, strict=True), start=1):
        widest = max(_width(str(value)) for value in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(widest + 3, 8), 48)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(cell: Cell, value: str | int | float, *, head: bool) -> None:
    cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    if head:
        cell.value = value
        cell.font = Font(name=BODY_FONT, size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFEAEDF0")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return
    cell.font = Font(name=BODY_FONT, size=11)
    number = NUMBER.fullmatch(str(value))
    if number is None:
        cell.value = value
        return
    decimals = len(number[1] or "")
    cell.value = float(value) if decimals else int(value)
    cell.number_format = f"0.{'0' * decimals}" if decimals else "0"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _docx(attachment: Attachment) -> bytes:
    document = Document()
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.space_after = Pt(18)
    _set_font(head.add_run(attachment["title"]), HEAD_FONT, 18)
    for text in attachment.get("paragraphs", []):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(28)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.first_line_indent = Pt(28)
        _set_font(paragraph.add_run(text), HEAD_FONT if SECTION.match(text) else BODY_FONT, 14)
    rows: Rows = attachment.get("rows", [])
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for target, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(target.cells, values, strict=True):
                _set_font(cell.paragraphs[0].add_run(str(value)), BODY_FONT, 11)
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = attachment["title"]
    properties.comments = ""
    properties.created = properties.modified = SAVED
    file = io.BytesIO()
    document.save(file)
    return _repacked(file, {})


def _set_font(run: Run, name: str, size: int) -> None:
    run.font.name = name
    run.font.size = Pt(size)
    # Word takes the typeface of Chinese characters from this attribute alone.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _repacked(file: io.BytesIO, replaced: Mapping[str, bytes]) -> bytes:
    """Write the archive again with fixed times and the given members replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ARCHIVE_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, replaced.get(name) or source.read(name))
    return packed.getvalue()


_MAKERS: Final[dict[str, Callable[[Attachment], bytes]]] = {
    "xlsx": _xlsx,
    "docx": _docx,
    "csv": _csv,
}
