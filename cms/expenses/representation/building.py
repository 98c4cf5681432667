"""A statement's whole page from the stored statement and its neighbours."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.addresses import channel_url, channel_urls, portal_channel_url, query_of
from cms.expenses.downloads import FORMATS, statement_file
from cms.expenses.figures import ZERO, StatementFigures, ratio
from cms.expenses.items import ITEMS, SUM_LABELS
from cms.expenses.models import ExpenseStatement, Stage
from cms.expenses.representation.amounts import money, percent
from cms.expenses.representation.brief import brief_of, timeliness_of
from cms.expenses.representation.charts import (
    parts_of,
    parts_total,
    series_labels,
    series_of,
    series_summary,
)
from cms.expenses.representation.statement import Comparison, ItemRow, Statement
from cms.expenses.representation.words import key_figures, reasons_of, sentence_of
from cms.pages.representation import FileView
from sitegroup.delivery.frame import Fact, Link
from sitegroup.delivery.registry import registry
from sitegroup.models import Site

YEARS_SHOWN = 5


def statement_view(statement: ExpenseStatement) -> Statement:
    """The whole of a statement: as stored, or as a draft that is only previewed."""
    figures, site = statement.figures, statement.site
    channel = channel_url(site)
    sentence, note = sentence_of(figures)
    neighbours = _neighbours(statement)
    finals = {row.year: row.figures for row in neighbours if row.stage == Stage.FINAL}
    finals = {year: finals[year] for year in sorted(finals) if year <= statement.year}
    if figures.is_final:
        finals[statement.year] = figures
    finals = dict(sorted(finals.items())[-YEARS_SHOWN:])
    url = f"{channel}{query_of(statement)}"
    base = portal_base(site)
    return Statement(
        brief=brief_of(statement, channel=channel),
        is_final=figures.is_final,
        source=site.short_name,
        approval=_approval(statement),
        timeliness=timeliness_of(statement),
        years=_years(statement, neighbours, channel),
        stages=_stages(statement, neighbours, channel),
        sentence=sentence,
        note=note,
        figures=key_figures(figures),
        parts_note=_("%(year)d年%(stage)s，单位：万元")
        % {"year": statement.year, "stage": statement.get_stage_display()},
        parts=parts_of(figures),
        parts_total=parts_total(figures),
        series_note=_("各年度决算，单位：万元，数据取自各年已公开的决算"),
        series_summary=series_summary(finals),
        series_labels=series_labels(finals),
        series=series_of(finals),
        caption=_caption(figures),
        columns=_columns(figures),
        items=item_rows(figures),
        table_note=_table_note(figures),
        counts=_counts(figures),
        reasons=reasons_of(figures),
        units=_units(statement),
        county=_county(statement),
        downloads=_downloads(statement, url),
        dataset=Link(_("数据集页面"), f"{base}/data/sangong/"),
        api=Link(_("开放接口"), f"{base}/api/v1/sites/{site.code}/expenses/"),
        contact=site.organisation.phone,
        attribution=site.name,
    )


def portal_base(site: Site) -> str:
    """The portal's address, where catalogue and interface stand."""
    portal = registry().portal
    return (portal or site).base_url


def _neighbours(statement: ExpenseStatement) -> list[ExpenseStatement]:
    """The unit's public statements of the same scope, oldest first."""
    found = ExpenseStatement.objects.public().for_site(statement.site).order_by("year", "stage")
    return list(found.with_units())


def _years(
    statement: ExpenseStatement, neighbours: Iterable[ExpenseStatement], channel: str
) -> tuple[Link, ...]:
    by_year: dict[int, ExpenseStatement] = {statement.year: statement}
    for row in neighbours:
        known = by_year.get(row.year)
        if known is None or (row.stage == statement.stage and known.stage != statement.stage):
            by_year[row.year] = row
    return tuple(
        Link(str(year), f"{channel}{query_of(by_year[year])}", current=year == statement.year)
        for year in sorted(by_year, reverse=True)
    )


def _stages(
    statement: ExpenseStatement, neighbours: Iterable[ExpenseStatement], channel: str
) -> tuple[Link, ...]:
    rows = {row.stage: row for row in neighbours if row.year == statement.year}
    rows[statement.stage] = statement
    return tuple(
        Link(str(label), f"{channel}{query_of(rows[stage])}", current=stage == statement.stage)
        for stage, label in Stage.choices
        if stage in rows
    )


def _approval(statement: ExpenseStatement) -> str:
    return _("财政部门%s批复") % statement.approved_on if statement.approved_on else ""


def _caption(figures: StatementFigures) -> str:
    if figures.is_final:
        return _("财政拨款“三公”经费支出决算表")
    return _("一般公共预算“三公”经费支出预算表")


def _columns(figures: StatementFigures) -> tuple[str, ...]:
    year = figures.year
    budget, last = _("%d年预算") % year, _("%d年决算") % (year - 1)
    if figures.is_final:
        this = _("%d年决算") % year
        return (_("项目"), budget, this, _("完成预算"), last, _("增减额"), _("增减率"))
    return (_("项目"), budget, last, _("增减额"), _("增减率"))


def item_rows(figures: StatementFigures) -> tuple[ItemRow, ...]:
    """The rows of the official form; purchase and operation are always split."""
    labels = {**{item.code: item.label for item in ITEMS}, **SUM_LABELS}
    labels["vehicle_purchase"] = _("其中：%s") % labels["vehicle_purchase"]
    order = ("abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception", "total")
    return tuple(
        ItemRow(
            code=code,
            label=labels[code],
            inset=code in ("vehicle_purchase", "vehicle_operation"),
            is_sum=code == "total",
            budget=money(figures.amount(code, "budget")),
            final=money(figures.amount(code, "final")),
            completion=percent(figures.completion(code)),
            prior_final=money(figures.amount(code, "prior_final")),
            change=money(figures.change(code), signed=True),
            change_rate=percent(figures.change_rate(code), signed=True),
        )
        for code in order
    )


def _table_note(figures: StatementFigures) -> str:
    if figures.is_blank:
        return _("本表无数据，原因见说明。")
    return _(
        "0.00表示没有发生。上年为0的，不计算增减率，记作“—”。"
        "各项占比因四舍五入，合计可能不等于100%。"
    )


def _counts(figures: StatementFigures) -> tuple[Fact, ...]:
    counts = figures.counts
    said = (
        (_("因公出国（境）"), (("abroad_groups", _("%d个团组")), ("abroad_persons", _("%d人次")))),
        (_("公务用车"), (("vehicles_bought", _("购置%d辆")), ("vehicles_kept", _("保有%d辆")))),
        (
            _("国内公务接待"),
            (("reception_batches", _("%d批次")), ("reception_persons", _("%d人次"))),
        ),
        (_("其中外宾接待"), (("foreign_batches", _("%d批次")), ("foreign_persons", _("%d人次")))),
    )
    facts = []
    for label, pairs in said:
        known = [words % value for name, words in pairs if (value := counts.get(name)) is not None]
        if known:
            facts.append(Fact(label, "，".join(known)))
    return tuple(facts)


def _units(statement: ExpenseStatement) -> tuple[Comparison, ...]:
    """所属单位比较: the public statements of the unit's own subordinates."""
    if statement.site.is_portal:
        return ()
    rows = list(
        ExpenseStatement.objects.public()
        .of(year=statement.year, stage=statement.stage)
        .filter(site__organisation__parent=statement.site.organisation)
        .with_units()
    )
    if not rows:
        return ()
    urls = channel_urls([row.site for row in rows])
    rows.sort(key=lambda row: -(row.total or ZERO))
    highest = rows[0].total or ZERO
    listed = [
        compared(
            row.site.short_name,
            f"{urls.get(row.site_id, '')}{query_of(row)}" if row.site_id in urls else "",
            row.total,
            row.figures.amount("total", "prior_final"),
            highest,
        )
        for row in rows
    ]
    totals = sum((row.total or ZERO for row in rows), ZERO)
    priors = sum((row.figures.amount("total", "prior_final") or ZERO for row in rows), ZERO)
    return (*listed, compared(_("合计"), "", totals, priors, None))


def compared(
    title: str, url: str, current: Decimal | None, prior: Decimal | None, highest: Decimal | None
) -> Comparison:
    """One row of a comparison; without `highest` it is the sum."""
    change = None if current is None or prior is None else current - prior
    return Comparison(
        title=title,
        url=url,
        is_sum=highest is None,
        width=bar_width(current, highest),
        current=money(current),
        prior=money(prior),
        change=money(change, signed=True),
        change_rate=percent(ratio(change, prior), signed=True),
    )


def bar_width(value: Decimal | None, highest: Decimal | None) -> str:
    """The length of a bar in percent of the longest."""
    return f"{value / highest * 100:.1f}" if value and highest else "0"


def _county(statement: ExpenseStatement) -> Link | None:
    address = portal_channel_url()
    if statement.site.is_portal or not address:
        return None
    query = f"?year={statement.year}&stage={statement.stage}"
    return Link(_("全县各部门比较"), f"{address}{query}")


def _downloads(statement: ExpenseStatement, url: str) -> tuple[FileView, ...]:
    title = _("决算表") if statement.stage == Stage.FINAL else _("预算表")
    return tuple(
        FileView(title, f"{url}&format={name}", name.upper(), len(statement_file(statement, name)))
        for name in FORMATS
    )
