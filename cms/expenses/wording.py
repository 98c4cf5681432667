"""The whole form in words, for the reviewer's desk."""

from datetime import date
from decimal import Decimal

from cms.expenses.items import AMOUNTS, COUNTS, FACTS, ITEMS, LABELS, REASONS
from cms.expenses.models import ExpenseStatement
from sitegroup.guard.releasable import ReviewField


def review_fields(statement: ExpenseStatement) -> list[ReviewField]:
    """Every field with its heading; what is blank stays blank, 0 is 0.00."""
    shown = [ReviewField("单位", statement.site.name)]
    shown += [_field(statement, name) for name in FACTS if name != "note"]
    columns = (*AMOUNTS, *REASONS)
    shown += [_field(statement, f"{item.code}_{name}") for item in ITEMS for name in columns]
    shown += [_field(statement, name) for name in COUNTS]
    shown.append(ReviewField("合计", _text(statement.total)))
    shown.append(_field(statement, "note"))
    shown.append(ReviewField("核对说明", statement.waiver))
    return shown


def _field(statement: ExpenseStatement, name: str) -> ReviewField:
    display = getattr(statement, f"get_{name}_display", None)
    value = display() if display else getattr(statement, name)
    return ReviewField(LABELS[name], _text(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)
