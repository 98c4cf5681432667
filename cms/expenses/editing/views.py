"""The list of own statements and the form: save, preview, submit."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.expenses.downloads import MEDIA_TYPES
from cms.expenses.editing.access import (
    own_statements,
    state_label,
    statement_or_404,
    writable_sites,
)
from cms.expenses.editing.blank import blank_form
from cms.expenses.editing.forms import StatementForm
from cms.expenses.editing.summary import Mistake, form_mistakes, problem_mistakes
from cms.expenses.exceptions import StatementLocked
from cms.expenses.models import ExpenseStatement, Stage
from cms.expenses.services import save_draft, submit_statement
from cms.expenses.views import statement_page
from sitegroup.exceptions import PlatformError
from sitegroup.names import name_of
from sitegroup.review.desk import words
from sitegroup.review.desk.timing import timing_of
from sitegroup.review.desk.withdrawing import may_withdraw, withdraw_address
from sitegroup.review.exceptions import NotReady
from sitegroup.review.services import open_case

PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """三公经费: the statements of one's own units, newest first."""
    found = own_statements(request.user).newest()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"statement": statement, "state": state_label(statement), "total": statement.total}
        for statement in page.object_list
    ]
    context = {
        "tab": "index",
        "rows": rows,
        "page": page,
        "may_write": writable_sites(request.user).exists(),
    }
    return render(request, "expenses/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """起草 a new statement."""
    sites = writable_sites(request.user)
    if not sites.exists():
        messages.error(request, _("您不是任何单位的起草人，不能新建。"))
        return redirect("expenses_index")
    blank = ExpenseStatement(
        site=sites.first(), year=timezone.localdate().year - 1, stage=Stage.FINAL
    )
    return _form(request, blank)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft of a statement."""
    statement = statement_or_404(request.user, pk)
    if request.method == "POST" and open_case(statement):
        messages.error(request, _("正在审核，暂不能改。要改，请先在“我送审的”里撤回。"))
        return redirect("expenses_edit", pk)
    return _form(request, statement)


def _form(request: HttpRequest, statement: ExpenseStatement) -> HttpResponse:
    draft = statement.get_latest_revision_as_object() if statement.pk else statement
    seen = str(statement.latest_revision_id or "") if statement.pk else ""
    if request.method != "POST":
        form = StatementForm(instance=draft, user=request.user, initial={"seen": seen})
        mistakes = problem_mistakes(draft.release_problems()) if statement.pk else []
        return _page(request, statement, form, checks=mistakes)
    form = StatementForm(request.POST, instance=draft, user=request.user)
    if not form.is_valid():
        return _page(request, statement, form, mistakes=form_mistakes(form))
    if "preview" in request.POST:
        return _preview(form.instance)
    if statement.pk and form.cleaned_data["seen"] != seen:
        form.see(seen)
        return _page(request, statement, form, mistakes=[Mistake(_conflict(statement), "")])
    return _save(request, form)


def _conflict(statement: ExpenseStatement) -> str:
    revision = statement.latest_revision
    who = name_of(revision.user) if revision.user else ""
    return _(
        "您打开以后，%(who)s%(at)s改过这张表。您填的内容没有丢，请先在另一个窗口对照，"
        "确定保留您的，再点一次“暂存”。"
    ) % {"who": who, "at": f"{timezone.localtime(revision.created_at):%H:%M}"}


def _save(request: HttpRequest, form: StatementForm) -> HttpResponse:
    try:
        saved = save_draft(statement=form.instance, by=request.user)
    except StatementLocked as error:
        return _page(request, form.instance, form, mistakes=[Mistake(str(error), "")])
    if "submit" not in request.POST:
        messages.success(request, _("已暂存“%s”。写好以后点“送审”。") % saved)
        return _to_the_form(request, saved)
    return _submit(request, ExpenseStatement.objects.get(pk=saved.pk))


def _to_the_form(request: HttpRequest, statement: ExpenseStatement) -> HttpResponse:
    address = reverse("expenses_edit", args=[statement.pk])
    return redirect(timing_of(request).carried_to(address))


def _submit(request: HttpRequest, stored: ExpenseStatement) -> HttpResponse:
    timing = timing_of(request)
    mistakes = [Mistake(why, timing["publish_at"].html_name) for why in timing.mistakes]
    try:
        if not mistakes:
            case = submit_statement(statement=stored, by=request.user, publish_at=timing.moment)
            messages.success(request, words.submitted(case))
            return redirect("expenses_index")
    except NotReady as error:
        mistakes = problem_mistakes(error.problems)
    except PlatformError as error:
        messages.error(request, str(error))
        return _to_the_form(request, stored)
    fresh = StatementForm(
        request.POST, instance=stored.get_latest_revision_as_object(), user=request.user
    )
    fresh.see(str(stored.latest_revision_id))
    return _page(request, stored, fresh, mistakes=mistakes)


def _preview(statement: ExpenseStatement) -> HttpResponse:
    """What readers will see; never stored."""
    response = statement_page(None, statement)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(
    request: HttpRequest,
    statement: ExpenseStatement,
    form: StatementForm,
    *,
    mistakes: list[Mistake] | None = None,
    checks: list[Mistake] | None = None,
) -> HttpResponse:
    case = open_case(statement) if statement.pk else None
    by_field: dict[str, list[str]] = {}
    for mistake in [*(mistakes or []), *(checks or [])]:
        by_field.setdefault(mistake.field, []).append(mistake.message)
    if case:
        for field in form.fields.values():
            field.disabled = True
    context: dict[str, Any] = {
        "tab": "" if statement.pk else "create",
        "statement": statement if statement.pk else None,
        "form": form,
        "mistakes": mistakes or [],
        "checks": checks or [],
        "by_field": by_field,
        "state": state_label(statement) if statement.pk else "",
        "case": case,
        "timing": timing_of(request),
        "withdraw": withdraw_address(statement)
        if statement.pk and may_withdraw(statement, request.user)
        else "",
        "action": reverse("expenses_edit", args=[statement.pk])
        if statement.pk
        else reverse("expenses_create"),
    }
    status = 422 if mistakes else 200
    return render(request, "expenses/admin/form.html", context, status=status)


@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """下载空表: the list layout with the units one writes for."""
    names = [site.name for site in writable_sites(request.user)]
    response = HttpResponse(blank_form(names), content_type=MEDIA_TYPES["xlsx"])
    response.headers["Content-Disposition"] = 'attachment; filename="sangong.xlsx"'
    return response
