"""Whose statements a person may work on."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cms.expenses.models import ExpenseStatement
from cms.expenses.models.querysets import StatementQuerySet
from sitegroup.guard.releasable import subject_type
from sitegroup.models import WRITING_ROLES, CaseState, ReviewCase, Site
from sitegroup.review.services import open_case


def writable_sites(user: Any) -> QuerySet[Site]:
    """The units that a person writes for; the same that `may_edit` says one by one."""
    sites = Site.objects.select_related("organisation").order_by("pk")
    if user.is_superuser:
        return sites
    return sites.filter(memberships__user=user, memberships__role__in=WRITING_ROLES).distinct()


def own_statements(user: Any) -> StatementQuerySet:
    """The statements of these units."""
    return ExpenseStatement.objects.filter(site__in=writable_sites(user)).with_units()


def statement_or_404(user: Any, pk: int) -> ExpenseStatement:
    """A statement that the person may write. Raises Http404 for any other, existing or not."""
    found = own_statements(user).select_related("latest_revision__user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def state_label(statement: ExpenseStatement) -> str:
    """草稿, 审核中（第2步，共3步）, 已发布 ..."""
    case = open_case(statement)
    if case:
        return _("审核中（第%(step)d步，共%(steps)d步）") % {
            "step": case.step,
            "steps": len(case.steps),
        }
    if statement.live:
        return _("已发布，有修改未送审") if statement.has_unpublished_changes else _("已发布")
    if _last_state(statement) == CaseState.RETURNED:
        return _("已退回修改")
    return _("已撤下") if statement.first_published_at else _("草稿")


def _last_state(statement: ExpenseStatement) -> str:
    cases = ReviewCase.objects.filter(
        content_type=subject_type(statement), object_id=str(statement.pk)
    )
    last = cases.order_by("-pk").first()
    return last.state if last else ""
