"""合并送审: choose several pieces of one's unit, submit them as one, and see how far they are."""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sitegroup.checking.services import read_ahead
from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.shapes import WRITERS
from sitegroup.models import BundleState, ReleaseBundle, ReviewCase, Site
from sitegroup.review.bundles import cancel_bundle, members_of
from sitegroup.review.desk import words
from sitegroup.review.desk.drafts import Draft, drafts_named, drafts_of
from sitegroup.review.desk.timing import MomentField
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.together import MOST, submit_together

LISTED = 50
BUNDLES_LISTED = 20


class TogetherForm(forms.Form):
    """合并送审: what the bundle is called, and when it goes out."""

    title = forms.CharField(
        label=gettext_lazy("这一组的名称"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("请给这次合并发布起个名称。"),
            "max_length": gettext_lazy("名称最多120字。"),
        },
    )
    publish_at = MomentField()


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One open bundle: its members with where each stands."""

    bundle: ReleaseBundle
    members: tuple[tuple[ReviewCase, str], ...]
    when: str


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Choose, search, submit; nothing that was chosen or typed is lost on the way."""
    site = _site(request)
    if request.method != "POST":
        return _page(request, site, TogetherForm())
    if "submit" not in request.POST:
        # unbound, so that searching finds no fault with what is not filled in yet
        return _page(request, site, TogetherForm(initial=request.POST.dict()))
    form = TogetherForm(request.POST)
    chosen = drafts_named(site, request.POST.getlist("chosen"))
    if wrong := _mistakes(request, form, chosen):
        return _page(request, site, form, mistakes=wrong)
    return _submit(request, site, form, chosen)


def _sites(request: HttpRequest) -> QuerySet[Site]:
    """The units that one writes for."""
    return Site.objects.filter(reach_of(request, WRITERS).within("pk")).order_by("code")


def _site(request: HttpRequest) -> Site:
    """The unit asked for, or the first of one's own. Raises Http404."""
    sites = _sites(request).select_related("organisation")
    asked = request.POST.get("site") or request.GET.get("site") or ""
    found: Site | None = sites.filter(pk=asked).first() if asked.isdecimal() else sites.first()
    if found is None:
        raise Http404
    return found


def _mistakes(request: HttpRequest, form: TogetherForm, chosen: list[Draft]) -> list[str]:
    wrong = [str(error) for errors in form.errors.values() for error in errors]
    if not 1 < len(chosen) <= MOST:
        wrong.append(_("合并发布要选2至%(most)d条内容。") % {"most": MOST})
    if gone := len(set(request.POST.getlist("chosen"))) - len(chosen):
        wrong.append(
            _("选的内容里有%(count)d条已经送审、发布或者删除，不能再选。") % {"count": gone}
        )
    return wrong


def _submit(
    request: HttpRequest, site: Site, form: TogetherForm, chosen: list[Draft]
) -> HttpResponse:
    for draft in chosen:
        read_ahead(draft.subject.get_latest_revision_as_object())
    try:
        bundle = submit_together(
            site=site,
            title=form.cleaned_data["title"],
            subjects=[draft.subject for draft in chosen],
            by=request.user,
            publish_at=form.cleaned_data["publish_at"],
        )
    except NotReady as error:
        return _page(request, site, form, mistakes=[str(problem) for problem in error.problems])
    except ReviewRefused as error:
        return _page(request, site, form, mistakes=[str(error)])
    said = {"title": bundle.title, "count": len(chosen)}
    messages.success(
        request, _("“%(title)s”的%(count)d条内容已送审，各条都审定后一起发布。") % said
    )
    return redirect(_address(site))


def _address(site: Site) -> str:
    return f"{reverse('review:together')}?site={site.pk}"


def _page(
    request: HttpRequest,
    site: Site,
    form: TogetherForm,
    *,
    mistakes: list[str] | None = None,
) -> HttpResponse:
    search = (request.POST.get("q") or request.GET.get("q") or "").strip()
    keys = request.POST.getlist("chosen")
    chosen = drafts_named(site, keys)
    listed, more = drafts_of(site, search=search, most=LISTED)
    context = {
        "tab": "together",
        "site": site,
        "sites": _sites(request),
        "form": form,
        "search": search,
        "chosen": chosen,
        "listed": [draft for draft in listed if draft.key not in keys],
        "more": LISTED if more else 0,
        "most": MOST,
        "bundles": _bundles(site),
        "mistakes": mistakes or [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return render(request, "sitegroup/desk/together.html", context, status=status)


def _bundles(site: Site) -> list[BundleRow]:
    """The open bundles of a unit, newest first."""
    opened = list(
        ReleaseBundle.objects.filter(site=site, state=BundleState.OPEN)
        .select_related("created_by")
        .order_by("-pk")[:BUNDLES_LISTED]
    )
    cases = members_of([bundle.pk for bundle in opened])
    return [
        BundleRow(
            bundle,
            tuple((case, words.place(case)) for case in cases.get(bundle.pk, [])),
            words.exactly(bundle.publish_at) if bundle.publish_at else "",
        )
        for bundle in opened
    ]


@require_POST
def cancel(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """取消合并."""
    reach = reach_of(request, WRITERS)
    bundle = get_object_or_404(ReleaseBundle, reach.within("site"), pk=bundle_id)
    try:
        cancel_bundle(bundle_id=bundle.pk, by=request.user)
    except ReviewRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("“%(title)s”已取消合并，各条内容都已撤回，可以修改后再送审。")
            % {"title": bundle.title},
        )
    return redirect(_address(bundle.site))
