"""The statements' lines of the address table."""

from cms.expenses.models import ExpenseStatement
from cms.expenses.models.querysets import StatementQuerySet
from sitegroup.guard.addresses.reach import Reach
from sitegroup.guard.addresses.shapes import WRITERS, Address, Table

TABLE: Table = {
    "expenses_index": Address(WRITERS),
    "expenses_create": Address(WRITERS, sent={"site": "site"}),
    "expenses_edit": Address(WRITERS, path={"pk": "expenses"}, sent={"site": "site"}),
    "expenses_import": Address(WRITERS),
    "expenses_blank": Address(WRITERS),
}


def statements(reach: Reach) -> StatementQuerySet:
    """Statements of the units in reach, drafts too."""
    return ExpenseStatement.objects.filter(reach.within("site"))
