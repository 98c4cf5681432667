"""Questions about the rows of a dataset: DuckDB over Parquet, read-only, bounded.

Field names are checked against the dataset and quoted; values are bound, never written into SQL.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.utils.translation import gettext as _

from opendata.exceptions import QueryTooHeavy
from opendata.models import DatasetVersion, FileFormat

MEMORY = "512MB"
THREADS = 2
SECONDS = 10.0
ROW_ID = "_id"


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL with the values that it binds."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RowQuery:
    """A question: which fields of which rows, in which order.

    `fields` are (name, SQL) pairs and `order` pieces of SQL, both made by opendata.actions from
    checked names; `where` clauses must all hold.
    """

    fields: tuple[tuple[str, Clause], ...]
    where: tuple[Clause, ...] = ()
    order: tuple[Clause, ...] = ()
    limit: int = 100
    offset: int = 0
    distinct: bool = False
    count: bool = True


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The rows as tuples in the order of the fields, and how many there are in all."""

    rows: list[tuple[Any, ...]]
    total: int | None = field(default=None)


@lru_cache(maxsize=4)
def _database(folder: str) -> duckdb.DuckDBPyConnection:
    """One embedded database a process: it may read the datasets' folder and nothing else."""
    database = duckdb.connect(
        ":memory:",
        config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": ""},
    )
    place = folder.replace("'", "''")
    database.execute(f"SET allowed_directories = ['{place}']")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


@contextmanager
def _cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that is stopped after SECONDS. Raises QueryTooHeavy."""
    cursor = _database(str(settings.DATASETS_DIR)).cursor()
    timer = threading.Timer(SECONDS, cursor.interrupt)
    timer.start()
    try:
        yield cursor
    except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
        raise QueryTooHeavy(_("查询太大：请加上筛选条件，或者下载整个文件。")) from error
    finally:
        timer.cancel()
        cursor.close()


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def parquet_of(version: DatasetVersion) -> Path:
    """The file that questions are asked of."""
    found = version.file(FileFormat.PARQUET)
    if found is None:
        raise FileNotFoundError(f"{version} has no Parquet file")
    return found.file_path


def ask(version: DatasetVersion, query: RowQuery) -> RowAnswer:
    """Answer a question about a version's rows. Raises QueryTooHeavy, duckdb.Error."""
    inner = _inner(str(parquet_of(version)), query)
    order = _joined(", ", query.order, " ORDER BY ")
    page = f"{inner.sql}{order.sql} LIMIT {int(query.limit)} OFFSET {int(query.offset)}"
    count = f"SELECT count(*) FROM ({inner.sql})"  # noqa: S608 - names are quoted, values bound
    with _cursor() as cursor:
        rows = []
        if query.limit:
            rows = cursor.execute(page, (*inner.values, *order.values)).fetchall()
        counted = cursor.execute(count, inner.values).fetchone() if query.count else None
    return RowAnswer(rows, int(counted[0]) if counted else None)


def _inner(file: str, query: RowQuery) -> Clause:
    """The question without order and limit. Rows are numbered as they stand in the file."""
    chosen = _joined(", ", [Clause(f"{c.sql} AS {quoted(n)}", c.values) for n, c in query.fields])
    where = _joined(" AND ", query.where, " WHERE ")
    select = "SELECT DISTINCT" if query.distinct else "SELECT"
    sql = (
        f"{select} {chosen.sql} FROM (SELECT file_row_number + 1 AS {quoted(ROW_ID)},"  # noqa: S608 - names are quoted, values bound
        f" * EXCLUDE (file_row_number) FROM read_parquet(?, file_row_number = true)){where.sql}"
    )
    return Clause(sql, (*chosen.values, file, *where.values))


def _joined(between: str, clauses: Sequence[Clause], before: str = "") -> Clause:
    if not clauses:
        return Clause("")
    values = tuple(value for clause in clauses for value in clause.values)
    return Clause(before + between.join(clause.sql for clause in clauses), values)


def first_rows(version: DatasetVersion, count: int) -> list[tuple[Any, ...]]:
    """The first rows of a version, all fields."""
    fields = tuple((f.name, Clause(quoted(f.name))) for f in version.columns)
    order = (Clause(quoted(ROW_ID)),)
    return ask(version, RowQuery(fields, order=order, limit=count, count=False)).rows


def repeated_key(parquet: Path, key: Sequence[str]) -> tuple[str, ...] | None:
    """A key that more than one row has; None if every row has its own."""
    names = ", ".join(quoted(name) for name in key)
    sql = f"SELECT {names} FROM read_parquet(?) GROUP BY {names} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - names are quoted
    with _cursor() as cursor:
        found = cursor.execute(sql, (str(parquet),)).fetchone()
    return tuple(str(value) for value in found) if found else None
