"""Write rows to Parquet as they come, and read them back a batch at a time."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from opendata.sources import Field, FieldType
from opendata.writing.typed import (
    DECIMAL_DIGITS,
    DECIMAL_PLACES,
    Value,
    canonical,
    typed_row,
)

BATCH = 5000
ARROW_TYPES = {
    FieldType.TEXT: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMERIC: pa.decimal128(DECIMAL_DIGITS, DECIMAL_PLACES),
    FieldType.DATE: pa.date32(),
    FieldType.TIMESTAMP: pa.timestamp("us"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows, rows without a value by field, and the hash of it all."""

    row_count: int
    empty: tuple[int, ...]
    content_hash: str


def write_parquet(
    file: Path, fields: tuple[Field, ...], key: tuple[str, ...], rows: Iterable[dict[str, Any]]
) -> Written:
    """Write every row, typed. Raises BadRow; memory holds one batch only.

    The hash covers fields, key and rows: the same content gives the same hash.
    """
    schema = pa.schema(
        [pa.field(field.name, ARROW_TYPES[FieldType(field.type)]) for field in fields]
    )
    described = [[str(getattr(field, name)) for name in Field.__slots__] for field in fields]
    digest = hashlib.sha256(json.dumps([described, list(key)], ensure_ascii=False).encode())
    empty = [0] * len(fields)
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(fields, rows):
            for values in batch:
                digest.update(canonical(values))
            columns = list(zip(*batch, strict=True))
            empty = [n + column.count(None) for n, column in zip(empty, columns, strict=True)]
            count += len(batch)
            writer.write_batch(_record_batch(schema, columns))
    return Written(count, tuple(empty), digest.hexdigest())


def _batches(
    fields: tuple[Field, ...], rows: Iterable[dict[str, Any]]
) -> Iterator[list[tuple[Value, ...]]]:
    typed = (typed_row(fields, row, number) for number, row in enumerate(rows, start=1))
    batch: list[tuple[Value, ...]] = []
    for values in typed:
        batch.append(values)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _record_batch(schema: Any, columns: list[tuple[Value, ...]]) -> Any:
    arrays = [pa.array(column, type=t) for column, t in zip(columns, schema.types, strict=True)]
    return pa.record_batch(arrays, schema=schema)


def read_rows(file: Path) -> Iterator[tuple[Value, ...]]:
    """Every row of a Parquet file, in order."""
    with pq.ParquetFile(file) as parquet:
        for batch in parquet.iter_batches(batch_size=BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            yield from zip(*columns, strict=True)
