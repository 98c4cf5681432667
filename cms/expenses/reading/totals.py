"""The total row of a list: compared with the units' figures, never stored."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.checking.sums import AFTER_CONVERSION, WITHIN_A_TABLE
from cms.expenses.items import AMOUNTS, LABELS
from cms.expenses.reading.layouts import Entry, Layout
from cms.expenses.reading.numbers import YUAN, BadValue, read_amount
from cms.expenses.reading.statements import Reading
from sitegroup.exceptions import Problem


def total_problems(layout: Layout, readings: Iterable[Reading]) -> Iterator[Problem]:
    """A total nobody computed (error), and totals unlike the sum of the units (warning)."""
    mine = [r for r in readings if any(r.entry is entry for entry in layout.entries)]
    for total in layout.totals:
        yield from total.problems
        above = [r for r in mine if r.entry.row < total.row]
        if total.problems or any(r.figures is None for r in above):
            continue
        for name in total.places:
            if name.endswith(tuple(AMOUNTS)):
                yield from _compare(total, name, above)


def _compare(total: Entry, name: str, above: list[Reading]) -> Iterator[Problem]:
    try:
        stated = read_amount(total.value(name), total.context.money)
    except BadValue as bad:
        yield total.problem(bad.code, bad.message, bad.mend, name=name, level="warning")
        return
    parts = [_amount(reading, name) for reading in above]
    if stated is None or any(reading.refused for reading in above):
        return
    computed = sum((part for part in parts if part is not None), Decimal("0.00"))
    limit = AFTER_CONVERSION if total.context.money == YUAN else WITHIN_A_TABLE
    if abs(stated - computed) > limit:
        yield total.problem(
            "total_row_differs",
            _("合计行的%(heading)s填的是%(stated)s，各单位相加是%(computed)s，%(sign)s%(by)s万元。")
            % {
                "heading": LABELS[name],
                "stated": stated,
                "computed": computed,
                "sign": _("少") if stated < computed else _("多"),
                "by": abs(stated - computed),
            },
            _("合计行不导入；请核对是不是漏了单位。"),
            name=name,
            level="warning",
        )


def _amount(reading: Reading, name: str) -> Decimal | None:
    figures = reading.figures
    if figures is None:
        return None
    column = next(c for c in sorted(AMOUNTS, key=len, reverse=True) if name.endswith(f"_{c}"))
    return figures.amount(name.removesuffix(f"_{column}"), column)
