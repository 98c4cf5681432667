"""Each amount by itself: filled in where the form asks for it, not negative, two decimals."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import HUNDREDTH, StatementFigures
from cms.expenses.items import AMOUNTS, ITEMS, LABELS, Item
from sitegroup.exceptions import Problem

LARGEST = Decimal("999999999999.99")


def amount_problems(figures: StatementFigures) -> Iterator[Problem]:
    """Missing, unexpected and impossible amounts."""
    for item in ITEMS:
        for column in AMOUNTS:
            yield from _one(figures, item, column)


def _one(figures: StatementFigures, item: Item, column: str) -> Iterator[Problem]:
    heading = LABELS[f"{item.code}_{column}"]
    value = figures.amount(item.code, column)
    if value is None:
        if column in figures.columns and not figures.is_blank:
            yield Problem(
                "missing_figure",
                _("%(heading)s没有填。") % {"heading": heading},
                _("没有发生的填0。"),
                column=heading,
            )
        return
    if column not in figures.columns:
        yield Problem(
            "unexpected_figure",
            _("预算表里填了%(heading)s%(value)s。") % {"heading": heading, "value": value},
            _("预算没有决算数，请清空；如果这是决算表，请把阶段改为决算。"),
            column=heading,
            value=str(value),
        )
    yield from _impossible(heading, value)


def _impossible(heading: str, value: Decimal) -> Iterator[Problem]:
    if value < 0:
        yield Problem(
            "negative_amount",
            _("%(heading)s填的是%(value)s，是负数。") % {"heading": heading, "value": value},
            _("支出不能是负数；退回的款项请冲减以后再填。"),
            column=heading,
            value=str(value),
        )
    if value > LARGEST:
        yield Problem(
            "too_large",
            _("%(heading)s填的是%(value)s，太大了。") % {"heading": heading, "value": value},
            _("单位是万元，请核对。"),
            column=heading,
            value=str(value),
        )
    elif value != value.quantize(HUNDREDTH):
        yield Problem(
            "too_many_decimals",
            _("%(heading)s填的是%(value)s，多于两位小数。") % {"heading": heading, "value": value},
            _("单位是万元，只留两位小数。"),
            column=heading,
            value=str(value),
        )
