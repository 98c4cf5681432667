"""The checks of the official form: pure functions over plain data."""

from datetime import date

from cms.expenses.checking.amounts import amount_problems
from cms.expenses.checking.counts import count_problems
from cms.expenses.checking.facts import comparison_problems, fact_problems
from cms.expenses.checking.reasons import reason_problems
from cms.expenses.checking.sums import sum_problems
from cms.expenses.figures import StatementFigures
from sitegroup.exceptions import Problem

__all__ = ["problems_of"]


def problems_of(
    figures: StatementFigures, *, previous: StatementFigures | None = None, today: date
) -> list[Problem]:
    """Everything that is wrong (error) or to be looked at (warning), in the order of the form.

    `previous` is the unit's stored final account of the year before. The column of each problem
    is the heading of the field it belongs to.
    """
    return [
        *fact_problems(figures, today),
        *amount_problems(figures),
        *sum_problems(figures),
        *count_problems(figures),
        *reason_problems(figures),
        *comparison_problems(figures, previous),
    ]
