"""Read a table as it was saved by whatever office software: bytes to rows of text."""

import csv
import gzip
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from sitegroup.exceptions import ImportRefused, Problem

GZIP_MAGIC = b"\x1f\x8b"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MEGABYTE = 1024 * 1024
LARGEST_TABLE = 64 * MEGABYTE
LONGEST_RECORD = 4 * MEGABYTE
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Row:
    """A record: the row that a spreadsheet would show it in (the first is 1), and its cells."""

    number: int
    cells: list[str]


def read_table_file(path: Path) -> bytes:
    """The bytes of a table, unless there are too many. Raises ImportRefused."""
    if path.stat().st_size > LARGEST_TABLE:
        raise _too_large()
    return path.read_bytes()


def _too_large() -> ImportRefused:
    why = _("文件（解压后）超过%d MB。") % (LARGEST_TABLE // MEGABYTE)
    return ImportRefused([Problem("too_large", why, _("请分成几个文件。"))])


def unpack(data: bytes) -> bytes:
    """The bytes themselves, unpacked if they are gzip (told by content). Raises ImportRefused."""
    if data.startswith(GZIP_MAGIC):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST_TABLE + 1)
        except (OSError, EOFError, zlib.error) as error:
            why = _("压缩文件不完整，解不开。")
            raise ImportRefused([Problem("broken_gzip", why, _("请重新压缩后再导入。"))]) from error
    if len(data) > LARGEST_TABLE:
        raise _too_large()
    return data


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


class _Lines:
    """The lines of a text for the CSV reader, which would swallow a file after a lone quote."""

    def __init__(self, text: str) -> None:
        self.text, self.swallowed = text, 0

    def __iter__(self) -> Iterator[str]:
        for found in LINE.finditer(self.text):
            self.swallowed += found.end() - found.start()
            if self.swallowed > LONGEST_RECORD:
                raise csv.Error("record too long")
            yield found[0]


def csv_rows(text: str) -> Iterator[Row]:
    """The rows of a CSV with the numbers that a spreadsheet shows; blank rows are left out.

    A record with line breaks inside quotes is one row. Raises ImportRefused for NUL characters,
    broken quotes and cells of more than 131,072 characters, with the row.
    """
    number = 0
    lines = _Lines(text)
    try:
        for cells in csv.reader(lines, strict=True):
            number += 1
            lines.swallowed = 0
            if any("\x00" in cell for cell in cells):
                raise _unreadable("nul", number)
            if any(cell.strip() for cell in cells):
                yield Row(number, cells)
    except csv.Error as error:
        code = "long_cell" if "field limit" in str(error) else "broken_csv"
        raise _unreadable(code, number + 1) from error


def _unreadable(code: str, number: int) -> ImportRefused:
    words = {
        "nul": (_("有空字符（NUL），文件可能已经损坏。"), _("请重新导出。")),
        "long_cell": (_("有一格超过131,072个字。"), _("请检查这一行的引号，或者缩短这一格。")),
        "broken_csv": (_("从这里起读不下去，多半是引号没有配对。"), _("请检查这一行的引号。")),
    }
    return ImportRefused([Problem(code, *words[code], row=number)])


def plain(cell: str) -> str:
    """A name or code without blanks around it, full-width characters made half-width."""
    return unicodedata.normalize("NFKC", cell).strip()


def same_word(cell: str) -> str:
    """What is the same for two words that differ only by blanks, width or case."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def readable(cell: str) -> str:
    """A text without control characters and without marks that turn its direction."""
    return BIDI.sub("", CONTROLS.sub("", cell)).strip()
