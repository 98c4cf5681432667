"""Headings of columns to fields, by the synonyms that offices use."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("synonyms.toml")
QUOTES = re.compile(r"[\s\"'“”‘’「」『』:：*★※]+")
UNIT_MARK = re.compile(r"\((?:单位:?)?(万元|元|个|人|次|人次|批次|辆|%)\)")
LEADING = re.compile(r"^(?:其中|[一二三四五六]、|\d+[.、])")
YEARED = re.compile(r"((?:19|20)\d\d)年?度?")
# The items' columns that a file may head with the item alone: the statement's own column.
OWN = "current"


@dataclass(frozen=True)
class Synonyms:
    """The synonyms by the heading as `normal` makes it."""

    items: dict[str, str]
    columns: dict[str, str]
    fields: dict[str, str]
    ignored: frozenset[str]
    words: dict[str, str]


@cache
def synonyms() -> Synonyms:
    """The synonyms of the data file."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Synonyms(
        items=_turned(data["items"]),
        columns=_turned(data["columns"]),
        fields=_turned(data["fields"]),
        ignored=frozenset(normal(heading) for heading in data["ignored"]["headings"]),
        words=_turned(data["words"]),
    )


def _turned(lists: dict[str, list[str]]) -> dict[str, str]:
    return {normal(word): name for name, words in lists.items() for word in words}


def normal(heading: str) -> str:
    """Half-width, without blanks, quotes, unit marks and what only leads in."""
    text = unicodedata.normalize("NFKC", heading)
    text = UNIT_MARK.sub("", QUOTES.sub("", text))
    return LEADING.sub("", text)


def joined(parts: Iterable[str]) -> str:
    """A heading over several rows as one: 预算数/公务接待费; repeated parts once."""
    kept: list[str] = []
    for part in parts:
        words = part.strip()
        if words and words not in kept:
            kept.append(words)
    return "/".join(kept)


def years_in(headings: Iterable[str]) -> set[int]:
    """The years that headings name (2025年预算数)."""
    return {int(year) for heading in headings for year in YEARED.findall(heading)}


def field_of(heading: str, latest: int | None = None) -> str:
    """The field of a heading: a name of items.LABELS, `unit`, `uscc` or <item>_current.

    `latest` is the latest year that the headings name; it is this year and the one before it
    last year. Blank for a heading that is none.
    """
    parts = [normal(_without_year(part, latest)) for part in heading.split("/")]
    parts = [part for part in parts if part]
    known = synonyms()
    whole = "".join(parts)
    for candidate in (whole, parts[-1] if parts else ""):
        if candidate in known.fields:
            return known.fields[candidate]
    return _amount_field(parts, known) or _spliced(whole, known)


def _without_year(part: str, latest: int | None) -> str:
    if latest is None:
        return part
    part = re.sub(rf"{latest}年?度?", "", part)
    return re.sub(rf"{latest - 1}年?度?", "上年", part)


def _amount_field(parts: list[str], known: Synonyms) -> str:
    """An item in one part and a column in another; the innermost item counts."""
    items = [known.items[part] for part in parts if part in known.items]
    columns = [known.columns[part] for part in parts if part in known.columns]
    if items and columns:
        return f"{_innermost(items)}_{columns[-1]}"
    if items and len(items) == len(parts):
        return f"{_innermost(items)}_{OWN}"
    spliced = [_spliced(part, known) for part in parts]
    found = [field for field in spliced if field]
    return found[-1] if found and len(parts) > 1 else ""


def _innermost(items: list[str]) -> str:
    inner = [item for item in items if item not in ("vehicles", "total")]
    return inner[-1] if inner else items[-1]


def _spliced(text: str, known: Synonyms) -> str:
    """Both in one piece: 公务接待费决算数 or 决算数公务接待费."""
    for head, tail in _cuts(text):
        if head in known.items and tail in known.columns:
            return f"{known.items[head]}_{known.columns[tail]}"
        if head in known.columns and tail in known.items:
            return f"{known.items[tail]}_{known.columns[head]}"
    return ""


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    for place in range(1, len(text)):
        yield text[:place], text[place:]


def columns_of(headings: dict[int, str]) -> dict[int, str]:
    """Where items stand down the page: the columns that are amounts or reasons, by their kind."""
    years = years_in(headings.values())
    latest = max(years) if years else None
    known = synonyms().columns
    named = {column: normal(_without_year(words, latest)) for column, words in headings.items()}
    found: dict[int, str] = {}
    for column, words in named.items():
        kind = known.get(words)
        if kind and kind not in found.values():
            found[column] = kind
    return found


def is_ignored(heading: str) -> bool:
    """Whether a heading is known and its column computed by ourselves."""
    parts = [normal(part) for part in heading.split("/")]
    return any(part in synonyms().ignored for part in parts)


def word(text: str) -> str:
    """The code of a stage or scope in words; blank if it is none."""
    return synonyms().words.get(normal(text), "")
