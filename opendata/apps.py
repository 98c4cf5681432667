"""开放数据 as a Django app."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """开放数据."""

    name = "opendata"
    verbose_name = "开放数据"
