"""The county's roll-up: all units' statements of one year and stage."""

from dataclasses import dataclass

from cms.expenses.representation.amounts import Amount, Prose
from cms.expenses.representation.statement import KeyFigure, Part, StatementBrief, YearColumn
from cms.pages.representation import FileView
from sitegroup.delivery.frame import Link


@dataclass(frozen=True)
class UnitRow:
    """One unit of the county. `url` is its statement; `width` the bar's length in percent."""

    title: str
    url: str
    site: str
    width: str
    abroad: Amount
    vehicle_purchase: Amount
    vehicle_operation: Amount
    reception: Amount
    total: Amount
    prior: Amount
    change: Amount
    change_rate: Amount
    published_text: str


@dataclass(frozen=True)
class UnitGroup:
    """The units of one kind (县政府部门, 乡镇街道), with their sum."""

    label: str
    rows: tuple[UnitRow, ...]
    total: UnitRow


@dataclass(frozen=True)
class RollUp:
    """全县三公经费汇总: of what units have released; `missing` have not released theirs.

    `own` is the county's own statement (县本级汇总), where it is public. `empty` says why there
    is nothing to show, and then `groups` is empty.
    """

    title: str
    url: str
    year: int | None
    stage: str
    stage_label: str
    is_final: bool
    years: tuple[Link, ...]
    stages: tuple[Link, ...]
    sentence: Prose
    figures: tuple[KeyFigure, ...]
    parts_note: str
    parts: tuple[Part, ...]
    parts_total: Amount
    series_note: str
    series_summary: str
    series_labels: tuple[str, ...]
    series: tuple[YearColumn, ...]
    caption: str
    current_label: str
    prior_label: str
    groups: tuple[UnitGroup, ...]
    total: UnitRow | None
    table_note: str
    missing: tuple[Link, ...]
    own: StatementBrief | None
    downloads: tuple[FileView, ...]
    dataset: Link
    api: Link
    empty: str

    @property
    def latest(self) -> str:
        """When the last of the units shown made its statement public; empty where none did."""
        rows = [row for group in self.groups for row in group.rows]
        return max((row.published_text for row in rows), default="")
