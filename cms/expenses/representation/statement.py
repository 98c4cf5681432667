"""One unit's statement of one year and stage."""

from dataclasses import dataclass
from datetime import date, datetime

from cms.expenses.representation.amounts import Amount, Prose
from cms.pages.representation import FileView
from sitegroup.delivery.frame import Fact, Link


@dataclass(frozen=True)
class StatementBrief:
    """A statement in a list. `stage` is budget or final; `published_text` is YYYY-MM-DD [HH:MM]."""

    id: int
    title: str
    url: str
    site: str
    unit: str
    year: int
    stage: str
    stage_label: str
    scope: str
    scope_label: str
    approved_on: date | None
    published_on: date | None
    published_at: datetime | None
    published_text: str
    total: Amount


@dataclass(frozen=True)
class Timeliness:
    """批复后第13日公开，未超过20日."""

    text: str
    on_time: bool


@dataclass(frozen=True)
class KeyFigure:
    """One of the four big numbers: value, its unit of measure, and what it is compared with."""

    label: str
    value: str
    unit: str
    comparison: Prose


@dataclass(frozen=True)
class Part:
    """钱花在哪里: one item of the bar and its legend. `color` is 1 to 4 (--c1 ... --c4).

    `weight` is the flex weight of its bar, 0 where there is nothing to draw.
    """

    code: str
    label: str
    amount: Amount
    share: Amount
    color: int
    weight: str


@dataclass(frozen=True)
class Segment:
    """A piece of a year's column: `height` in pixels, from the top down."""

    code: str
    color: int
    height: int


@dataclass(frozen=True)
class YearColumn:
    """五年变化: one year of the chart and of its table; `amounts` go with `series_labels`."""

    year: int
    total: Amount
    amounts: tuple[Amount, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class ItemRow:
    """One row of the 决算表 or 预算表, in the order of the official form.

    `inset` rows are parts of the row above (其中), `is_sum` is the total.
    """

    code: str
    label: str
    inset: bool
    is_sum: bool
    budget: Amount
    final: Amount
    completion: Amount
    prior_final: Amount
    change: Amount
    change_rate: Amount


@dataclass(frozen=True)
class Reason:
    """增减原因 of one item: heading, against last year, against the budget (may be empty)."""

    code: str
    heading: Prose
    against_prior: Prose
    against_budget: Prose


@dataclass(frozen=True)
class Comparison:
    """所属单位比较: one subordinate unit; `width` is the bar's length in percent."""

    title: str
    url: str
    is_sum: bool
    width: str
    current: Amount
    prior: Amount
    change: Amount
    change_rate: Amount


@dataclass(frozen=True)
class Statement:
    """三公经费公开表: the whole page.

    `is_final` tells 决算 from 预算: a budget has no 决算 and no 完成预算, its rows compare the
    budget with last year's final account. `items` are the seven columns' rows; `caption`,
    `columns` their words. Downloads have size 0 where it is not known.
    """

    brief: StatementBrief
    is_final: bool
    source: str
    approval: str
    timeliness: Timeliness | None
    years: tuple[Link, ...]
    stages: tuple[Link, ...]
    sentence: Prose
    note: Prose
    figures: tuple[KeyFigure, ...]
    parts_note: str
    parts: tuple[Part, ...]
    parts_total: Amount
    series_note: str
    series_summary: str
    series_labels: tuple[str, ...]
    series: tuple[YearColumn, ...]
    caption: str
    columns: tuple[str, ...]
    items: tuple[ItemRow, ...]
    table_note: str
    counts: tuple[Fact, ...]
    reasons: tuple[Reason, ...]
    units: tuple[Comparison, ...]
    county: Link | None
    downloads: tuple[FileView, ...]
    dataset: Link
    api: Link
    contact: str
    attribution: str
