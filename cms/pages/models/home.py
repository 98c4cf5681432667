"""The first page of the portal and of a unit."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.pages.models.base import SitePage


class PortalHome(SitePage):
    """门户首页."""

    object_type = "home"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.Channel"]
    page_description = _("县政府门户的首页")

    class Meta:
        verbose_name = _("门户首页")
        verbose_name_plural = _("门户首页")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The portal's home from what its columns hold."""
        from cms.pages.views import portal_home  # noqa: PLC0415 - views read the models

        return portal_home(request, self)


class UnitHome(SitePage):
    """单位首页."""

    object_type = "home"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.Channel"]
    page_description = _("部门或乡镇频道的首页")

    class Meta:
        verbose_name = _("单位首页")
        verbose_name_plural = _("单位首页")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The unit's home from what its columns hold."""
        from cms.pages.views import unit_home  # noqa: PLC0415 - views read the models

        return unit_home(request, self)
