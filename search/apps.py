"""Search as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """检索."""

    name = "search"
    label = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        """Register the checks."""
        from search import checks  # noqa: F401, PLC0415 - registers itself
