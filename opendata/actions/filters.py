"""The filters of datastore_search: {"年份": 2025}, {"年份": [2024, 2025]}, {"年份": {"gte": 2024}}.

Read as CKAN 2.12 reads them; the values are bound to the SQL, never written into it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from opendata.actions.errors import Invalid, InvalidValue
from opendata.rows import Clause, quoted
from opendata.sources import FieldType

COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
AND, OR = "$and", "$or"
MOST_OPERATIONS = 100
DEEPEST = 10
SMALLEST, LARGEST = -(2**63), 2**63 - 1
MOST_DIGITS = 28


@dataclass(frozen=True, slots=True)
class FilterOp:
    """筛选条件: a comparison of a field, or several conditions joined."""

    op: str
    field: str | None
    value: Any

    def as_dict(self) -> dict[str, Any]:
        """As CKAN echoes it."""
        value = self.value
        if self.op in (AND, OR):
            value = [part.as_dict() for part in value]
        return {"op": self.op, "field": self.field, "value": value}


def _bad(message: str) -> Invalid:
    return Invalid("filters", message)


def read_filters(given: Any, types: dict[str, str]) -> FilterOp | None:
    """The condition that a filters parameter states; `types` are the fields. Raises Invalid."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise _bad("Cannot parse JSON") from None
    if not given:
        return None
    if isinstance(given, dict):
        found = _members([given], types, 0)
    elif isinstance(given, list) and all(isinstance(entry, dict) for entry in given):
        found = _members(given, types, 0)
    else:
        raise _bad("Filters must be defined as a dict or a list of dicts")
    if _count(found) > MOST_OPERATIONS:
        raise _bad("Maximum number of filter operations exceeded")
    if not found:
        return None
    return found[0] if isinstance(given, dict) else FilterOp(OR, None, found)


def _count(found: list[FilterOp]) -> int:
    return sum(
        1 + (_count(part.value) if part.op in (AND, OR) else 0)
        + (len(part.value) if part.op == "in" else 0)
        for part in found
    )  # fmt: skip


def _members(given: Any, types: dict[str, str], depth: int) -> list[FilterOp]:
    """One condition for each dictionary: what stands in one must all hold."""
    if depth >= DEEPEST:
        raise _bad("Maximum nesting depth for filter operations reached")
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise _bad(f"Filter operations must be defined as a list of dicts: {given}"[:200])
    found = []
    for entry in given:
        parts = [part for key, value in entry.items() if (part := _entry(key, value, types, depth))]
        if parts:
            found.append(parts[0] if len(parts) == 1 else FilterOp(AND, None, parts))
    return found


def _entry(key: str, value: Any, types: dict[str, str], depth: int) -> FilterOp | None:
    if key.startswith("$") and not key.startswith("$$"):
        if key not in (AND, OR):
            raise _bad(f"Unknown operators (must be one of $or, $and): {key}")
        inner = _members(value, types, depth + 1)
        return FilterOp(key, None, inner) if inner else None
    name = key[1:] if key.startswith("$$") else key
    if name not in types:
        raise _bad(f"Unknown field: {name}")
    return _field(name, value)


def _field(name: str, value: Any) -> FilterOp | None:
    if isinstance(value, dict):
        parts = [_comparison(op, name, operand) for op, operand in value.items()]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else FilterOp(AND, None, parts)
    if not isinstance(value, list):
        return FilterOp("eq", name, value)
    nested = [part for each in value if isinstance(each, dict) and (part := _field(name, each))]
    if not nested:
        return FilterOp("in", name, value)
    plain = [each for each in value if not isinstance(each, dict)]
    return FilterOp(OR, None, [*nested, *([FilterOp("in", name, plain)] if plain else [])])


def _comparison(op: str, name: str, operand: Any) -> FilterOp:
    if op in COMPARISONS or (op == "in" and isinstance(operand, list)):
        return FilterOp(op, name, operand)
    raise _bad(f"Unknown filter operation: {op}")


def filter_clause(part: FilterOp, types: dict[str, str]) -> Clause:
    """The condition as SQL with bound values. Raises Invalid for a value of the wrong type."""
    if part.op in (AND, OR):
        clauses = [filter_clause(inner, types) for inner in part.value]
        joined = (" AND " if part.op == AND else " OR ").join(clause.sql for clause in clauses)
        return Clause(f"({joined})", tuple(v for clause in clauses for v in clause.values))
    name = quoted(part.field or "")
    kind = types[part.field or ""]
    if part.op == "in":
        values = tuple(_value(each, kind) for each in part.value if each is not None)
        return Clause(f"{name} IN ({', '.join('?' * len(values))})" if values else "false", values)
    if part.value is None:
        return Clause("false")
    return Clause(f"{name} {COMPARISONS[part.op]} ?", (_value(part.value, kind),))


def _value(value: Any, kind: str) -> Any:
    """A filter's value in the type of its field."""
    if isinstance(value, dict | list):
        raise InvalidValue("filters", value)
    if kind == FieldType.TEXT:
        return str(value)
    try:
        return _typed(str(value).strip(), kind)
    except (ValueError, InvalidOperation, OverflowError):
        raise InvalidValue("filters", str(value)[:100]) from None


def _typed(text: str, kind: str) -> Any:
    if kind == FieldType.DATE:
        return date.fromisoformat(text[:10])
    if kind == FieldType.TIMESTAMP:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    number = Decimal(text)
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        raise ValueError(text)
    if kind == FieldType.NUMERIC:
        return number
    if number != number.to_integral_value() or not SMALLEST <= number <= LARGEST:
        raise ValueError(text)
    return int(number)
