"""Insert many new rows of one table: bulk_create without the price of asking value by value.

For every value of every row Django's compiler goes through a chain of calls, most of which answer
"as it is"; an import of ten thousand articles has four million of them. Here a column is prepared
only where its value changes from one row to the next (site, kind, person, moment, empty text stay
the same). Nothing else differs: fields prepare their values, batches are as large as the database
takes them, and the guard is asked as with bulk_create.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from sitegroup.guard.querysets import refuse_live

# Fields that hand a text to the database as it is.
PLAIN = frozenset({models.CharField, models.SlugField, models.TextField})


def insert_rows(objects: Sequence[Any], *, table: type[models.Model] | None = None) -> None:
    """Insert new objects of one class, without signals; they have their keys afterwards.

    `table` is the parent class whose rows are meant, where it is not their own. A key that is
    there already (that of a child is its parent's) is inserted as it is. Call it in a
    transaction. Raises PublicationRefused where one of them is live and no gate is open.
    """
    if not objects:
        return
    refuse_live(objects)
    meta = (table or type(objects[0]))._meta
    known = getattr(objects[0], meta.pk.attname) is not None
    fields: list[Any] = [f for f in meta.local_concrete_fields if known or f is not meta.pk]
    # itself, not the proxy that every thread goes through: asked some forty times a row
    database = connections[DEFAULT_DB_ALIAS]
    room = database.ops.bulk_batch_size(fields, objects)
    with database.cursor() as cursor:
        for start in range(0, len(objects), room):
            some = objects[start : start + room]
            cursor.execute(*_statement(meta, fields, some, database, keys_wanted=not known))
            if not known:
                for one, (key,) in zip(some, cursor.fetchall(), strict=True):
                    setattr(one, meta.pk.attname, key)
    if table is None:
        for one in objects:
            one._state.adding, one._state.db = False, database.alias


def _statement(
    meta: Any, fields: Sequence[Any], objects: Sequence[Any], database: Any, *, keys_wanted: bool
) -> tuple[str, list[Any]]:
    ops = database.ops
    columns = ", ".join(ops.quote_name(field.column) for field in fields)
    rows = ops.bulk_insert_sql(fields, [["%s"] * len(fields)] * len(objects))
    parts = [ops.insert_statement(), ops.quote_name(meta.db_table), f"({columns})", rows]
    if keys_wanted:
        parts.append(ops.return_insert_columns([meta.pk])[0])
    values = zip(*(_column(field, objects, database) for field in fields), strict=True)
    return " ".join(parts), [value for of_row in values for value in of_row]


def _column(field: Any, objects: Sequence[Any], database: Any) -> list[Any]:
    """A field's values as the database takes them."""
    if type(field).pre_save is models.Field.pre_save:
        values = list(map(attrgetter(field.attname), objects))
    else:
        values = [field.pre_save(one, add=True) for one in objects]
    if type(field) in PLAIN and all(type(value) is str for value in values):
        return values
    column = []
    last: Any = field  # no value of any row
    prepared: Any = None
    for value in values:
        if value is not last:
            last, prepared = value, _prepared(field, value, database)
        column.append(prepared)
    return column


def _prepared(field: Any, value: Any, database: Any) -> Any:
    """One value; a Value may say that another field than the table's own writes it."""
    if isinstance(value, models.Value):
        field, value = value.output_field, value.value
    return field.get_db_prep_save(value, database)
