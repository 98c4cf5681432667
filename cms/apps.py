"""The assembly as a Django app: commands that concern the whole installation."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """整机."""

    name = "cms"
    label = "cms"
    verbose_name = "公开"
