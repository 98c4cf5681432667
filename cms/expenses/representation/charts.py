"""The bar of parts and the five years of columns, drawn from plain figures."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.expenses.figures import ZERO, StatementFigures
from cms.expenses.items import BY_CODE, ITEMS
from cms.expenses.representation.amounts import Amount, money, percent
from cms.expenses.representation.statement import Part, Segment, YearColumn

TALLEST = 177
# 运行维护, 购置, 接待, 出国: as the table of the chart lists them, from the bottom up.
STACK = ("vehicle_operation", "vehicle_purchase", "reception", "abroad")
SHORT = {
    "vehicle_operation": gettext_lazy("运行维护"),
    "vehicle_purchase": gettext_lazy("购置"),
    "reception": gettext_lazy("接待"),
    "abroad": gettext_lazy("出国（境）"),
}


def parts_of(figures: StatementFigures) -> tuple[Part, ...]:
    """钱花在哪里: the four items, the largest first; an item of 0 is listed, not drawn."""
    amounts = {item.code: figures.amount(item.code, figures.current) or ZERO for item in ITEMS}
    order = sorted(amounts, key=lambda code: (-amounts[code], STACK.index(code)))
    return tuple(
        Part(
            code=code,
            label=BY_CODE[code].label,
            amount=money(amounts[code]),
            share=percent(figures.share(code)),
            color=BY_CODE[code].color,
            weight=f"{amounts[code]:f}" if amounts[code] else "0",
        )
        for code in order
    )


def parts_total(figures: StatementFigures) -> Amount:
    """The whole of the bar."""
    return money(figures.amount("total", figures.current))


def series_of(years: Mapping[int, StatementFigures]) -> tuple[YearColumn, ...]:
    """五年变化: one column a year, oldest first, all to one scale."""
    shown = shown_items(list(years.values()))
    totals = {year: figures.amount("total", "final") or ZERO for year, figures in years.items()}
    highest = max(totals.values(), default=ZERO)
    return tuple(
        YearColumn(
            year=year,
            total=money(totals[year]),
            amounts=tuple(money(years[year].amount(code, "final")) for code in shown),
            segments=_segments(years[year], highest),
        )
        for year in sorted(years)
    )


def shown_items(all_figures: Sequence[StatementFigures]) -> tuple[str, ...]:
    """The items of the chart's table; going abroad only where somebody went."""
    went = any(figures.amount("abroad", "final") for figures in all_figures)
    return STACK if went else STACK[:-1]


def series_labels(years: Mapping[int, StatementFigures]) -> tuple[str, ...]:
    """The headings of the chart's table."""
    return tuple(str(SHORT[code]) for code in shown_items(list(years.values())))


def series_summary(years: Mapping[int, StatementFigures]) -> str:
    """The chart in one sentence, for who does not see it."""
    if not years:
        return ""
    totals = [money(years[year].amount("total", "final")).text for year in sorted(years)]
    first, last = min(years), max(years)
    if first == last:
        return _("%(year)d年三公经费决算为%(total)s万元") % {"year": first, "total": totals[0]}
    return _("%(first)d年至%(last)d年三公经费决算依次为%(totals)s万元") % {
        "first": first,
        "last": last,
        "totals": "、".join(totals),
    }


def _segments(figures: StatementFigures, highest: Decimal) -> tuple[Segment, ...]:
    if not highest:
        return ()
    found = []
    for code in reversed(STACK):
        amount = figures.amount(code, "final") or ZERO
        if amount:
            height = max(1, round(amount / highest * TALLEST))
            found.append(Segment(code, BY_CODE[code].color, height))
    return tuple(found)
