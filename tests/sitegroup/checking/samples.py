"""Numbers and files of each kind, made on the fly; nobody's real number is among them."""

import io
import zipfile

from docx import Document
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from sitegroup.checking.detectors.resident_id import CHECKS, WEIGHTS


def resident_id(first17: str = "11010119900307123") -> str:
    """A number with its check character (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True))
    return first17 + CHECKS[total % 11]


def luhn(head: str) -> str:
    """A card's number with its check digit."""
    total = 0
    for place, digit in enumerate(reversed(head)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return head + str(-total % 10)


def docx(*paragraphs: str, table: tuple[tuple[str, ...], ...] = (), comment: str = "") -> bytes:
    """A Word document."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if comment:
        document.sections[0].header.paragraphs[0].text = comment
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in enumerate(table):
            for column, value in enumerate(cells):
                made.cell(row, column).text = value
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx(*rows: tuple[object, ...], sheet: str = "名单", hidden: bool = False) -> bytes:
    """A workbook of one sheet; `hidden` puts an empty one before it."""
    book = Workbook()
    page = book.active
    assert page is not None
    if hidden:
        page = book.create_sheet()
        page.sheet_state = "hidden"
    page.title = sheet
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def pdf(*pages: str, extra: str = "") -> bytes:
    """A PDF whose pages each say one line of ASCII; `extra` goes into its catalogue."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF".encode("latin-1")


def locked_pdf(password: str) -> bytes:
    """The same behind a password; an empty one only forbids."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("hello"))))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def packed(**members: bytes) -> bytes:
    """A zip archive; a name's __ stands for /, its _ for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """An office file with one more part."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()
