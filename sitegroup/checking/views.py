"""The pages of the content check: one object's results, a waiver, the nightly findings."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem

from sitegroup.checking import access
from sitegroup.checking.exceptions import RuleError, WaiverRefused
from sitegroup.checking.findings import from_dict
from sitegroup.checking.forms import WaiverForm
from sitegroup.checking.models import CheckRun, ContentFinding, FindingRun
from sitegroup.checking.services import (
    findings_of,
    hash_of,
    read_ahead,
    results_address,
    waive,
)

ROWS = 20


class CheckingItem(MenuItem):
    """内容检查, for those who look after some unit's findings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is anything for this person."""
        return bool(access.watched(request))


@require_safe
def results(request: HttpRequest, app: str, model: str, pk: str) -> HttpResponse:
    """检查结果 of the latest revision of one object."""
    subject = access.subject_or_404(request.user, app, model, pk)
    return _results(request, subject)


def _results(
    request: HttpRequest,
    subject: Any,
    form: WaiverForm | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    candidate = subject.get_latest_revision_as_object()
    read_ahead(candidate)
    try:
        rows, broken = findings_of(candidate), ""
    except RuleError as error:
        rows, broken = [], str(error)
    context = {
        "subject": candidate,
        "site": subject.owning_site(),
        "rows": rows,
        "broken": broken,
        "blocking": sum(row.blocks for row in rows),
        "warnings": sum(row.level == "warn" for row in rows),
        "refusal": access.refusal(request.user, subject),
        "form": form or WaiverForm(),
        "seen_hash": hash_of(candidate),
        "waive_url": f"{results_address(subject)}waive/",
        "edit_url": subject.edit_address(),
    }
    return render(request, "sitegroup/checking/results.html", context, status=status)


@require_POST
def waive_finding(request: HttpRequest, app: str, model: str, pk: str) -> HttpResponse:
    """Record a waiver; what was wrong with it is said beside the findings."""
    subject = access.subject_or_404(request.user, app, model, pk)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        return _results(request, subject, form, status=HTTPStatus.BAD_REQUEST)
    try:
        waive(subject=subject, by=request.user, **form.cleaned_data)
    except (WaiverRefused, RuleError) as error:
        form.add_error(None, str(error))
        return _results(request, subject, form, status=HTTPStatus.FORBIDDEN)
    messages.success(request, _("已放行，原因记录在案。内容再有改动，要重新检查。"))
    return redirect(results_address(subject))


@require_safe
def nightly(request: HttpRequest) -> HttpResponse:
    """What the nights found in what is public, of the units that one looks after."""
    watched = access.watched(request).within("site")
    open_findings = ContentFinding.objects.filter(watched, run=FindingRun.NIGHTLY, gone_at=None)
    listed = open_findings.select_related("site__organisation", "content_type")
    page = Paginator(listed.order_by("level", "-found_at", "-pk"), ROWS).get_page(
        request.GET.get("page")
    )
    last = CheckRun.objects.exclude(finished_at=None).order_by("-finished_at").first()
    context = {
        "rows": [_nightly_row(one) for one in page.object_list],
        "page": page,
        "last": last,
        "blocking": open_findings.filter(level="block").count(),
    }
    return render(request, "sitegroup/checking/nightly.html", context)


def _nightly_row(one: ContentFinding) -> dict[str, Any]:
    finding = from_dict(one.detail)
    kind = one.content_type
    return {
        "finding": one,
        "place": finding.place.words(),
        "sentence": finding.sentence(),
        "blocks": finding.blocks,
        "address": (kind.app_label, kind.model, one.object_id),
    }
