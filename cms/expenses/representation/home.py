"""The county's expenses in numbers: for the portal's home."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from cms.expenses.addresses import portal_channel_url
from cms.expenses.figures import ZERO, StatementFigures
from cms.expenses.models import ExpenseStatement, Scope, Stage
from cms.expenses.representation.amounts import money, percent
from cms.expenses.representation.county import DATASET, counted, summed
from cms.pages.representation import Figure
from opendata.addresses import dataset_url
from opendata.models import Dataset
from sitegroup.models import Site


def home_figures(site: Site) -> tuple[Figure, ...]:
    """Total, reception and cars of the newest final accounts, each beside the year before."""
    finals = ExpenseStatement.objects.public().filter(stage=Stage.FINAL)
    year = finals.exclude(scope=Scope.COUNTY).aggregate(newest=Max("year"))["newest"]
    rows = counted(stage=Stage.FINAL, year__in=(year, year - 1)) if year else []
    now = [row for row in rows if row.year == year]
    if not now:
        return ()
    whole = summed((row.figures for row in now), year, Stage.FINAL.value)
    url = _address(site)
    found = [
        _amount(_("%d年全县“三公”经费决算") % year, whole, "total", url),
        _amount(_("%d年全县公务接待费") % year, whole, "reception", url),
        cars_kept(rows, year, url),
    ]
    return tuple(figure for figure in found if figure)


def _amount(label: str, whole: StatementFigures, code: str, url: str) -> Figure | None:
    value, change = whole.amount(code, "final"), whole.change(code)
    if value is None or change is None:
        return None
    rate = whole.change_rate(code)
    text = _compared(change, _("万元"), lambda amount: money(amount).text)
    if change and rate is not None:
        text = _("%(change)s（%(rate)s）") % {
            "change": text,
            "rate": percent(rate, signed=True).text,
        }
    return Figure(label, money(value).text, _("万元"), text, url)


def cars_kept(rows: list[ExpenseStatement], year: int, url: str) -> Figure | None:
    """Cars kept; only where the same units have told it for both years."""
    now, before = (_kept(rows, told) for told in (year, year - 1))
    if not now or now.keys() != before.keys():
        return None
    kept = sum(now.values())
    change = Decimal(kept - sum(before.values()))
    text = _compared(change, _("辆"), lambda count: f"{count:,.0f}")
    return Figure(_("%d年末全县公务用车") % year, f"{kept:,}", _("辆"), text, url)


def _kept(rows: list[ExpenseStatement], year: int) -> dict[int, int]:
    """The cars that each unit told for a year: {site id: count}."""
    told = [row for row in rows if row.year == year]
    counts = {row.site_id: row.figures.counts.get("vehicles_kept") for row in told}
    return {site_id: count for site_id, count in counts.items() if count is not None}


def _compared(change: Decimal, unit: str, written: Callable[[Decimal], str]) -> str:
    if change == ZERO:
        return _("与上年持平")
    grown = _("比上年增加%(much)s%(unit)s") if change > 0 else _("比上年减少%(much)s%(unit)s")
    return grown % {"much": written(abs(change)), "unit": unit}


def _address(site: Site) -> str:
    """The dataset of all statements; the roll-up until there is one."""
    if Dataset.objects.public().filter(name=DATASET).exists():
        return dataset_url(DATASET)
    return portal_channel_url() or f"{site.base_url}/"
