"""The looks as a Django app, so that its static files are found."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """主题."""

    name = "themes"
    verbose_name = "主题"
