"""人员和岗位 in the admin: addresses, the menu, the look; what stock pages it stands for."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitegroup.guard.addresses.reach import roles_held
from sitegroup.people.permissions import reads_people

# Stock pages that would go round the services, or that this installation has no use for.
REPLACED = {"users", "groups", "workflows", "workflow-tasks", "locales", "collections"}


class PeopleItem(MenuItem):
    """人员和岗位, for those who manage people or oversee them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is anybody to look at."""
        return reads_people(request.user, roles_held(request))


@hooks.register("register_admin_urls")
def people_addresses() -> list[URLPattern | URLResolver]:
    """/admin/people/."""
    return [path("people/", include("sitegroup.people.urls"))]


@hooks.register("register_admin_menu_item")
def people_item() -> MenuItem:
    """人员和岗位."""
    address = reverse("people:index")
    return PeopleItem(_("人员和岗位"), address, name="people", icon_name="group", order=600)


@hooks.register("construct_settings_menu")
def no_way_round(request: HttpRequest, menu_items: list[Any]) -> None:
    """People are managed by services that know units; nobody meets these, nor do superusers."""
    menu_items[:] = [item for item in menu_items if item.name not in REPLACED]


@hooks.register("construct_reports_menu")
def no_stock_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Stock reports count over all units; 本单位信息一览 stands for them."""
    menu_items.clear()


@hooks.register("insert_global_admin_css")
def people_look() -> str:
    """The look of the pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("sitegroup/people.css"))


@hooks.register("insert_global_admin_js")
def somebody_is_there() -> str:
    """Typing keeps a session alive."""
    return format_html(
        '<script src="{}" data-tell="{}" defer></script>',
        static("sitegroup/active.js"),
        reverse("people:active"),
    )
