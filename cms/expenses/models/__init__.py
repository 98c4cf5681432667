"""Expense statements."""

from cms.expenses.models.statement import ExpenseStatement, Scope, Stage

__all__ = ["ExpenseStatement", "Scope", "Stage"]
