"""栏目和信息 as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """栏目和信息."""

    name = "cms.pages"
    label = "pages"
    verbose_name = "栏目和信息"
