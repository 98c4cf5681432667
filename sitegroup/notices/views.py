"""A person's notices, and for the county's administrators what did not arrive."""

from http import HTTPStatus
from typing import Any

from django.conf import settings as conf
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitegroup.guard.roles import holds
from sitegroup.models import Role
from sitegroup.notices import sending
from sitegroup.notices.forms import setting_form
from sitegroup.notices.models import Notice
from sitegroup.notices.words import sentence

ROWS = 20


def _is_administrator(user: Any) -> bool:
    return bool(user.is_superuser) or holds(user, roles=(Role.COUNTY_ADMINISTRATOR,))


def _administrators_only(request: HttpRequest) -> None:
    if not _is_administrator(request.user):
        raise Http404


def _page(request: HttpRequest, tab: str, notices: Any, **context: Any) -> HttpResponse:
    page = Paginator(notices, ROWS).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "page": page,
        "lines": [(notice, sentence(notice)) for notice in page.object_list],
        "is_administrator": _is_administrator(request.user),
        **context,
    }
    return render(request, "sitegroup/notices/list.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """通知."""
    own = Notice.objects.desk_of(request.user)
    unread = own.filter(read_at=None).count()
    return _page(request, "mine", own, unread=unread)


@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about; that it was read is remembered."""
    notice = get_object_or_404(Notice.objects.desk_of(request.user), pk=notice_id)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    return redirect(notice.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读."""
    own = Notice.objects.desk_of(request.user).order_by()
    own.filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """通知设置."""
    form = setting_form(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("通知设置已保存。"))
        return redirect("notices:settings")
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {
        "tab": "settings",
        "form": form,
        "titles": conf.NOTICE_TITLES,
        "is_administrator": _is_administrator(request.user),
    }
    return render(request, "sitegroup/notices/settings.html", context, status=status)


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """未能送达: what was given up, for the county's administrators. Raises Http404 for others."""
    _administrators_only(request)
    return _page(request, "undelivered", Notice.objects.undelivered())


@require_POST
def try_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    """再发一次."""
    _administrators_only(request)
    found = get_object_or_404(Notice.objects.undelivered(), pk=notice_id)
    sending.retry(found, by=request.user)
    messages.success(request, _("已重新排队，几秒内再发一次。"))
    return redirect("notices:undelivered")
