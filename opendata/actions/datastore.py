"""datastore_search and datastore_info: the rows of a dataset, in CKAN's words."""

from typing import Any

import duckdb

from opendata.actions.errors import Invalid, NotFound
from opendata.actions.parameters import Parameters
from opendata.actions.records import as_records
from opendata.actions.row_query import RowRequest, read_request
from opendata.exceptions import QueryTooHeavy
from opendata.models import Dataset
from opendata.packages import DATASTORE_FORMAT, datastore_fields
from opendata.rows import ROW_ID, ask
from opendata.sources import FieldType

NATIVE_TYPES = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "bigint",
    FieldType.NUMERIC: "numeric",
    FieldType.DATE: "date",
    FieldType.TIMESTAMP: "timestamp without time zone",
}


def _dataset(resource_id: str) -> Dataset:
    """The public dataset whose rows a resource holds. Raises NotFound."""
    wanted = resource_id.lower()
    for dataset in Dataset.objects.public().complete():
        file = dataset.version.file(DATASTORE_FORMAT)
        if file and file.uuid == wanted:
            return dataset
    raise NotFound(f'Not found: Resource "{resource_id}" was not found.')


def _resource_id(parameters: Parameters) -> str:
    """`id` is another name for `resource_id`."""
    if "resource_id" not in parameters and "id" in parameters:
        return parameters.required("id")
    return parameters.required("resource_id")


def datastore_info(parameters: Parameters) -> dict[str, Any]:
    """The fields and the number of rows of a resource. Parameter: resource_id (or id)."""
    dataset = _dataset(_resource_id(parameters))
    version = dataset.version
    described = datastore_fields(version.columns)
    fields = [
        {
            **entry,
            "schema": {
                "native_type": NATIVE_TYPES[FieldType(field.type)],
                "notnull": False,
                "index_name": None,
                "is_index": field.name in version.key,
                "uniquekey": False,
            },
        }
        for entry, field in zip(described, version.columns, strict=True)
    ]
    size = sum(file.size for file in version.distributions.all())
    meta = {
        "id": _resource_id(parameters),
        "count": version.row_count,
        "table_type": "BASE TABLE",
        "size": size,
        "db_size": size,
        "idx_size": 0,
        "aliases": [],
    }
    return {"fields": fields, "meta": meta}


def datastore_search(parameters: Parameters) -> dict[str, Any]:
    """The rows of a resource.

    Parameters: resource_id, filters, q, distinct, plain, language, limit, offset, fields, sort,
    include_total, records_format, include_next_page.
    """
    resource_id = _resource_id(parameters)
    dataset = _dataset(resource_id)
    request = read_request(parameters, dataset.version.columns)
    try:
        answer = ask(dataset.version, request.query)
    except QueryTooHeavy as error:
        raise Invalid("query", str(error)) from error
    except duckdb.Error as error:
        raise Invalid("query", "Invalid query") from error
    records = as_records(answer.rows, request)
    result = {
        **request.echo,
        "resource_id": dataset.version.file(DATASTORE_FORMAT).uuid,  # type: ignore[union-attr]
        "fields": _fields(dataset, request),
        "records": records,
    }
    if answer.total is not None:
        result["total"] = answer.total
    if request.next_page and len(answer.rows) == request.query.limit and answer.rows:
        result["next_page"] = {ROW_ID: {"gt": answer.rows[-1][-1]}}
    return result


def _fields(dataset: Dataset, request: RowRequest) -> list[dict[str, Any]]:
    known = {entry["id"]: entry for entry in datastore_fields(dataset.version.columns)}
    known[ROW_ID] = {"id": ROW_ID, "type": "int"}
    return [known.get(name, {"id": name, "type": "float"}) for name in request.names]
