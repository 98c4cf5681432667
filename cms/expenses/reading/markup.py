"""What a spreadsheet's own markup tells beyond its values: formulas nobody computed, hidden rows.

Read as a stream, so that a sheet of any size takes little memory, and without entities.
"""

import zipfile
from dataclasses import dataclass
from posixpath import join, normpath
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring, iterparse  # type: ignore[import-untyped]
from openpyxl.utils.cell import coordinate_to_tuple

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetMarkup:
    """Rows and columns from 0."""

    unseen: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    too_long: bool = False


def markup_of(archive: zipfile.ZipFile, *, most_rows: int) -> dict[str, SheetMarkup]:
    """The markup of each sheet by its name. Raises ValueError or KeyError for a broken file."""
    try:
        return {name: _sheet_markup(archive, path, most_rows) for name, path in _sheets(archive)}
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(str(error)) from error


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names and paths inside the archive, in the order of the tabs."""
    book: Element = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    relations: Element = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    members = set(archive.namelist())
    found = []
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if path in members:
            found.append((str(sheet.get("name")), path))
    return found


def _sheet_markup(archive: zipfile.ZipFile, path: str, most_rows: int) -> SheetMarkup:
    with archive.open(path) as stream:
        return _read(stream, most_rows)


def _read(stream: IO[bytes], most_rows: int) -> SheetMarkup:
    unseen: set[tuple[int, int]] = set()
    hidden: set[int] = set()
    number = 0
    whole: Element | None = None
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            whole = element if element.tag == f"{MAIN}sheetData" else whole
            continue
        if element.tag != f"{MAIN}row":
            continue
        number = int(element.get("r") or number + 1)
        if element.get("hidden") in ("1", "true"):
            hidden.add(number - 1)
        filled, found = _cells(element)
        unseen |= found
        if whole is not None:
            whole.clear()
        if number > most_rows and filled:
            return SheetMarkup(frozenset(unseen), frozenset(hidden), too_long=True)
    return SheetMarkup(frozenset(unseen), frozenset(hidden))


def _cells(row: Element) -> tuple[bool, set[tuple[int, int]]]:
    """Whether any cell has a value, and the formulas without a result worth having."""
    filled, unseen = False, set()
    for cell in row.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        stored = value is not None and bool(value.text)
        filled = filled or stored
        formula = cell.find(f"{MAIN}f") is not None
        if formula and (not stored or cell.get("t") == "e"):
            at_row, at_column = coordinate_to_tuple(cell.get("r") or "A1")
            unseen.add((at_row - 1, at_column - 1))
    return filled, unseen
