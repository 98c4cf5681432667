"""Datasets as the plain data that both the API and the themes show."""

from dataclasses import dataclass
from datetime import datetime

from sitegroup.delivery.frame import Fact, Link


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to download: format in capitals (CSV), absolute address, size in bytes."""

    format: str
    url: str
    size: int
    row_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DatasetBrief:
    """数据集 in a list. `updated_at` is when the rows last changed, `files` the current ones."""

    name: str
    title: str
    notes: str
    url: str
    site: str
    unit: str
    group: str
    update_cycle: str
    open_type: str
    updated_at: datetime
    row_count: int
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; `url` chooses it, or gives it up where it is chosen."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """筛选: by unit (提供单位) or by theme (主题)."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CataloguePager:
    """Pages of the catalogue: numbers to show, None for a gap; addresses keep the facets."""

    page: int
    pages: int
    total: int
    numbers: tuple[int | None, ...]
    previous: int | None
    following: int | None
    query: str


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """开放数据目录. `chips` are the chosen facets, each a link that removes it."""

    title: str
    description: str
    total: int
    row_total: int
    datasets: tuple[DatasetBrief, ...]
    facets: tuple[ChoiceGroup, ...]
    chips: tuple[Link, ...]
    clear_url: str
    pager: CataloguePager
    api_url: str


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """数据字典: one field; `empty` counts the rows without a value, `is_key` names the row."""

    name: str
    label: str
    type: str
    type_label: str
    description: str
    unit: str
    empty: int
    is_key: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as text; `numeric` says of each column whether it holds numbers."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class VersionLink:
    """版本: `difference` is the number of rows more (or less) than the version before.

    One that is closed holds what was withdrawn later: it has no files any more.
    """

    number: int
    created_at: datetime
    row_count: int
    difference: int | None
    is_current: bool
    files: tuple[FileLink, ...]
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """数据集页. `overdue` is a sentence where the update cycle has been missed, else empty.

    `versions` are the newest; the others stay at their addresses.
    """

    name: str
    title: str
    notes: str
    url: str
    site: str
    unit: str
    unit_url: str
    group: str
    tags: tuple[str, ...]
    overdue: str
    facts: tuple[Fact, ...]
    license: Link
    files: tuple[FileLink, ...]
    preview: Preview
    dictionary: tuple[DictionaryEntry, ...]
    versions: tuple[VersionLink, ...]
    citation: str
    api_url: str
    api_example: str
    catalogue_url: str

    @property
    def has_own_names(self) -> bool:
        """Whether a field is ever called otherwise in the files than to people."""
        return any(entry.name != entry.label for entry in self.dictionary)
