"""代办: the list, the two steps of appointing, the button that ends one."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitegroup.models import Membership, Role
from sitegroup.names import name_of
from sitegroup.people.forms import SiteField
from sitegroup.review.desk import standins
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.substitutes import LONGEST_REASON, appoint, candidates, end_substitution

ROWS = 20


class ColleagueField(forms.ModelChoiceField):
    """代办人: a colleague and the roles that they hold in the unit."""

    def label_from_instance(self, obj: Any) -> str:
        """张三（起草人、编辑）."""
        roles = "、".join(str(Role(held.role).label) for held in obj.held_here)
        return f"{name_of(obj)}（{roles}）" if roles else name_of(obj)


def _day(label: Any) -> forms.DateField:
    """A day, in the browser's own calendar where it has one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = gettext_lazy("请填写日期，例如2026-01-31。")
    errors = {"required": wrong, "invalid": wrong}
    return forms.DateField(label=label, widget=widget, error_messages=errors)


class AppointForm(forms.Form):
    """代办人、起止日期、原因; offers the colleagues of this one unit."""

    substitute = ColleagueField(
        label=gettext_lazy("代办人"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("请选择"),
        error_messages={
            "required": gettext_lazy("请选择代办人。"),
            "invalid_choice": gettext_lazy("代办人要是本单位在岗的人员，也不能是您自己。"),
        },
    )
    starts_on = _day(gettext_lazy("从"))
    ends_on = _day(gettext_lazy("到（含当天）"))
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("例如：年休假、外出培训。"),
    )

    def __init__(self, *args: Any, place: Membership, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.filter(site=place.site).order_by("pk")
        offered = candidates(absent=place.user, site=place.site, role=place.role)
        offered = offered.exclude(pk=by.pk).order_by("first_name", "username")
        held = Prefetch("memberships", queryset=here, to_attr="held_here")
        self.fields["substitute"].queryset = offered.prefetch_related(held)  # type: ignore[attr-defined]


class PlacesForm(forms.Form):
    """单位: whose posts are shown."""

    site = SiteField(
        label=gettext_lazy("单位"), queryset=None, required=False, empty_label=gettext_lazy("全部")
    )

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = sites.select_related("organisation").order_by("code")
        self.fields["site"].queryset = offered  # type: ignore[attr-defined]


def _render(request: HttpRequest, name: str, /, status: int = 200, **context: Any) -> HttpResponse:
    return render(
        request, f"sitegroup/desk/{name}.html", {"tab": "substitutes", **context}, status=status
    )


@require_safe
def substitutes(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, now and soon; `?ended=1` what is over."""
    ended = bool(request.GET.get("ended"))
    found = standins.listed(request.user, ended=ended)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    rows = standins.rows(request.user, page.object_list)
    kept = "ended=1&" if ended else ""
    return _render(request, "substitutes", page=page, rows=rows, ended=ended, kept=kept)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint_substitute(request: HttpRequest) -> HttpResponse:
    """First whose post, then by whom and how long. `place` is the post, a membership."""
    sent = request.POST if request.method == "POST" else request.GET
    if not sent.get("place"):
        return _places(request)
    place = standins.place_of(request.user, sent["place"])
    initial = {"starts_on": timezone.localdate()}
    form = AppointForm(request.POST or None, initial=initial, place=place, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            made = appoint(
                absent=place.user, site=place.site, role=place.role, by=request.user,
                **form.cleaned_data,
            )  # fmt: skip
        except ReviewRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _appointed(made))
            return redirect("review:substitutes")
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"form": form, "place": place, "absent": name_of(place.user)}
    context["own"] = place.user_id == request.user.pk
    return _render(request, "appoint", status=status, **context)


def _places(request: HttpRequest) -> HttpResponse:
    """The posts to choose from; whoever has only one goes on at once."""
    lending = standins.lending_of(request.user)
    found = lending.places()
    only = list(found[:2])
    if len(only) == 1 and not lending.sites:
        return redirect(f"{request.path}?place={only[0].pk}")
    sites = standins.sites_to_choose(lending)
    form = PlacesForm(request.GET, sites=sites)
    site = form.cleaned_data["site"] if form.is_valid() else None
    page = Paginator(found.filter(site=site) if site else found, ROWS).get_page(
        request.GET.get("page")
    )
    rows = [(place, name_of(place.user)) for place in page.object_list]
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "form": form if len(lending.sites) > 1 else None,
        "kept": f"site={site.pk}&" if site else "",
    }
    return _render(request, "places", **context)


def _appointed(made: Any) -> str:
    return _("已指定%(substitute)s代办%(absent)s的%(role)s，从%(first)s到%(last)s。") % {
        "substitute": name_of(made.substitute),
        "absent": name_of(made.absent),
        "role": made.get_role_display(),
        "first": made.starts_on.isoformat(),
        "last": made.ends_on.isoformat(),
    }


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """结束代办."""
    found = standins.visible_substitution(request.user, pk)
    try:
        end_substitution(substitution=found, by=request.user)
        messages.success(request, _("代办已结束，马上生效。办过的件和这次代办都有记录。"))
    except ReviewRefused as error:
        messages.error(request, str(error))
    return redirect("review:substitutes")
