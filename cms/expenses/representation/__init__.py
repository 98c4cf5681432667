"""Expense statements as plain data: what the API answers and what the themes draw. Version 1.

expenses.html is given `statement` (a Statement, or None with `empty`, the words for a unit that
has released none) and `channel` (a Link to the column); expenses_rollup.html is given `rollup`.
"""

from cms.expenses.representation.amounts import Amount, Prose, Run
from cms.expenses.representation.rollup import RollUp, UnitGroup, UnitRow
from cms.expenses.representation.statement import (
    Comparison,
    ItemRow,
    KeyFigure,
    Part,
    Reason,
    Segment,
    Statement,
    StatementBrief,
    Timeliness,
    YearColumn,
)

__all__ = [
    "Amount",
    "Comparison",
    "ItemRow",
    "KeyFigure",
    "Part",
    "Prose",
    "Reason",
    "RollUp",
    "Run",
    "Segment",
    "Statement",
    "StatementBrief",
    "Timeliness",
    "UnitGroup",
    "UnitRow",
    "YearColumn",
]
