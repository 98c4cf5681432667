"""三公经费 as a Django app."""

from django.apps import AppConfig


class ExpensesConfig(AppConfig):
    """三公经费."""

    name = "cms.expenses"
    label = "expenses"
    verbose_name = "三公经费"
