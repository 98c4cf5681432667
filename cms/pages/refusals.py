"""The ways round the review that Wagtail offers, each refused with what to do instead."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from sitegroup.audit.services import publication_refused
from sitegroup.models import ReviewCase

Answer = HttpResponse | None


def _refuse(request: HttpRequest, why: str, page: Page) -> HttpResponse:
    publication_refused(request, why, page.specific_deferred)
    messages.error(request, why)
    return redirect("wagtailadmin_pages:edit", page.pk)


def publish(request: HttpRequest, page: Page) -> Answer:
    """Only review publishes."""
    return _refuse(request, _("信息要经过审核才能公开，请点“送审”。"), page)


def step_of_a_workflow(request: HttpRequest, page: Page) -> Answer:
    """Wagtail's editor takes a step of a workflow for granted, where no page has one."""
    if "action-workflow-action" not in request.POST:
        return None
    return publish(request, page)


def unpublish(request: HttpRequest, page: Page) -> Answer:
    """Only a withdrawal with its reason takes back."""
    return _refuse(request, _("已公开的信息要写明原因撤下，请用“撤下”。"), page)


def _kept(pages: Iterable[Page]) -> str:
    """Why one of these pages, or of those below, cannot go; empty if all can."""
    for page in pages:
        below = page.get_descendants(inclusive=True)
        if below.filter(live=True).exists():
            return _("“%(title)s”或其下级正在公开，请先撤下。") % {"title": page.title}
        wanted = Q()
        for kind in below.values_list("content_type", flat=True).distinct():
            keys = below.filter(content_type=kind).values_list("pk", flat=True)
            wanted |= Q(content_type=kind, object_id__in=[str(key) for key in keys])
        if ReviewCase.objects.filter(wanted).exists():
            return _("“%(title)s”有审核记录，不能删除；可以接着修改再送审。") % {
                "title": page.title
            }
    return ""


def delete(request: HttpRequest, page: Page) -> Answer:
    """What is public, or on record, stays."""
    why = _kept([page])
    return _refuse(request, why, page) if why else None


def copy(request: HttpRequest, page: Page) -> Answer:
    """A copy is one draft; no alias, no whole branch."""
    if request.method != "POST":
        return None
    if request.POST.get("alias") or request.POST.get("publish_copies"):
        return _refuse(request, _("复制出来的是草稿，要送审才能公开；不能同步发布。"), page)
    if request.POST.get("copy_subpages"):
        return _refuse(request, _("一次只能复制一条，不能连下级一起复制。"), page)
    key = request.POST.get("new_parent_page", "")
    if not key.isdecimal() or not Page.objects.filter(pk=key, depth__gt=1).exists():
        return _refuse(request, _("请选择复制到哪个栏目。"), page)
    return None


def move(request: HttpRequest, page: Page, destination: Page) -> Answer:
    """A draft may change its column, inside its own unit."""
    if page.get_descendants(inclusive=True).filter(live=True).exists():
        why = _("“%(title)s”或其下级正在公开，网址不能变，不能移动。") % {"title": page.title}
        return _refuse(request, why, page)
    target = destination.specific
    if getattr(target, "site", None) != page.specific.site:
        return _refuse(request, _("只能在本单位的栏目之间移动。"), page)
    return None


def bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> Answer:
    """No page is published, withdrawn or moved by the dozen; deleting follows the rule for one."""
    if not issubclass(action.model, Page):
        return None
    if action_type in ("publish", "unpublish"):
        why = _("公开和撤下都要一件一件办：公开请送审，撤下请写明原因。")
    elif action_type == "move":
        why = _("请一条一条移动。")
    else:
        why = _kept(objects) if action_type == "delete" else ""
    if not why:
        return None
    publication_refused(request, why)
    messages.error(request, why)
    back = action.next_url
    return redirect("wagtailadmin_explore_root" if back == request.path else back)
