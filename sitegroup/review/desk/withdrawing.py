"""撤下: take something out of the public, with a reason."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.guard.roles import holds
from sitegroup.models import CaseState, ReviewCase, Site
from sitegroup.review.desk.access import may_see
from sitegroup.review.desk.forms import WithdrawForm
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.withdrawal import WITHDRAWERS, withdraw


def may_withdraw(subject: Any, user: Any) -> bool:
    """Whether this is public and this person may take it back; never a site's home page."""
    if not isinstance(subject, Releasable) or not getattr(subject, "live", False):
        return False
    if isinstance(subject, Page) and Site.objects.filter(home_page=subject.pk).exists():
        return False
    return user.is_superuser or holds(user, roles=WITHDRAWERS, site=subject.owning_site())


def withdraw_address(subject: Any) -> str:
    """The form for this object."""
    meta = subject._meta
    return reverse("review:withdraw", args=[meta.app_label, meta.model_name, subject.pk])


def withdraw_object(request: HttpRequest, app: str, model: str, pk: str) -> HttpResponse:
    """Ask for the reason, then withdraw."""
    subject = subject_named(app, model, pk)
    if not may_withdraw(subject, request.user):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _withdraw(request, subject, form)
    return _ask(request, subject, form)


def _ask(request: HttpRequest, subject: Any, form: WithdrawForm, status: int = 200) -> HttpResponse:
    context = {
        "subject": subject, "form": form, "site": subject.owning_site(),
        "back": _back(request, subject),
    }  # fmt: skip
    return render(request, "sitegroup/desk/withdraw.html", context, status=status)


def _back(request: HttpRequest, subject: Any) -> str:
    """Where this leads from and to: the case that released it, or one's tasks.

    What was imported or built has no case, and not everybody who may withdraw may see it.
    """
    cases = ReviewCase.objects.filter(
        content_type=subject_type(subject), object_id=str(subject.pk), state=CaseState.RELEASED
    )
    newest = cases.select_related("site").order_by("-pk").first()
    if newest is None or not may_see(newest, request.user):
        return reverse("review:tasks")
    return reverse("review:item", args=[newest.pk])


def subject_named(app: str, model: str, pk: str) -> Any:
    """What a path names by app, model and key. Raises Http404 for what is nothing to release."""
    try:
        kind: Any = apps.get_model(app, model)
        found = kind._default_manager.get(pk=pk) if issubclass(kind, Releasable) else None
    except (LookupError, ValueError, ObjectDoesNotExist):
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _withdraw(request: HttpRequest, subject: Any, form: WithdrawForm) -> HttpResponse:
    try:
        withdraw(
            subject=subject,
            by=request.user,
            reason=form.cleaned_data["reason"],
            redirect_to=form.cleaned_data["redirect_to"],
        )
    except ReviewRefused as error:
        form.add_error(None, str(error))
        return _ask(request, subject, form, status=400)
    else:
        messages.success(
            request, _("“%(title)s”已撤下，网页、搜索、数据随后更新。") % {"title": subject}
        )
    return redirect(_back(request, subject))
