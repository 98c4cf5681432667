"""Rows as datastore_search writes them: objects, lists, CSV or TSV without a heading."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from opendata.actions.row_query import RowRequest
from opendata.writing.typed import plain_number

DELIMITERS = {"csv": ",", "tsv": "\t"}


def json_value(value: Any) -> Any:
    """Numbers as numbers; times in universal time, to the millisecond, as CKAN writes them."""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.isoformat() if isinstance(value, date) else value


def as_records(rows: list[tuple[Any, ...]], request: RowRequest) -> Any:
    """The rows in the format that was asked for."""
    count = len(request.names)
    lists = [[json_value(value) for value in row[:count]] for row in rows]
    if request.records_format == "lists":
        return lists
    if request.records_format == "objects":
        return [dict(zip(request.names, row, strict=True)) for row in lists]
    out = io.StringIO()
    delimiter = DELIMITERS[request.records_format]
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lists)
    return out.getvalue()
