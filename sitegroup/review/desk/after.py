"""补审: what was released in an emergency, and the second person who stands by it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.models import EmergencyReview, Role
from sitegroup.review.desk import files, words
from sitegroup.review.desk.limits import Limit
from sitegroup.review.desk.urgent import to_release
from sitegroup.review.desk.versions import Version, version_of
from sitegroup.review.desk.withdrawing import may_withdraw, withdraw_address
from sitegroup.review.emergency import after_refusal, approve_after, pending
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.history import release_before
from sitegroup.review.services import OPINION_LIMIT

ROWS = 20
HOUR = timedelta(hours=1)
# The office that decides, those who watch over the county, and the unit with its releaser; not
# those who keep accounts and roles only.
VIEWERS = frozenset(Role.values) - {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}


class AfterForm(forms.Form):
    """补审意见, and the hash of what was seen."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opinion = forms.CharField(
        label=gettext_lazy("补审意见（必填）"),
        max_length=OPINION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请填写审核意见。")},
    )


def waiting_for(request: HttpRequest) -> QuerySet[EmergencyReview]:
    """What waits for a second person, of the units that this one may look at."""
    return pending().filter(reach_of(request, VIEWERS).within("release__site"))


def limit_of_review(review: EmergencyReview) -> Limit:
    """Until when it is to be approved, or how late it is."""
    late = timezone.now() - review.due_at
    if late <= timedelta():
        until = _("限%(deadline)s前") % {"deadline": words.clock(review.due_at)}
        return Limit(review.due_at, "warn", "warning", until)
    hours = late // HOUR
    said = _("已超时%(hours)d小时") % {"hours": hours} if hours else _("已超时不到1小时")
    return Limit(review.due_at, "bad", "error", said)


@require_safe
def emergencies(request: HttpRequest) -> HttpResponse:
    """补审: everything pending, soonest due first."""
    waiting = waiting_for(request).select_related("release__content_type", "release__revision")
    page = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "review": review,
            "title": title_of(review),
            "limit": limit_of_review(review),
        }
        for review in page.object_list
    ]
    context = {"tab": "emergencies", "page": page, "rows": rows, "drafts": to_release(request)}
    return render(request, "sitegroup/desk/emergencies.html", context)


def title_of(review: EmergencyReview) -> str:
    """The title of the version that was released."""
    revision: Any = review.release.revision
    return str(revision.object_str)


def _review(request: HttpRequest, review_id: int) -> EmergencyReview:
    found = EmergencyReview.objects.select_related(
        "release__revision", "release__site__organisation", "release__released_by",
        "release__content_type", "reviewer",
    )  # fmt: skip
    reach = reach_of(request, VIEWERS)
    review: EmergencyReview = get_object_or_404(found, reach.within("release__site"), pk=review_id)
    return review


def _version(review: EmergencyReview) -> Version:
    return version_of(review.release.revision, base=release_before(review.release))


@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, review_id: int) -> HttpResponse:
    """One of them; on POST 补审同意."""
    review = _review(request, review_id)
    if request.method != "POST":
        return _page(request, review)
    form = AfterForm(request.POST)
    if not form.is_valid():
        return _page(request, review, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        approve_after(review_id=review.pk, by=request.user, **form.cleaned_data)
    except ContentChanged as error:
        form = AfterForm(
            initial={"seen_hash": _version(review).digest, "opinion": form.cleaned_data["opinion"]}
        )
        return _page(request, review, form, status=HTTPStatus.CONFLICT, conflict=str(error))
    except ReviewRefused as error:
        form.add_error(None, str(error))
        return _page(request, _review(request, review_id), form, status=HTTPStatus.FORBIDDEN)
    messages.success(request, _("“%(title)s”已补审同意。") % {"title": title_of(review)})
    return redirect("review:emergencies")


def _page(
    request: HttpRequest,
    review: EmergencyReview,
    form: AfterForm | None = None,
    *,
    status: int = HTTPStatus.OK,
    conflict: str = "",
) -> HttpResponse:
    version, release = _version(review), review.release
    model: Any = release.content_type.model_class()
    subject = model._default_manager.filter(pk=release.object_id).first()
    context = {
        "tab": "emergencies",
        "review": review,
        "release": release,
        "version": version,
        "kind": model._meta.verbose_name,
        "limit": None if review.reviewed_at else limit_of_review(review),
        "form": form or AfterForm(initial={"seen_hash": version.digest}),
        "refusal": after_refusal(review, request.user),
        "conflict": conflict,
        "withdraw": withdraw_address(subject) if may_withdraw(subject, request.user) else "",
        "public": getattr(subject, "full_url", "") if subject and subject.live else "",
        "preview": reverse("review:after_preview", args=[review.pk]),
        "files": [
            (file, reverse("review:after_file", args=[review.pk, file.kind, file.file_id]))
            for file in version.files
        ],
    }
    return render(request, "sitegroup/desk/after.html", context, status=status)


@require_safe
def preview(request: HttpRequest, review_id: int) -> HttpResponse:
    """看成稿 of what was released."""
    revision: Any = _review(request, review_id).release.revision
    return files.shown(request, revision.as_object())


@require_safe
def download(request: HttpRequest, review_id: int, kind: str, file_id: str) -> FileResponse:
    """One of its files."""
    revision: Any = _review(request, review_id).release.revision
    return files.sent(revision.as_object(), kind=kind, file_id=file_id)
