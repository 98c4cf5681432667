"""Word documents (.docx): paragraphs and tables, and what a reader does not see at first.

Text boxes, headers, notes, comments and deleted text of tracked changes become public with the
file, so they are read too.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml

from sitegroup.checking.findings import Passage, Place
from sitegroup.checking.reading.limits import Meter
from sitegroup.checking.scanning import columns_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word writes a text box twice: as it is, and for old versions.
OLD = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ASIDE = ("header", "footer", "footnotes", "endnotes", "comments")
ASIDE_LABEL = "页眉、脚注或批注"


def read(archive: zipfile.ZipFile, meter: Meter) -> Iterator[Passage]:
    """The passages of a document."""
    yield from _body(parse_xml(archive.read("word/document.xml")), meter)
    names = [
        name
        for name in archive.namelist()
        if name.startswith(tuple(f"word/{part}" for part in ASIDE)) and name.endswith(".xml")
    ]
    lines = [
        text
        for name in names
        for paragraph in parse_xml(archive.read(name)).iter(f"{W}p")
        if (text := _text(paragraph, meter))
    ]
    if lines:
        yield Passage(Place(part=ASIDE_LABEL), "\n".join(lines))


def _body(root: Any, meter: Meter) -> Iterator[Passage]:
    lines: list[str] = []
    tables: dict[Any, list[list[str]]] = defaultdict(list)
    for paragraph in root.iter(f"{W}p"):
        if any(True for _old in paragraph.iterancestors(OLD)):
            continue
        if next(paragraph.iterancestors(f"{W}tbl"), None) is None:
            lines.append(_text(paragraph, meter))
    for table in root.iter(f"{W}tbl"):
        tables[table] = [
            ["".join(_text(p, meter) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
            for row in table.iterchildren(f"{W}tr")
        ]
    yield Passage(Place(), "\n".join(lines))
    for number, rows in enumerate(tables.values(), 1):
        yield from columns_of(Place(table=number), rows)


def _text(paragraph: Any, meter: Meter) -> str:
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}br"):
        parts.append(node.text or "" if node.tag in (f"{W}t", f"{W}delText") else " ")
    text = "".join(parts)
    meter.spend(text)
    return text
