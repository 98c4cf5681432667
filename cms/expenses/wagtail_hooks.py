"""Statements in the admin: addresses, the menu, the form's look."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.expenses.editing import importing, views
from cms.expenses.editing.access import writable_sites


class ExpensesItem(MenuItem):
    """三公经费, for those who write for a unit."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person writes for any unit."""
        return writable_sites(request.user).exists()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """/admin/expenses/."""
    return [
        path("expenses/", views.index, name="expenses_index"),
        path("expenses/new/", views.create, name="expenses_create"),
        path("expenses/<int:pk>/", views.edit, name="expenses_edit"),
        path("expenses/import/", importing.import_page, name="expenses_import"),
        path("expenses/blank/", views.blank, name="expenses_blank"),
    ]


@hooks.register("register_admin_menu_item")
def tables_item() -> MenuItem:
    """数据表 > 三公经费; later tables join the same submenu by its hook."""
    items = Menu(register_hook_name="register_tables_menu_item")
    return SubmenuMenuItem(_("数据表"), items, name="tables", icon_name="table", order=250)


@hooks.register("register_tables_menu_item")
def expenses_item() -> MenuItem:
    """三公经费."""
    address = reverse("expenses_index")
    return ExpensesItem(_("三公经费"), address, name="expenses", icon_name="table", order=10)


@hooks.register("insert_global_admin_css")
def form_look() -> str:
    """The look of the form."""
    return format_html('<link rel="stylesheet" href="{}">', static("expenses/admin.css"))
