"""How pages are written in the admin: save, submit, withdraw; every other way out is refused."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.pages import refusals
from cms.pages.models import SitePage
from cms.pages.overview.views import overview
from cms.pages.richtext import register_paragraphs
from cms.pages.submitting import settle, submit_page
from sitegroup.guard.addresses.reach import roles_held
from sitegroup.models import SEPARATED_ROLES
from sitegroup.review.desk.timing import timing_of
from sitegroup.review.desk.urgent import may_release_urgently, urgent_address
from sitegroup.review.desk.withdrawing import may_withdraw, withdraw_address

SUBMIT = "action-review"


@hooks.register("register_rich_text_features")
def paragraphs(features: FeatureRegistry) -> None:
    """称谓 and 落款."""
    register_paragraphs(features)


class OverviewItem(MenuItem):
    """本单位信息一览, for those who belong to a unit."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is any unit to look at."""
        at_work = roles_held(request) - set(SEPARATED_ROLES)
        return bool(request.user.is_superuser or at_work)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """/admin/our-content/."""
    return [path("our-content/", overview, name="our_content")]


@hooks.register("register_admin_menu_item")
def overview_item() -> MenuItem:
    """本单位信息一览."""
    address = reverse("our_content")
    return OverviewItem(
        _("本单位信息一览"), address, name="our-content", icon_name="list-ul", order=260
    )


class SaveAndSubmit(ActionMenuItem):
    """暂存 and 送审: the two things an author can do."""

    name = SUBMIT
    template_name = "sitegroup/desk/page_actions.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """What Wagtail's own save button needs to know, too."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["is_revision"] = parent_context["view"] == "revisions_revert"
        context["timing"] = timing_of(parent_context["request"])
        return context


@hooks.register("construct_page_action_menu")
def save_and_submit(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Nothing but 暂存 and 送审, or that the page is locked."""
    if context.get("locked_for_user"):
        menu_items[:] = [item for item in menu_items if item.name == "action-page-locked"]
    else:
        menu_items[:] = [SaveAndSubmit()]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def submit_if_asked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """送审, when that was the button; an hour that was typed stays in the form when saving."""
    if not isinstance(page, SitePage) or not request.accepts("text/html"):
        return None
    if SUBMIT in request.POST:
        return submit_page(request, page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    carried = timing_of(request).carried_to(address)
    return redirect(carried) if carried != address else None


@hooks.register("register_page_header_buttons")
def withdraw_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """撤下, for those who may."""
    if page.live and page.depth > 1:
        subject = page.specific_deferred
        if may_withdraw(subject, user):
            yield Button(_("撤下"), withdraw_address(subject), icon_name="download", priority=60)


@hooks.register("register_page_header_buttons")
def urgent_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """应急发布, for those who hold that right."""
    if view_name == "edit" and page.depth > 1:
        subject = page.specific_deferred
        if may_release_urgently(subject, user):
            yield Button(_("应急发布"), urgent_address(subject), icon_name="warning", priority=61)


@hooks.register("after_copy_page")
def copied(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy belongs to where it now stands."""
    settle(new_page, request.user)


@hooks.register("after_move_page")
def moved(request: HttpRequest, page: Page) -> None:
    """A moved draft belongs to where it now stands."""
    settle(page, request.user)


hooks.register("before_edit_page", refusals.step_of_a_workflow)
hooks.register("before_publish_page", refusals.publish)
hooks.register("before_unpublish_page", refusals.unpublish)
hooks.register("before_delete_page", refusals.delete)
hooks.register("before_copy_page", refusals.copy)
hooks.register("before_move_page", refusals.move)
hooks.register("before_bulk_action", refusals.bulk)


class Redating(LogFormatter):
    """更改首次发布时间, with its reason, in a page's history."""

    label = _("更改首次发布时间")

    def format_message(self, log_entry: Any) -> str:
        """From when to when, and why."""
        return gettext("首次发布时间由%(old)s改为%(new)s。原因：%(reason)s") % log_entry.data


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What imports write into a page's history."""
    actions.register_action("pages.redate")(Redating)
