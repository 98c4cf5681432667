"""人员和岗位: the list, one person, and the buttons."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitegroup.models import Role, Site
from sitegroup.names import name_of
from sitegroup.people import reading, services
from sitegroup.people.exceptions import LastAdministrator, PeopleRefused
from sitegroup.people.forms import AmendForm, GrantForm, JoinForm, ListForm, NewPersonForm
from sitegroup.people.permissions import (
    Power,
    grantable,
    managed_sites,
    may_amend,
    may_control,
    people_of,
    readable_sites,
)

ROWS = 30
CONFIRMED = "confirmed"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _roles(user: Any) -> list[str]:
    """Every role that this person may give somewhere, in the order of the list of roles."""
    first = managed_sites(user, Power.ROLES).first()
    return list(grantable(user, first)) if first else []


def _render(request: HttpRequest, name: str, /, status: int = 200, **context: Any) -> HttpResponse:
    may = {
        "may_create": managed_sites(request.user, Power.ACCOUNTS).exists(),
        "may_grant": managed_sites(request.user, Power.ROLES).exists(),
    }
    return render(request, f"sitegroup/people/{name}.html", {**may, **context}, status=status)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The people of one's own units."""
    sites = readable_sites(request.user)
    if not sites.exists():
        raise PermissionDenied
    form = ListForm(request.GET, sites=sites)
    form.is_valid()
    people = reading.listed(request.user, form.cleaned_data)
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": reading.rows(request.user, page.object_list),
        "query": kept.urlencode(),
        "filtered": any(form.cleaned_data.values()),
        "own": request.user.pk,
    }
    return _render(request, "list", tab="index", **context)


@FORM
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once, on the answer."""
    sites = managed_sites(request.user, Power.ACCOUNTS)
    if not sites.exists():
        raise PermissionDenied
    form = NewPersonForm(request.POST or None, sites=sites, roles=_roles(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            return _issued(request, _create(request.user, form.cleaned_data), new=True)
        except PeopleRefused as error:
            form.add_error(None, str(error))
    return _form(request, form, "create", tab="create")


@transaction.atomic
def _create(by: Any, data: dict[str, Any]) -> services.Issued:
    fields = {name: data[name] for name in ("site", "username", "name", "email", "phone")}
    issued = services.create_person(by=by, **fields)
    for role in data.get("roles", ()):
        services.grant(by=by, person=issued.person, site=data["site"], role=role)
    return issued


@FORM
def join(request: HttpRequest) -> HttpResponse:
    """A role for somebody who has an account already, known by the exact username."""
    sites = managed_sites(request.user, Power.ROLES)
    if not sites.exists():
        raise PermissionDenied
    form = JoinForm(request.POST or None, sites=sites, roles=_roles(request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        known = get_user_model().objects.filter(is_superuser=False, is_active=True)
        person = known.filter(username=data["username"]).first()
        if person is None:
            form.add_error("username", _("没有这个用户名，或者账号已停用。请核对大小写。"))
        else:
            try:
                services.grant(by=request.user, person=person, site=data["site"], role=data["role"])
                messages.success(request, _granted(person, data["site"], data["role"]))
                return redirect("people:person", person.pk)
            except PeopleRefused as error:
                form.add_error(None, str(error))
    return _form(request, form, "join", tab="join")


def _form(request: HttpRequest, form: Any, page: str, **context: Any) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return _render(request, page, status=status, form=form, **context)


def _visible(request: HttpRequest, pk: int) -> Any:
    """Somebody whom this person may look at. Raises Http404."""
    return get_object_or_404(people_of(request.user), pk=pk)


@FORM
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they hold, what can be done; a POST corrects name, telephone, e-mail."""
    found = _visible(request, pk)
    row = reading.rows(request.user, people_of(request.user).filter(pk=pk))[0]
    initial = {"name": found.first_name, "email": found.email, "phone": row.phone}
    form = AmendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_person(by=request.user, person=found, **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("people:person", pk)
        except PeopleRefused as error:
            form.add_error(None, str(error))
    return _person(request, row, form=form)


def _person(request: HttpRequest, row: reading.Row, *, form: Any, **more: Any) -> HttpResponse:
    user, found = request.user, row.person
    sites = managed_sites(user, Power.ROLES)
    held = [(m, m.role in grantable(user, m.site)) for m in row.memberships]
    own = found.pk == user.pk
    context = {
        "row": row,
        "form": form if may_amend(user, found) else None,
        "held": held,
        "own": own,
        "grant_form": None
        if own or not found.is_active or found.is_superuser or not sites.exists()
        else GrantForm(sites=sites, roles=_roles(user)),
        "control": may_control(user, found),
        **more,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return _render(request, "person", status=more.pop("status", status), **context)


def _granted(found: Any, site: Site, role: str) -> str:
    return _("已授予%(name)s“%(site)s”的%(role)s岗位，马上生效。") % {
        "name": name_of(found),
        "site": site.short_name,
        "role": Role(role).label,
    }


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """授予岗位."""
    found = _visible(request, pk)
    sites = managed_sites(request.user, Power.ROLES)
    form = GrantForm(request.POST, sites=sites, roles=_roles(request.user))
    if not form.is_valid():
        messages.error(request, _("请选择单位和您能授予的岗位。"))
        return redirect("people:person", pk)
    try:
        services.grant(by=request.user, person=found, **form.cleaned_data)
        messages.success(request, _granted(found, **form.cleaned_data))
    except PeopleRefused as error:
        messages.error(request, str(error))
    return redirect("people:person", pk)


@require_POST
def take(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """收回岗位."""
    found = _visible(request, pk)
    readable = found.memberships.filter(site__in=readable_sites(request.user))
    held = get_object_or_404(readable.select_related("site__organisation", "user"), pk=membership)
    confirmed = CONFIRMED in request.POST
    try:
        services.revoke(by=request.user, membership=held, confirmed=confirmed)
    except LastAdministrator as error:
        return _ask(request, found, str(error), _("收回岗位"))
    except PeopleRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("岗位已收回，马上生效。"))
    if not people_of(request.user).filter(pk=pk).exists():
        return redirect("people:index")
    return redirect("people:person", pk)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """停用."""
    found = _visible(request, pk)
    try:
        services.deactivate(by=request.user, person=found, confirmed=CONFIRMED in request.POST)
        messages.success(request, _("账号已停用，已在所有地方退出。写过的内容和记录都在。"))
    except LastAdministrator as error:
        return _ask(request, found, str(error), _("停用"))
    except PeopleRefused as error:
        messages.error(request, str(error))
    return redirect("people:person", pk)


def _ask(request: HttpRequest, found: Any, why: str, verb: str) -> HttpResponse:
    """What would follow, and the same button again."""
    context = {"person": found, "why": why, "verb": verb, "action": request.path}
    return _render(request, "confirm", status=HTTPStatus.CONFLICT, **context)


@require_POST
@never_cache
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """启用."""
    return _issue(request, pk, services.activate)


@require_POST
@never_cache
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """重设密码."""
    return _issue(request, pk, services.reset_password)


def _issue(request: HttpRequest, pk: int, service: Any) -> HttpResponse:
    found = _visible(request, pk)
    try:
        return _issued(request, service(by=request.user, person=found))
    except PeopleRefused as error:
        messages.error(request, str(error))
        return redirect("people:person", pk)


def _issued(request: HttpRequest, issued: services.Issued, new: bool = False) -> HttpResponse:
    return _render(request, "issued", issued=issued, new=new)


@require_POST
def open_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """解锁."""
    found = _visible(request, pk)
    try:
        services.unlock(by=request.user, person=found)
        messages.success(request, _("已解锁，本人现在可以登录。"))
    except PeopleRefused as error:
        messages.error(request, str(error))
    return redirect("people:person", pk)
