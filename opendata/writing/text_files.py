"""CSV for people and JSON for programs, a row at a time."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from opendata.sources import Field
from opendata.writing.typed import Value, plain_number
from sitegroup.escaping import escaped


def local_time(value: datetime) -> datetime:
    """A naive UTC time in the county's time zone."""
    return timezone.localtime(value.replace(tzinfo=UTC))


def as_text(value: Value) -> str:
    """A value as people read it: times in the county's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local_time(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(plain_number(value)) if isinstance(value, Decimal) else str(value)


def as_json(value: Value) -> Any:
    """A value for JSON: numbers as numbers, times with their offset."""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, datetime):
        return local_time(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def write_csv(file: Path, fields: tuple[Field, ...], rows: Iterable[tuple[Value, ...]]) -> None:
    """UTF-8 with BOM, so that Excel reads the Chinese; texts made safe against formulas."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([escaped(field.name) for field in fields])
        for row in rows:
            writer.writerow([escaped(v) if isinstance(v, str) else as_text(v) for v in row])


def write_json(file: Path, fields: tuple[Field, ...], rows: Iterable[tuple[Value, ...]]) -> None:
    """A list of objects, one a line."""
    names = [field.name for field in fields]
    with file.open("w", encoding="utf-8") as out:
        out.write("[")
        comma = "\n"
        for row in rows:
            entry = {name: as_json(value) for name, value in zip(names, row, strict=True)}
            out.write(comma + json.dumps(entry, ensure_ascii=False))
            comma = ",\n"
        out.write("\n]\n")
