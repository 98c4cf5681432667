"""The stock site as a Django app."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """One page model."""

    name = "bench.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
