"""PDF files, page by page; a scan has no text and is said to have none."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from sitegroup.checking.findings import Passage, Place
from sitegroup.checking.reading.archive import PROGRAMS
from sitegroup.checking.reading.limits import MOST_PAGES, Meter, Unread

RUNS = ("/JavaScript", "/Launch")


def opened(data: bytes) -> PdfReader:
    """The file; one that only forbids printing opens without a password.

    Raises Unread("file_unreadable") where a password is needed.
    """
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unread("file_unreadable")
    return reader


def is_active(reader: PdfReader) -> bool:
    """Whether it runs a script or a program when opened, or carries a program."""
    root: Any = reader.trailer["/Root"]
    names = _dictionary(root.get("/Names"))
    if "/JavaScript" in names or _runs(root.get("/OpenAction")):
        return True
    if any(_runs(action) for action in _dictionary(root.get("/AA")).values()):
        return True
    carried = reader.attachments if "/EmbeddedFiles" in names else {}
    return any(str(name).lower().endswith(tuple(PROGRAMS)) for name in carried)


def _dictionary(value: Any) -> dict[str, Any]:
    plain = value.get_object() if value is not None else None
    return dict(plain) if isinstance(plain, DictionaryObject) else {}


def _runs(value: Any) -> bool:
    plain = value.get_object() if value is not None else None
    if isinstance(plain, ArrayObject):
        return False  # where to begin reading
    return isinstance(plain, DictionaryObject) and plain.get("/S") in RUNS


def read(reader: PdfReader, meter: Meter) -> Iterator[Passage]:
    """One passage a page. Raises Unread: file_partly, or file_scanned where no page has text."""
    words = 0
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES:
            raise Unread("file_partly")
        text = page.extract_text()
        meter.spend(text)
        words += len(text.strip())
        yield Passage(Place(page=number), text)
    if not words:
        raise Unread("file_scanned")
