"""The county's roll-up of what units have released."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cms.expenses.addresses import channel_urls, query_of
from cms.expenses.figures import ZERO, ItemFigures, StatementFigures, ratio
from cms.expenses.items import COUNTS, ITEMS, STAGE_LABELS
from cms.expenses.models import ExpenseStatement, Scope, Stage
from cms.expenses.representation.amounts import Prose, money, percent
from cms.expenses.representation.brief import brief_of, published_text
from cms.expenses.representation.building import YEARS_SHOWN, bar_width, portal_base
from cms.expenses.representation.charts import (
    parts_of,
    parts_total,
    series_labels,
    series_of,
    series_summary,
)
from cms.expenses.representation.rollup import RollUp, UnitGroup, UnitRow
from cms.expenses.representation.statement import KeyFigure, StatementBrief
from cms.expenses.representation.words import money_figures, sentence_of
from cms.pages.models import Channel
from cms.pages.representation import FileView
from opendata.models import Dataset
from opendata.presenting import file_links
from sitegroup.delivery.frame import Link
from sitegroup.models import OrganisationKind, Site

DATASET = "sangong"


@dataclass(frozen=True)
class _Unit:
    """A unit's figures, with what its row shows beside them."""

    title: str
    url: str
    site: str
    figures: StatementFigures
    published: str


def counted(**only: Any) -> list[ExpenseStatement]:
    """The public statements that a county's total is made of; `only` narrows them by field.

    The county's own statement and those of units below a department are left out: the one sums
    up the others, the others are part of their department's.
    """
    public = ExpenseStatement.objects.public().filter(**only)
    found = public.exclude(scope=Scope.COUNTY).with_units()
    portal_below = found.filter(site__organisation__parent__isnull=True) | found.filter(
        site__organisation__parent__kind=OrganisationKind.PORTAL
    )
    return [row for row in portal_below.newest() if not row.site.is_portal]


def roll_up(page: Channel, *, year: int | None, stage: str) -> RollUp | None:
    """The roll-up of a year and stage, the newest if none is asked for; None if there is none."""
    rows = counted()
    if year is None:
        year = rows[0].year if rows else None
        stage = stage or (rows[0].stage if rows else Stage.FINAL.value)
    stage = stage or Stage.FINAL.value
    chosen = [row for row in rows if (row.year, row.stage) == (year, stage)]
    if not chosen and rows:
        return None
    whole = summed((row.figures for row in chosen), year or 0, stage)
    finals = _finals(rows, year or 0)
    address = page.full_url or ""
    sentence = sentence_of(whole)[0] if chosen else Prose("")
    groups = _groups(chosen)
    return RollUp(
        title=_title(page.site, year, stage),
        url=f"{address}?year={year}&stage={stage}" if year else address,
        year=year,
        stage=stage,
        stage_label=str(STAGE_LABELS[stage]),
        is_final=stage == Stage.FINAL,
        years=_links(address, {row.year for row in rows}, stage, rows, current=year),
        stages=_stage_links(address, year, stage, rows),
        sentence=_counted_sentence(len(chosen), sentence),
        figures=_figures(whole, chosen),
        parts_note=_("%(year)s年%(stage)s，单位：万元")
        % {"year": year, "stage": STAGE_LABELS[stage]},
        parts=parts_of(whole) if chosen else (),
        parts_total=parts_total(whole),
        series_note=_("各年度决算，单位：万元，是已公开单位的合计"),
        series_summary=series_summary(finals),
        series_labels=series_labels(finals),
        series=series_of(finals),
        caption=_("各单位“三公”经费%s") % STAGE_LABELS[stage],
        current_label=_("%(year)s年%(stage)s") % {"year": year, "stage": STAGE_LABELS[stage]},
        prior_label=_("%d年决算") % (year - 1) if year else "",
        groups=groups,
        total=_row(_Unit(_("全县合计"), "", "", whole, ""), None) if chosen else None,
        table_note=_("各部门的数含所属单位。0.00表示没有发生；上年为0的，不计算增减率，记作“—”。"),
        missing=_missing(page.site, chosen),
        own=_own(page, year, stage),
        downloads=_downloads(),
        dataset=Link(_("数据集页面"), f"{portal_base(page.site)}/data/sangong/"),
        api=Link(_("开放接口"), f"{portal_base(page.site)}/api/v1/expenses/"),
        empty="" if chosen else _("各单位还没有公开“三公”经费。批复后20日内在这里公开。"),
    )


def _title(site: Site, year: int | None, stage: str) -> str:
    place = site.name.removesuffix("人民政府")
    if year is None:
        return _("%s“三公”经费汇总") % place
    return _("%(place)s%(year)d年度“三公”经费%(stage)s汇总") % {
        "place": place,
        "year": year,
        "stage": STAGE_LABELS[stage],
    }


def _counted_sentence(units: int, sentence: Prose) -> Prose:
    if not units:
        return sentence
    return Prose(
        _("已公开的%(units)d个单位合计：%(rest)s") % {"units": units, "rest": sentence.text}
    )


def summed(all_figures: Iterable[StatementFigures], year: int, stage: str) -> StatementFigures:
    """Several units' figures as one; an amount that one has is a sum."""
    listed = list(all_figures)

    def total(code: str, column: str) -> Decimal | None:
        known = [v for figures in listed if (v := figures.amount(code, column)) is not None]
        return sum(known, ZERO) if known else None

    def count(name: str) -> int | None:
        known = [v for figures in listed if (v := figures.counts.get(name)) is not None]
        return sum(known) if known else None

    items = {
        item.code: ItemFigures(
            budget=total(item.code, "budget"),
            final=total(item.code, "final"),
            prior_final=total(item.code, "prior_final"),
        )
        for item in ITEMS
    }
    return StatementFigures(
        year=year,
        stage=stage,
        scope=Scope.COUNTY.value,
        items=items,
        counts={name: count(name) for name in COUNTS},
    )


def _finals(rows: Iterable[ExpenseStatement], last: int) -> dict[int, StatementFigures]:
    by_year: dict[int, list[StatementFigures]] = {}
    for row in rows:
        if row.stage == Stage.FINAL and row.year <= last:
            by_year.setdefault(row.year, []).append(row.figures)
    shown = sorted(by_year)[-YEARS_SHOWN:]
    return {year: summed(by_year[year], year, Stage.FINAL.value) for year in shown}


def _links(
    address: str,
    years: set[int],
    stage: str,
    rows: Iterable[ExpenseStatement],
    *,
    current: int | None,
) -> tuple[Link, ...]:
    have = {(row.year, row.stage) for row in rows}
    links = []
    for year in sorted(years, reverse=True):
        kept = stage if (year, stage) in have else next(s for y, s in have if y == year)
        links.append(Link(str(year), f"{address}?year={year}&stage={kept}", year == current))
    return tuple(links)


def _stage_links(
    address: str, year: int | None, stage: str, rows: Iterable[ExpenseStatement]
) -> tuple[Link, ...]:
    have = {row.stage for row in rows if row.year == year}
    return tuple(
        Link(str(label), f"{address}?year={year}&stage={name}", name == stage)
        for name, label in Stage.choices
        if name in have
    )


def _figures(whole: StatementFigures, rows: list[ExpenseStatement]) -> tuple[KeyFigure, ...]:
    units = KeyFigure(_("已公开单位"), str(len(rows)), _("个"), Prose(_("各部门的数含所属单位")))
    return (*money_figures(whole), units) if rows else ()


def _groups(rows: list[ExpenseStatement]) -> tuple[UnitGroup, ...]:
    urls = channel_urls([row.site for row in rows])
    highest = max((row.total or ZERO for row in rows), default=ZERO)
    groups = []
    for kind, label in OrganisationKind.choices:
        mine = [row for row in rows if row.site.organisation.kind == kind]
        mine.sort(key=lambda row: (-(row.total or ZERO), row.site.code))
        if not mine:
            continue
        units = [_unit(row, urls) for row in mine]
        total = summed((row.figures for row in mine), mine[0].year, mine[0].stage)
        groups.append(
            UnitGroup(
                str(label),
                tuple(_row(unit, highest) for unit in units),
                _row(_Unit(_("%s小计") % label, "", "", total, ""), None),
            )
        )
    return tuple(groups)


def _unit(row: ExpenseStatement, urls: dict[int, str]) -> _Unit:
    channel = urls.get(row.site_id, "")
    return _Unit(
        title=row.site.short_name,
        url=f"{channel}{query_of(row)}" if channel else "",
        site=row.site.code,
        figures=row.figures,
        published=published_text(row)[:10],
    )


def _row(unit: _Unit, highest: Decimal | None) -> UnitRow:
    figures = unit.figures
    current = {item.code: money(figures.amount(item.code, figures.current)) for item in ITEMS}
    change, prior = figures.change("total"), figures.amount("total", "prior_final")
    total = figures.amount("total", figures.current)
    return UnitRow(
        title=unit.title,
        url=unit.url,
        site=unit.site,
        width=bar_width(total, highest),
        total=money(total),
        prior=money(prior),
        change=money(change, signed=True),
        change_rate=percent(ratio(change, prior), signed=True),
        published_text=unit.published,
        **current,
    )


def _missing(portal: Site, rows: list[ExpenseStatement]) -> tuple[Link, ...]:
    """Departments and townships that have released nothing for the year and stage."""
    have = {row.site_id for row in rows}
    kinds = (OrganisationKind.DEPARTMENT, OrganisationKind.TOWNSHIP)
    others = Site.objects.filter(organisation__kind__in=kinds).select_related("organisation")
    left = [site for site in others.order_by("pk") if site.pk not in have and rows]
    urls = channel_urls(left)
    return tuple(Link(site.short_name, urls.get(site.pk) or f"{site.base_url}/") for site in left)


def _downloads() -> tuple[FileView, ...]:
    """The files of the dataset: every unit, year and stage."""
    found = Dataset.objects.public().complete().filter(name=DATASET).first()
    links = file_links(DATASET, found.version, current=True) if found else ()
    return tuple(FileView(_("各单位各年度"), link.url, link.format, link.size) for link in links)


def _own(page: Channel, year: int | None, stage: str) -> StatementBrief | None:
    found = ExpenseStatement.objects.public().for_site(page.site).filter(year=year, stage=stage)
    own = found.with_units().first() if year else None
    return brief_of(own, channel=page.full_url or "") if own else None
