"""Questions about rows read the datasets' own files and nothing else."""

from pathlib import Path

import duckdb
import pytest

from opendata.models import Dataset
from opendata.rows import Clause, RowQuery, ask, quoted, repeated_key


def test_files_outside_the_datasets_folder_cannot_be_read(dataset: Dataset) -> None:
    with pytest.raises(duckdb.PermissionException):
        repeated_key(Path(__file__), ("a",))


def test_what_looks_like_sql_is_a_value(dataset: Dataset) -> None:
    hostile = "县教育局' OR 1=1 --"
    unit = Clause(f"{quoted('单位名称')} = ?", (hostile,))
    fields = (("单位名称", Clause(quoted("单位名称"))),)
    assert ask(dataset.version, RowQuery(fields, where=(unit,))).total == 0


def test_configuration_cannot_be_opened_again(dataset: Dataset) -> None:
    query = RowQuery((("x", Clause("1; SET enable_external_access = true; SELECT 1")),))
    with pytest.raises(duckdb.Error):
        ask(dataset.version, query)
