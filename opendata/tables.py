"""Read a table as it was saved by whatever office software: bytes to rows of text."""

import csv
import gzip
import io
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sitegroup.exceptions import ImportRefused, Problem

GZIP_MAGIC = b"\x1f\x8b"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LARGEST_TABLE = 200 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """A record: the row that a spreadsheet would show it in (the first is 1), and its cells."""

    number: int
    cells: list[str]


def unpack(data: bytes) -> bytes:
    """The bytes themselves, unpacked if they are gzip (told by content)."""
    if not data.startswith(GZIP_MAGIC):
        return data
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST_TABLE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ImportRefused(
            [Problem("broken_gzip", _("压缩文件不完整，解不开。"), _("请重新压缩后再导入。"))]
        ) from error
    if len(unpacked) > LARGEST_TABLE:
        raise ImportRefused([Problem("too_large", _("解压后超过200 MB。"), _("请分成几个文件。"))])
    return unpacked


def decode(data: bytes) -> str:
    """The text of a table: UTF-8 with or without BOM, UTF-16 with BOM, GB18030.

    The whole is decoded, so that a wrong guess cannot spoil a later row. Raises ImportRefused.
    """
    data = unpack(data)
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            [
                Problem(
                    "encoding",
                    _("文件的文字编码认不出来（既不是UTF-8也不是GB18030）。"),
                    _("请用Excel或WPS另存为“CSV UTF-8”再导入。"),
                )
            ]
        ) from error


def csv_rows(text: str) -> Iterator[Row]:
    """The rows of a CSV with the numbers that a spreadsheet shows; blank rows are left out.

    A record with line breaks inside quotes is one row. Raises ImportRefused for NUL characters
    and broken quotes, with the row.
    """
    if "\x00" in text:
        number = text.count("\n", 0, text.index("\x00")) + 1
        raise ImportRefused(
            [
                Problem(
                    "nul", _("有空字符（NUL），文件可能已经损坏。"), _("请重新导出。"), row=number
                )
            ]
        )
    number = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                yield Row(number, cells)
    except csv.Error as error:
        raise ImportRefused(
            [
                Problem(
                    "broken_csv",
                    _("从这里起读不下去，多半是引号没有配对。"),
                    _("请检查这一行的引号。"),
                    row=number + 1,
                )
            ]
        ) from error


def plain(cell: str) -> str:
    """A cell without surrounding blanks, full-width letters and digits made half-width."""
    return unicodedata.normalize("NFKC", cell).strip()
