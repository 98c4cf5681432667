"""The kernel's seats in the admin: the desk, the menu, the look, and what each unit may choose."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from sitegroup.audit.querying import audited
from sitegroup.changes.permissions import tended
from sitegroup.checking.views import CheckingItem
from sitegroup.guard import explorer as explorer_of_units
from sitegroup.guard.addresses.kinds import collections
from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.shapes import WRITERS
from sitegroup.notices.panels import NoticesPanel
from sitegroup.people import wagtail_hooks as people_hooks
from sitegroup.review.desk import access
from sitegroup.review.desk.panels import DraftsPanel, ReturnedPanel, TasksPanel

__all__ = ["people_hooks"]  # Wagtail looks for hooks in an app's own file only

# What only those who run the installation need.
ADMINISTRATION = {"settings", "reports", "snippets"}
# Wagtail's own help leads to pages in English on another host.
NOWHERE = {"help"}

explorer_of_units.install()


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern | URLResolver]:
    """/admin/review/ and /admin/deliveries/."""
    return [
        path("review/", include("sitegroup.review.desk.urls")),
        path("deliveries/", include("sitegroup.changes.urls")),
        path("audit/", include("sitegroup.audit.desk.urls")),
    ]


@hooks.register("register_admin_urls")
def notice_addresses() -> list[URLPattern | URLResolver]:
    """/admin/notices/."""
    return [path("notices/", include("sitegroup.notices.urls"))]


@hooks.register("register_admin_urls")
def checking_addresses() -> list[URLPattern | URLResolver]:
    """/admin/checking/."""
    return [path("checking/", include("sitegroup.checking.urls"))]


@hooks.register("insert_global_admin_css")
def admin_look() -> str:
    """Colours, type and the desk."""
    return format_html('<link rel="stylesheet" href="{}">', static("sitegroup/admin.css"))


@hooks.register("register_admin_menu_item")
def home_item() -> MenuItem:
    """工作台."""
    address = reverse("wagtailadmin_home")
    return MenuItem(_("工作台"), address, name="dashboard", icon_name="home", order=10)


@hooks.register("register_admin_menu_item")
def review_item() -> MenuItem:
    """待办审核."""
    address = reverse("review:tasks")
    return MenuItem(_("待办审核"), address, name="review", icon_name="tasks", order=150)


class DeliveriesItem(MenuItem):
    """发布后处理: for those who look after it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person administers any site."""
        return bool(tended(request))


@hooks.register("register_admin_menu_item")
def deliveries_item() -> MenuItem:
    """发布后处理."""
    address = reverse("deliveries:overview")
    return DeliveriesItem(
        _("发布后处理"), address, name="deliveries", icon_name="rotate", order=800
    )


@hooks.register("register_admin_menu_item")
def notices_item() -> MenuItem:
    """通知."""
    address = reverse("notices:mine")
    return MenuItem(_("通知"), address, name="notices", icon_name="mail", order=160)


@hooks.register("register_admin_menu_item")
def checking_item() -> MenuItem:
    """内容检查."""
    address = reverse("checking:nightly")
    return CheckingItem(_("内容检查"), address, name="checking", icon_name="check", order=160)


class AuditItem(MenuItem):
    """操作记录, for those who may read any of it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is an auditor, or administers a unit."""
        return bool(audited(request))


@hooks.register("register_admin_menu_item")
def audit_item() -> MenuItem:
    """操作记录."""
    address = reverse("audit:entries")
    return AuditItem(_("操作记录"), address, name="audit", icon_name="history", order=900)


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave the doors that this person goes through."""
    hidden = NOWHERE if request.user.is_superuser else NOWHERE | ADMINISTRATION
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Tasks, what came back, drafts, notices; nothing else."""
    panels[:] = [TasksPanel(), ReturnedPanel(), DraftsPanel(), NoticesPanel()]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages and pictures help nobody."""
    items.clear()


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """A unit links to its own pages."""
    return pages.filter(reach_of(request, WRITERS).below_homes())


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def own_files(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """A unit chooses from its own pictures and files."""
    reach = reach_of(request, WRITERS)
    return files if reach.everywhere else files.filter(collection__in=collections(reach))


@hooks.register("register_admin_viewset")
def explorer() -> explorer_of_units.OwnPages:
    """The list of pages, whose filters name one's own people only."""
    return explorer_of_units.OwnPages()


@hooks.register("before_serve_document")
def only_for_colleagues(document: Any, request: HttpRequest) -> None:
    """Wagtail's own way to a file is for the admin alone. Raises Http404."""
    if not access.may_open_file(request, kind="document", file=document):
        raise Http404
