"""应急发布: shown in full, given a reason, confirmed, and public at once."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sitegroup.checking.services import read_ahead
from sitegroup.exceptions import PlatformError
from sitegroup.guard.releasable import Releasable
from sitegroup.guard.roles import holds
from sitegroup.models import Release, Role, Site
from sitegroup.review.desk import files, words
from sitegroup.review.desk.drafts import Draft, drafts_of
from sitegroup.review.desk.versions import Version, version_of
from sitegroup.review.desk.withdrawing import subject_named
from sitegroup.review.emergency import release_urgently
from sitegroup.review.exceptions import ContentChanged
from sitegroup.review.history import last_release_of

REASON_LIMIT = 500
LISTED = 20


class UrgentForm(forms.Form):
    """应急发布: why it cannot wait, on what was seen, and that it is meant."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("应急发布的原因（必填，记录在案）"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("请写明应急发布的原因。"),
            "max_length": gettext_lazy("应急发布的原因最多500字。"),
        },
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("我已逐项核对以上内容和附件，确认不经审核马上公开。"),
        error_messages={"required": gettext_lazy("请核对以上内容，打勾确认以后再发布。")},
    )


def may_release_urgently(subject: Any, user: Any) -> bool:
    """Whether there is something to release and this person may do it without review."""
    if not isinstance(subject, Releasable) or not subject.latest_revision_id:
        return False
    is_new = not subject.live or getattr(subject, "has_unpublished_changes", False)
    held = (Role.EMERGENCY_RELEASER,)
    return bool(is_new and holds(user, roles=held, site=subject.owning_site()))


def urgent_address(subject: Any) -> str:
    """The page that asks for the reason."""
    meta = subject._meta
    return reverse("review:urgent", args=[meta.app_label, meta.model_name, subject.pk])


def to_release(request: HttpRequest) -> list[tuple[Draft, str]]:
    """What this person may release in an emergency, also from a review under way: with its page."""
    held = (Role.EMERGENCY_RELEASER,)
    sites = Site.objects.filter(memberships__user=request.user.pk, memberships__role__in=held)
    return [
        (draft, urgent_address(draft.subject))
        for site in sites.distinct().select_related("organisation").order_by("code")
        for draft in drafts_of(site, most=LISTED, with_held=True)[0]
    ]


def _subject(request: HttpRequest, app: str, model: str, pk: str) -> Any:
    subject = subject_named(app, model, pk)
    if not may_release_urgently(subject, request.user):
        raise Http404
    return subject


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, app: str, model: str, pk: str) -> HttpResponse:
    """Show what would become public; on POST release exactly that."""
    subject = _subject(request, app, model, pk)
    version = version_of(subject.latest_revision, base=last_release_of(subject))
    if request.method != "POST":
        form = UrgentForm(initial={"seen_hash": version.digest})
        return _page(request, subject, version, form)
    form = UrgentForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    read_ahead(version.candidate)
    try:
        done = release_urgently(
            subject=subject,
            by=request.user,
            reason=form.cleaned_data["reason"],
            seen_hash=form.cleaned_data["seen_hash"],
        )
    except ContentChanged as error:
        again = UrgentForm(
            initial={"seen_hash": version.digest, "reason": form.cleaned_data["reason"]}
        )
        return _page(
            request, subject, version, again, status=HTTPStatus.CONFLICT, conflict=str(error)
        )
    except (PlatformError, ValidationError) as error:
        form.add_error(None, _("没有发布：%(why)s") % {"why": words.reasons(error)})
        return _page(request, subject, version, form, status=HTTPStatus.CONFLICT)
    return _done(request, version, done)


def _done(request: HttpRequest, version: Version, release: Release) -> HttpResponse:
    due = words.clock(release.after_review.due_at)
    said = {"title": version.title, "due": due}
    messages.success(
        request,
        _("“%(title)s”已应急发布，网页、搜索、数据随后更新。%(due)s前要由另外的人补审。") % said,
    )
    return redirect("review:after", release.after_review.pk)


def _page(
    request: HttpRequest,
    subject: Any,
    version: Version,
    form: UrgentForm,
    *,
    status: int = HTTPStatus.OK,
    conflict: str = "",
) -> HttpResponse:
    meta = subject._meta
    name = [meta.app_label, meta.model_name, subject.pk]
    context = {
        "version": version,
        "site": subject.owning_site(),
        "kind": meta.verbose_name,
        "form": form,
        "conflict": conflict,
        "preview": reverse("review:urgent_preview", args=name),
        "files": [
            (file, reverse("review:urgent_file", args=[*name, file.kind, file.file_id]))
            for file in version.files
        ],
    }
    return render(request, "sitegroup/desk/urgent.html", context, status=status)


@require_safe
def preview(request: HttpRequest, app: str, model: str, pk: str) -> HttpResponse:
    """看成稿 of what would become public."""
    subject = _subject(request, app, model, pk)
    return files.shown(request, subject.latest_revision.as_object())


@require_safe
def download(
    request: HttpRequest, app: str, model: str, pk: str, kind: str, file_id: str
) -> FileResponse:
    """One of its files."""
    subject = _subject(request, app, model, pk)
    return files.sent(subject.latest_revision.as_object(), kind=kind, file_id=file_id)
