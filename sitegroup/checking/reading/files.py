"""Read one file of any kind, told by its content and not by its name."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from sitegroup.checking.findings import Passage, Place
from sitegroup.checking.reading import archive, pdf, sheets, word
from sitegroup.checking.reading.limits import LARGEST_FILE, Meter, Unread

logger = logging.getLogger(__name__)

ZIP, OLE, PDF, PROGRAM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"MZ"
# The name of the folder of macros inside an old office file, as its directory spells it.
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
TABLES = {".csv", ".tsv"}
TEXTS = {".txt", ".json", ".md"}
HEAD = 1024


@dataclass
class FileText:
    """What a file holds: its passages, and the kinds of rule that its state itself breaks."""

    passages: list[Passage] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def read_file(data: bytes, filename: str) -> FileText:
    """The text of a file; whatever is wrong with it is a trouble, never an exception.

    Troubles: file_unreadable, file_partly, file_scanned, file_active, file_bomb.
    """
    result = FileText()
    if len(data) > LARGEST_FILE:
        return FileText(troubles=["file_partly"])
    try:
        for passage in _passages(data, filename, result):
            result.passages.append(passage)
    except Unread as unread:
        result.troubles.append(unread.kind)
    except Exception as error:  # noqa: BLE001 - libraries meet hostile files with anything
        # the kind of error only: its text may quote the file
        logger.info("a file of %d bytes was not read: %s", len(data), type(error).__name__)
        result.troubles.append("file_unreadable")
    return result


def _passages(data: bytes, filename: str, result: FileText) -> Iterator[Passage]:
    meter, suffix = Meter(), PurePath(filename).suffix.lower()
    if PDF in data[:HEAD]:
        reader = pdf.opened(data)
        if pdf.is_active(reader):
            result.troubles.append("file_active")
        return pdf.read(reader, meter)
    if data.startswith(ZIP):
        return _packed(data, meter, result)
    if data.startswith(OLE):
        if OLD_MACROS in data:
            result.troubles.append("file_active")
        if suffix in {".xls", ".et"}:
            return sheets.read_xls(data, meter)
        raise Unread("file_unreadable")
    if data.startswith(PROGRAM) and b"\0" in data[:HEAD]:
        raise Unread("file_active")
    return _plain(data, suffix, meter)


def _packed(data: bytes, meter: Meter, result: FileText) -> Iterator[Passage]:
    opened = archive.opened(data)
    if archive.is_active(opened):
        result.troubles.append("file_active")
    names = set(opened.namelist())
    if "word/document.xml" in names:
        return word.read(opened, meter)
    if "xl/workbook.xml" in names:
        return sheets.read_xlsx(data, meter)
    raise Unread("file_unreadable")


def _plain(data: bytes, suffix: str, meter: Meter) -> Iterator[Passage]:
    if suffix not in TABLES | TEXTS:
        raise Unread("file_unreadable")
    text = decoded(data)
    if suffix in TABLES:
        return sheets.read_csv(text, meter)
    meter.spend(text)
    return iter([Passage(Place(), text)])


def decoded(data: bytes) -> str:
    """Text in UTF-8 or in the code of Chinese offices. Raises UnicodeDecodeError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
