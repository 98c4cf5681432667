"""The parameters of datastore_search as a question about rows."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from opendata.actions.errors import Invalid, InvalidValue
from opendata.actions.filters import filter_clause, read_filters
from opendata.actions.parameters import NO_INTEGER, Parameters
from opendata.rows import ROW_ID, Clause, RowQuery, quoted
from opendata.sources import Field, FieldType

KNOWN = {
    "resource_id", "id", "filters", "q", "full_text", "plain", "language", "limit", "offset",
    "fields", "sort", "distinct", "include_total", "total_estimation_threshold",
    "records_format", "include_next_page",
}  # fmt: skip
DEFAULT_LIMIT, MOST_ROWS = 100, 32_000
FORMATS = ["objects", "lists", "csv", "tsv"]
RANK = "rank"
MOST_WORDS, LONGEST_Q, MOST_SORTS = 20, 1000, 20
DIRECTIONS = {
    (): "ASC NULLS LAST",
    ("asc",): "ASC NULLS LAST",
    ("desc",): "DESC NULLS FIRST",
    ("nulls", "last"): "ASC NULLS LAST",
    ("nulls", "first"): "ASC NULLS FIRST",
    ("asc", "nulls", "last"): "ASC NULLS LAST",
    ("asc", "nulls", "first"): "ASC NULLS FIRST",
    ("desc", "nulls", "last"): "DESC NULLS LAST",
    ("desc", "nulls", "first"): "DESC NULLS FIRST",
}


@dataclass(frozen=True, slots=True)
class RowRequest:
    """What was asked: the question, what the answer repeats of it, and how to write the rows.

    `names` are the fields shown; the query may fetch one more (the row's number for next_page).
    """

    query: RowQuery
    echo: dict[str, Any]
    names: tuple[str, ...]
    records_format: str
    next_page: bool


def read_request(parameters: Parameters, columns: tuple[Field, ...]) -> RowRequest:
    """The question that the parameters ask of these columns. Raises Invalid."""
    for name in sorted(parameters.names() - KNOWN):
        raise InvalidValue("__extras", name)
    types = {ROW_ID: str(FieldType.INTEGER), **{c.name: c.type for c in columns}}
    chosen = _chosen(parameters, types)
    search = _search(parameters, types)
    ranks = () if "fields" in parameters else tuple(search)
    fields = [(name, Clause(quoted(name))) for name in chosen] + [(n, search[n][0]) for n in ranks]
    distinct = parameters.boolean("distinct", default=False)
    given = read_filters(parameters.values.get("filters"), types)
    sort = _sort(parameters, types, chosen if distinct else tuple(types))
    pages = parameters.boolean("include_next_page", default=False)
    next_page = pages and not distinct and not search and not sort
    if next_page:
        fields.append((f"{ROW_ID} ", Clause(quoted(ROW_ID))))
    records_format = parameters.text("records_format") or FORMATS[0]
    if records_format not in FORMATS:
        raise Invalid("records_format", f"Value must be one of {FORMATS}")
    query = RowQuery(
        fields=tuple(fields),
        where=(
            *(condition for _rank, condition in search.values()),
            *((filter_clause(given, types),) if given else ()),
        ),
        order=sort or _default_order(search, chosen, distinct=distinct),
        limit=min(parameters.natural("limit", DEFAULT_LIMIT, messages=NO_INTEGER), MOST_ROWS),
        offset=_offset(parameters),
        distinct=distinct,
        count=parameters.boolean("include_total", default=True),
    )
    echo = _echo(parameters, query, records_format, pages=pages)
    if given:
        echo["filterops"] = given.as_dict()
    return RowRequest(query, echo, (*chosen, *ranks), records_format, next_page)


def _offset(parameters: Parameters) -> int:
    try:
        return parameters.natural("offset", 0)
    except Invalid as error:
        raise InvalidValue("offset", parameters.values["offset"]) from error


def _chosen(parameters: Parameters, types: dict[str, str]) -> tuple[str, ...]:
    names = parameters.words("fields")
    if not names:
        return tuple(types)
    for name in names:
        if name not in types:
            raise InvalidValue("fields", name)
    return tuple(dict.fromkeys(names))


def _sort(
    parameters: Parameters, types: dict[str, str], allowed: tuple[str, ...]
) -> tuple[Clause, ...]:
    parts = parameters.words("sort") or []
    clauses: list[Clause] = []
    for part in parts[: MOST_SORTS + 1]:
        name, direction = _sort_part(part.strip(), types)
        if direction is None or name not in allowed or len(clauses) == MOST_SORTS:
            raise InvalidValue("sort", part)
        clauses.append(Clause(f"{quoted(name)} {direction}"))
    # rows that the order does not tell apart keep their place from page to page
    if clauses and ROW_ID in allowed:
        clauses.append(Clause(quoted(ROW_ID)))
    return tuple(clauses)


def _sort_part(part: str, types: dict[str, str]) -> tuple[str, str | None]:
    """The field (its name may hold blanks, or stand in double quotes) and the direction."""
    for name in sorted(types, key=len, reverse=True):
        for written in (name, quoted(name)):
            if part == written or part.startswith(f"{written} "):
                return name, DIRECTIONS.get(tuple(part[len(written) :].lower().split()))
    return part, None


def _search(parameters: Parameters, types: dict[str, str]) -> dict[str, tuple[Clause, Clause]]:
    """For each rank column: its value and the condition that goes with it."""
    given: Any = parameters.values.get("q") or parameters.values.get("full_text")
    if isinstance(given, str) and given.lstrip().startswith("{"):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            given = str(given)
    if isinstance(given, dict):
        for name in given:
            if name not in types:
                raise InvalidValue("q", name)
        return {f"{RANK} {name}": _matching(str(words), [name]) for name, words in given.items()}
    if isinstance(given, list):
        raise InvalidValue("q", given)
    words = "" if given is None else str(given)
    columns = [name for name in types if name != ROW_ID]
    return {RANK: _matching(words, columns)} if words.strip() else {}


def _matching(text: str, columns: list[str]) -> tuple[Clause, Clause]:
    """Every word stands somewhere in the columns, inside longer words too.

    The rank is the share of the row that the words make up, so a short text that is all about
    them comes first.
    """
    words = text.lower().split()
    if len(text) > LONGEST_Q or len(words) > MOST_WORDS:
        raise Invalid("q", _("检索词过多"))
    casts = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in columns)
    row = f"lower(concat_ws(chr(31), {casts}))"
    length = sum(len(word) for word in words)
    rank = Clause(f"least(1.0, ?::DOUBLE / greatest(1, length({row})))", (length,))
    condition = " AND ".join(f"contains({row}, ?)" for _word in words) or "true"
    return rank, Clause(f"({condition})", tuple(words))


def _default_order(
    search: dict[str, tuple[Clause, Clause]], chosen: tuple[str, ...], *, distinct: bool
) -> tuple[Clause, ...]:
    if distinct:
        return tuple(Clause(f"{quoted(name)} ASC NULLS LAST") for name in chosen)
    ranked = [Clause(f"{rank.sql} DESC", rank.values) for rank, _condition in search.values()]
    return (*ranked, Clause(quoted(ROW_ID)))


def _echo(
    parameters: Parameters, query: RowQuery, records_format: str, *, pages: bool
) -> dict[str, Any]:
    """What the answer repeats of the question, with the defaults filled in."""
    echo: dict[str, Any] = {
        "include_next_page": pages,
        "include_total": query.count,
        "limit": query.limit,
        "records_format": records_format,
    }
    given = parameters.values
    for name in ("q", "sort", "filters", "language", "full_text"):
        if given.get(name) is not None:
            echo[name] = given[name]
    if isinstance(echo.get("q"), int | float):
        echo["q"] = str(echo["q"])
    for name in ("filters", "q"):
        if isinstance(echo.get(name), str) and echo[name].lstrip().startswith(("{", "[")):
            echo[name] = _decoded(echo[name])
    if given.get("offset") is not None:
        echo["offset"] = query.offset
    for name in ("distinct", "plain"):
        if name in parameters:
            echo[name] = parameters.boolean(name, default=False)
    return echo


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
