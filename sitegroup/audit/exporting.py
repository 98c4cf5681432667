"""The record as a file: for people (xlsx, CSV in words) and for programs (JSON lines)."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from sitegroup.audit.hashing import canonical, plain
from sitegroup.audit.models import Action, AuditEntry
from sitegroup.audit.services import record
from sitegroup.audit.wording import roles_in_words
from sitegroup.escaping import escaped

AT_ONCE = 2000
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}


def headings() -> list[str]:
    """The first row."""
    return [
        _("序号"), _("时间"), _("操作人"), _("岗位"), _("IP地址"), _("浏览器"), _("操作"),
        _("对象种类"), _("对象"), _("单位"), _("结果"), _("详情"), _("校验值"),
    ]  # fmt: skip


def row_of(entry: AuditEntry) -> list[str]:
    """One entry in words."""
    return [
        str(entry.sequence), f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.actor_name, roles_in_words(entry.role), entry.address, entry.agent,
        entry.action_label, entry.object_type, entry.object_title, entry.site_name,
        entry.get_result_display(), entry.detail, entry.entry_hash,
    ]  # fmt: skip


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    """With a byte order mark, for a spreadsheet."""
    yield "\ufeff".encode()
    yield _csv_line(headings())
    for entry in entries:
        yield _csv_line([escaped(value) for value in row_of(entry)])


def _csv_line(row: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(row)
    return text.getvalue().encode()


def json_lines(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    """Every field to the letter, hashes too: what is needed to check the chain elsewhere."""
    for entry in entries:
        yield f"{canonical(plain(entry))}\n".encode()


def workbook(entries: Iterable[AuditEntry]) -> bytes:
    """An xlsx of texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("操作记录"))
    for row in _rows(entries):
        sheet.append([_cell(sheet, value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _rows(entries: Iterable[AuditEntry]) -> Iterator[list[str]]:
    yield headings()
    for entry in entries:
        yield row_of(entry)


def _cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # or a text that begins with = would be a formula
    return cell


def export_bytes(
    entries: QuerySet[AuditEntry], name: str, *, by: Any, told: dict[str, Any]
) -> bytes:
    """The entries in one of MEDIA_TYPES, with the export itself on record. Raises KeyError."""
    with transaction.atomic():
        listed = entries.iterator(chunk_size=AT_ONCE)
        writers = {"xlsx": workbook, "csv": _joined(csv_lines), "jsonl": _joined(json_lines)}
        made: bytes = writers[name](listed)
        digest = hashlib.sha256(made).hexdigest()
        record(
            action=Action.AUDIT_EXPORTED, by=by, detail={**told, "format": name, "sha256": digest}
        )
    return made


def _joined(lines: Any) -> Any:
    return lambda entries: b"".join(lines(entries))


def export_file(entries: QuerySet[AuditEntry], path: Path, *, by: Any, told: dict[str, Any]) -> int:
    """Write the entries to `path` (.csv or .jsonl) line by line; how many. The export is on record.

    Whole or not at all: it is written beside and takes its name only after it is recorded.
    """
    writer = {".csv": csv_lines, ".jsonl": json_lines}[path.suffix]
    part = path.with_name(f"{path.name}.part")
    digest, counted = hashlib.sha256(), 0

    def counting() -> Iterator[AuditEntry]:
        nonlocal counted
        for entry in entries.iterator(chunk_size=AT_ONCE):
            counted += 1
            yield entry

    with part.open("wb") as file:
        for line in writer(counting()):
            file.write(line)
            digest.update(line)
    detail = {**told, "file": path.name, "count": counted, "sha256": digest.hexdigest()}
    record(action=Action.AUDIT_EXPORTED, by=by, detail=detail)
    part.replace(path)
    return counted
