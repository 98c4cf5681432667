"""The sums that a form states against the items it states."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import StatementFigures
from cms.expenses.items import AMOUNTS, BY_CODE, LABELS, SUMS
from sitegroup.exceptions import Problem

WITHIN_A_TABLE = Decimal("0.01")
AFTER_CONVERSION = Decimal("0.05")
COUNT_WORDS = {1: "一项", 2: "两项", 3: "三项", 4: "四项"}


def sum_problems(figures: StatementFigures) -> Iterator[Problem]:
    """Stated sums that their parts do not add up to."""
    limit = AFTER_CONVERSION if figures.converted else WITHIN_A_TABLE
    for code in SUMS:
        for column in AMOUNTS:
            stated = figures.stated.get(f"{code}_{column}")
            computed = figures.amount(code, column)
            if stated is None:
                continue
            if computed is None:
                yield _alone(code, column, stated)
            elif abs(stated - computed) > limit:
                yield _unequal(figures, code, column, stated)


def _alone(code: str, column: str, stated: Decimal) -> Problem:
    heading = LABELS[f"{code}_{column}"]
    return Problem(
        "sum_without_parts",
        _("%(heading)s填了%(stated)s，各项都没有填。") % {"heading": heading, "stated": stated},
        _("请把各项填上，没有发生的填0。"),
        column=heading,
        value=str(stated),
    )


def _unequal(figures: StatementFigures, code: str, column: str, stated: Decimal) -> Problem:
    computed = figures.amount(code, column) or Decimal("0.00")
    heading = LABELS[f"{code}_{column}"]
    parts = [(BY_CODE[part], figures.amount(part, column)) for part in SUMS[code]]
    spent = [(item, value) for item, value in parts if value] or parts
    words = {
        "name": _("小计") if code == "vehicles" else _("合计"),
        "stated": stated,
        "count": COUNT_WORDS[len(spent)],
        "computed": computed,
        "sign": _("少") if stated < computed else _("多"),
        "difference": abs(stated - computed),
    }
    return Problem(
        "sum_differs",
        _("%(name)s填的是%(stated)s，%(count)s相加是%(computed)s，%(sign)s%(difference)s万元。")
        % words,
        _("请核对%(parts)s。")
        % {"parts": "、".join(f"{item.short}{_shown(value)}" for item, value in spent)},
        column=heading,
        value=str(stated),
    )


def _shown(value: Decimal | None) -> str:
    return _("没有填") if value is None else str(value)
