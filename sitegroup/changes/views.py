"""发布后处理 in the admin: how each effect stands, what was given up and why, and another try."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from sitegroup.changes.models import Delivery
from sitegroup.changes.permissions import tended
from sitegroup.changes.reading import figures_of, given_up
from sitegroup.changes.services import retry
from sitegroup.models.site import Site
from sitegroup.review.models import Release

ROWS = 20
NAMES: dict[str, Promise] = {
    "purge": gettext_lazy("更新网页"),
    "index": gettext_lazy("更新检索"),
    "datasets": gettext_lazy("更新数据集"),
    "catalogue": gettext_lazy("推送到目录平台"),
}


@dataclass(frozen=True)
class Row:
    """A delivery that was given up, as the list shows it."""

    delivery: Delivery
    title: str
    address: str
    effect: str


def _name(effect: str) -> str:
    return str(NAMES.get(effect, effect))


def _tended(request: HttpRequest) -> QuerySet[Site]:
    """The sites whose deliveries this person looks after. Raises Http404 where there are none."""
    reach = tended(request)
    if not reach:
        raise Http404
    return reach.units()


def _row(delivery: Delivery, finder: AdminURLFinder) -> Row:
    release = delivery.change.release
    subject = release.subject if release else None
    return Row(
        delivery=delivery,
        title=str(subject or delivery.change.object_key),
        address=_address(release, subject, finder),
        effect=_name(delivery.effect),
    )


def _address(release: Release | None, subject: Any, finder: AdminURLFinder) -> str:
    """Where the object is edited, or else the case that released it; what is derived has none."""
    found = finder.get_edit_url(subject) if subject else None
    if found is None and release and release.case_id:
        found = reverse("review:item", args=[release.case_id])
    return found or ""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """发布后处理."""
    sites = _tended(request)
    page = Paginator(given_up(sites), ROWS).get_page(request.GET.get("page"))
    finder = AdminURLFinder(request.user)
    figures = figures_of(sites)
    context = {
        "figures": [(_name(one.effect), one) for one in figures],
        "dead": sum(one.dead for one in figures),
        "page": page,
        "rows": [_row(delivery, finder) for delivery in page.object_list],
    }
    return render(request, "sitegroup/desk/deliveries.html", context)


@require_POST
def retry_one(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try one delivery again. This is no approval: what is sent is what is public then."""
    theirs = Delivery.objects.filter(change__site__in=_tended(request))
    asked = get_object_or_404(theirs, pk=delivery_id)
    return _again(request, theirs.filter(pk=asked.pk))


@require_POST
def retry_effect(request: HttpRequest, effect: str) -> HttpResponse:
    """Try all of one effect again."""
    return _again(request, given_up(_tended(request)).filter(effect=effect))


def _again(request: HttpRequest, deliveries: QuerySet[Delivery]) -> HttpResponse:
    count = retry(deliveries=deliveries, by=request.user)
    if count:
        messages.success(request, _("%d项已重新排队，稍后处理。") % count)
    else:
        messages.info(request, _("没有要重试的：可能已经处理好了，或者别人刚点过重试。"))
    return redirect("deliveries:overview")
