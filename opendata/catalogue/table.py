"""The rows of a dataset in CKAN's datastore: the same rows, whatever was there before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from opendata.actions.records import json_value
from opendata.catalogue.client import CkanClient
from opendata.catalogue.report import CREATED, UNCHANGED, UPDATED, RowCounts
from opendata.models import DatasetVersion
from opendata.packages import datastore_fields
from opendata.rows import ROW_ID, parquet_of
from opendata.writing.parquet import read_rows
from opendata.writing.typed import Value

UPSERT_CHUNK, DELETE_CHUNK, READ_CHUNK = 1000, 500, 10_000
# CKAN 2.12 keeps the number of rows that it once counted, even when told to count (True): the
# total of datastore_search would stay wrong for ever. False makes it forget.
FORGET_COUNT = False
Known = dict[bytes, tuple[bytes, int]]


def push_table(client: CkanClient, resource_id: str, version: DatasetVersion) -> str:
    """Make sure that the table has the version's columns and key.

    Answers created (empty now), updated (only its data dictionary) or unchanged. Other columns or
    another key mean a new table: CKAN cannot change the type of a column.
    """
    fields = datastore_fields(version.columns)
    info = client.read("datastore_info", resource_id=resource_id)
    if info is not None and not _same_columns(info, fields, version.key):
        client.write("datastore_delete", resource_id=resource_id, force=True)
        info = None
    if info is None:
        _create(client, resource_id, fields, version)
        return CREATED
    if [entry.get("info") for entry in info["fields"]] != [e.get("info") for e in fields]:
        _create(client, resource_id, fields, version)
        return UPDATED
    return UNCHANGED


def _same_columns(info: dict[str, Any], fields: list[dict[str, Any]], key: list[str]) -> bool:
    theirs = [(entry["id"], entry["type"]) for entry in info["fields"]]
    indexed = {entry["id"] for entry in info["fields"] if entry["schema"]["is_index"]}
    return theirs == [(entry["id"], entry["type"]) for entry in fields] and indexed == set(key)


def _create(
    client: CkanClient, resource_id: str, fields: list[dict[str, Any]], version: DatasetVersion
) -> None:
    client.write(
        "datastore_create",
        resource_id=resource_id,
        force=True,
        fields=fields,
        primary_key=list(version.key),
    )


def row_count(client: CkanClient, resource_id: str) -> int:
    """How many rows the table has; -1 without a table."""
    info = client.read("datastore_info", resource_id=resource_id)
    return -1 if info is None else int(info["meta"]["count"])


def push_rows(
    client: CkanClient, resource_id: str, version: DatasetVersion, *, empty: bool
) -> RowCounts:
    """Upsert the rows that are missing or different, delete those that are gone.

    `empty` says that the table holds nothing yet. Chunks are upserts by key: doing one twice
    changes nothing, so a push cut short is simply done again.
    """
    names = [field.name for field in version.columns]
    places = [names.index(name) for name in version.key]
    known = {} if empty else _known(client, resource_id, names, places)
    counts = RowCounts()

    def wanted() -> Iterator[dict[str, Any]]:
        for row in read_rows(parquet_of(version)):
            shown = [json_value(value) for value in row]
            found = known.pop(_digest([shown[place] for place in places]), None)
            if found is None:
                counts.created += 1
            elif found[0] != _digest(shown):
                counts.updated += 1
            else:
                counts.unchanged += 1
                continue
            yield {name: _sent(value) for name, value in zip(names, row, strict=True)}

    _upsert(client, resource_id, wanted())
    gone = [row_id for _row, row_id in known.values()]
    counts.deleted = len(gone)
    for start in range(0, len(gone), DELETE_CHUNK):
        chunk = gone[start : start + DELETE_CHUNK]
        client.write(
            "datastore_records_delete",
            resource_id=resource_id,
            force=True,
            filters={ROW_ID: chunk},
            calculate_record_count=FORGET_COUNT,
        )
    return counts


def _known(client: CkanClient, resource_id: str, names: list[str], places: list[int]) -> Known:
    """Digest of each key in CKAN -> digest of its row, and its row id there."""
    known: Known = {}
    last = 0
    while True:
        page = client.read(
            "datastore_search",
            resource_id=resource_id,
            fields=[ROW_ID, *names],
            filters={ROW_ID: {"gt": last}},
            sort=ROW_ID,
            limit=READ_CHUNK,
            records_format="lists",
            include_total=False,
        )
        records = page["records"] if page else []
        for row_id, *row in records:
            known[_digest([row[place] for place in places])] = (_digest(row), row_id)
        if len(records) < READ_CHUNK:
            return known
        last = records[-1][0]


def _digest(values: list[Any]) -> bytes:
    return hashlib.blake2b(json.dumps(values, ensure_ascii=False).encode(), digest_size=16).digest()


def _sent(value: Value) -> Any:
    """A value as the datastore takes it without loss: decimals and times as text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _upsert(client: CkanClient, resource_id: str, records: Iterable[dict[str, Any]]) -> None:
    stream = iter(records)
    while chunk := list(islice(stream, UPSERT_CHUNK)):
        client.write(
            "datastore_upsert",
            resource_id=resource_id,
            method="upsert",
            force=True,
            records=chunk,
            calculate_record_count=FORGET_COUNT,
        )
