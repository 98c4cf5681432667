"""A row as it must be before it is written: every value of its field's type, or refused."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from opendata.exceptions import BadRow
from opendata.sources import Field, FieldType

DECIMAL_DIGITS = 38
DECIMAL_PLACES = 10
PLACES = Decimal(1).scaleb(-DECIMAL_PLACES)
INTEGER_RANGE = range(-(2**63), 2**63)

Value = str | int | Decimal | date | datetime | None


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    value.encode("utf-8")
    return str(value)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in INTEGER_RANGE:
        raise ValueError
    return int(value)


def _numeric(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError
    number = Decimal(str(value))
    if not number.is_finite() or number.adjusted() >= DECIMAL_DIGITS - DECIMAL_PLACES:
        raise ValueError
    exact = number.quantize(PLACES)
    if exact != number:
        raise ValueError
    return exact


def _date(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError
    return value


def _timestamp(value: Any) -> datetime:
    """Naive UTC, as CKAN keeps times; a naive value would be anybody's guess."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError
    return value.astimezone(UTC).replace(tzinfo=None)


CONVERTERS: dict[str, Callable[[Any], Value]] = {
    FieldType.TEXT: _text,
    FieldType.INTEGER: _integer,
    FieldType.NUMERIC: _numeric,
    FieldType.DATE: _date,
    FieldType.TIMESTAMP: _timestamp,
}


def typed_row(fields: tuple[Field, ...], row: dict[str, Any], number: int) -> tuple[Value, ...]:
    """The row's values in the order of the fields.

    Raises BadRow, which names the row (the first is 1), the field and the value.
    """
    if row.keys() != {field.name for field in fields}:
        odd = sorted(row.keys() ^ {field.name for field in fields})
        raise BadRow(_("第%(row)s行的字段与数据字典不符：%(names)s。") % {
            "row": number, "names": "、".join(odd),
        })  # fmt: skip
    return tuple(_converted(field, row[field.name], number) for field in fields)


def _converted(field: Field, value: Any, number: int) -> Value:
    if value is None:
        return None
    try:
        return CONVERTERS[field.type](value)
    except (ValueError, TypeError, InvalidOperation, OverflowError) as error:
        label = FieldType(field.type).label
        raise BadRow(
            _("第%(row)s行“%(field)s”的值%(value)s不是%(type)s。")
            % {"row": number, "field": field.name, "value": repr(value)[:80], "type": label}
        ) from error


def plain_number(value: Decimal) -> int | float:
    """A decimal as a JSON number: 12.5 and 3, not 12.5000000000 and 3.0."""
    return int(value) if value == value.to_integral_value() else float(value)


def canonical(values: tuple[Value, ...]) -> bytes:
    """The bytes of a row that the content hash covers."""
    return json.dumps([None if v is None else str(v) for v in values], ensure_ascii=False).encode()
