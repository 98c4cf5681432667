"""Cursors: a place in a list that stays true while the list grows at its head."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from cms.api.parameters import FIRST_YEAR, LARGEST_ID, LAST_YEAR
from cms.api.problems import bad_parameter

T = TypeVar("T")
M = TypeVar("M", bound=Model)
FORWARDS, BACKWARDS = "n", "p"
LONGEST_TEXT = 255


@dataclass(frozen=True)
class Slice(Generic[T]):
    """A page of a list and the cursors on both sides of it, where there is more."""

    items: Sequence[T]
    following: str | None
    previous: str | None


@dataclass(frozen=True)
class SortKey:
    """One field of an order; `read` takes its value back from a cursor or raises ValueError."""

    name: str
    read: Callable[[Any], Any]
    descending: bool = False


def number(value: Any) -> int:
    """A whole number that a database can hold."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_ID:
        raise ValueError
    return value


def moment(value: Any) -> datetime:
    """A time as a cursor writes it."""
    if not isinstance(value, str):
        raise ValueError
    found = datetime.fromisoformat(value)
    if found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError
    return found


def text(value: Any) -> str:
    """A short text without control characters."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError
    return value


def encode(*values: Any) -> str:
    """Values as a cursor."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode(cursor: str, *readers: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The values of a cursor. Raises BadParameters for one that we did not make."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(values, list):
            raise ValueError
        return tuple(read(value) for read, value in zip(readers, values, strict=True))
    except (ValueError, RecursionError) as error:
        message = _("翻页位置cursor不对：请照抄回答里next或previous的网址，或者去掉它从头看起。")
        raise bad_parameter("cursor", "bad_cursor", message) from error


def direction(value: Any) -> str:
    """Which way a cursor goes."""
    if value not in (FORWARDS, BACKWARDS):
        raise ValueError
    return str(value)


def keyset_page(
    found: "QuerySet[M]", keys: Sequence[SortKey], *, cursor: str | None, size: int
) -> Slice[M]:
    """A page of a query in the order of the keys, the last of which tells all rows apart."""
    way, at = FORWARDS, None
    if cursor:
        way, *values = decode(cursor, direction, *(key.read for key in keys))
        at = tuple(values)
    back = way == BACKWARDS
    order = [f"{'-' if key.descending != back else ''}{key.name}" for key in keys]
    ordered = found.order_by(*order)
    if at is not None:
        ordered = ordered.filter(_beyond(keys, at, back=back))
    rows = list(ordered[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    after = rows and (more or back)
    before = rows and (more if back else at is not None)
    return Slice(
        rows,
        following=_cursor(FORWARDS, keys, rows[-1]) if after else None,
        previous=_cursor(BACKWARDS, keys, rows[0]) if before else None,
    )


def _beyond(keys: Sequence[SortKey], at: Sequence[Any], *, back: bool) -> Q:
    """a beyond A, or a equal to A and b beyond B ...; with the bound on a that an index can use."""
    wanted, equal = Q(), Q()
    for key, value in zip(keys, at, strict=True):
        side = "lt" if key.descending != back else "gt"
        wanted |= equal & Q(**{f"{key.name}__{side}": value})
        equal &= Q(**{key.name: value})
    first = keys[0]
    side = "lte" if first.descending != back else "gte"
    return Q(**{f"{first.name}__{side}": at[0]}) & wanted


def _cursor(way: str, keys: Sequence[SortKey], row: Model) -> str:
    return encode(way, *(getattr(row, key.name) for key in keys))
