"""The verbs of expense statements: save a draft, send it to review, import a file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.expenses.exceptions import StatementLocked
from cms.expenses.importing import (
    CHANGED,
    CREATED,
    REFUSED,
    UNCHANGED,
    ImportPlan,
    Planned,
    plan_import,
    values_of,
)
from cms.expenses.models import ExpenseStatement
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import ReviewCase, Site
from sitegroup.review.bulk import release_imported
from sitegroup.review.exceptions import NotReady
from sitegroup.review.filled import submit_filled
from sitegroup.review.services import open_case


@dataclass(frozen=True)
class ImportResult:
    """What an import did (or, with check, would do): counts by outcome, and every problem."""

    counts: Counter[str]
    problems: tuple[Problem, ...]
    statements: tuple[Planned, ...] = ()


@transaction.atomic
def save_draft(*, statement: ExpenseStatement, by: Any) -> ExpenseStatement:
    """暂存: keep what was typed as a new revision; what is public does not change.

    Raises StatementLocked while it is in review.
    """
    if statement.pk:
        stored = ExpenseStatement.objects.select_for_update().get(pk=statement.pk)
        if open_case(stored):
            raise StatementLocked(
                _("%s正在审核，暂不能改。要改，请先在“我送审的”里撤回。") % statement
            )
        statement.live = stored.live
    if not statement.live:
        statement.save()
    statement.save_revision(user=by, clean=False)
    return statement


def submit_statement(
    *, statement: ExpenseStatement, by: Any, publish_at: datetime | None = None
) -> ReviewCase:
    """送审: put the latest draft before the first reviewer; `publish_at` schedules its release.

    Raises NotReady with what must be mended; warnings must be answered in the statement's
    waiver. Raises ReviewRefused when the person or the state does not allow it.
    """
    return submit_filled(subject=statement, by=by, publish_at=publish_at)


@transaction.atomic
def import_statements(
    *,
    data: bytes,
    filename: str,
    year: int | None = None,
    by: Any = None,
    check: bool = False,
    all_or_nothing: bool = False,
    approved_by: Any = None,
    sites: Iterable[Site] | None = None,
) -> ImportResult:
    """Import a table as drafts; with `approved_by`, release them on that one approval.

    Rows with errors are left out and named; with `all_or_nothing` one error refuses the file.
    Raises ImportRefused where nothing of the file can be taken, ReviewRefused where
    `approved_by` may not approve.
    """
    plan = plan_import(data=data, filename=filename, year=year, sites=sites)
    _refuse_locked(plan)
    if plan.has_errors and all_or_nothing:
        raise ImportRefused(plan.all_problems)
    if not check:
        for planned in plan.statements:
            _apply(planned, by=by, approved_by=approved_by)
    return ImportResult(plan.counts, tuple(plan.all_problems), tuple(plan.statements))


def _refuse_locked(plan: ImportPlan) -> None:
    for planned in plan.statements:
        if planned.outcome == CHANGED and planned.stored and open_case(planned.stored):
            planned.outcome = REFUSED
            planned.problems.append(
                planned.reading.entry.problem(
                    "in_review",
                    _("%s正在审核，暂不能改。") % planned.stored,
                    _("请先在“我送审的”里撤回，再导入。"),
                )
            )


def _apply(planned: Planned, *, by: Any, approved_by: Any) -> None:
    statement = planned.stored
    if planned.outcome == REFUSED or planned.figures is None:
        return
    if planned.outcome != UNCHANGED:
        statement = save_draft(statement=_filled(planned), by=by)
    if approved_by is not None and statement is not None:
        _release(planned, statement, approved_by)


def _filled(planned: Planned) -> ExpenseStatement:
    """The stored statement, or a new one, with the file's figures."""
    site, figures = planned.reading.site, planned.figures
    if site is None or figures is None:
        raise ValueError("a statement without unit and year is refused before")
    if planned.outcome == CREATED or planned.stored is None:
        statement = ExpenseStatement(site=site)
    else:
        statement = planned.stored.get_latest_revision_as_object()
    for name, value in values_of(figures).items():
        setattr(statement, name, value)
    return statement


def _release(planned: Planned, statement: ExpenseStatement, approver: Any) -> None:
    if statement.live and not statement.has_unpublished_changes:
        return
    if any(problem.level == "error" for problem in statement.release_problems()):
        planned.problems.append(
            planned.reading.entry.problem(
                "not_released",
                _("%s还有没填齐的，只存为草稿，没有发布。") % statement,
                _("请在表单里补齐再送审。"),
                level="warning",
            )
        )
        return
    try:
        release_imported(subject=statement, by=approver)
    except NotReady as held:
        planned.problems += [
            planned.reading.entry.problem(
                "not_released",
                _("%(why)s只存为草稿，没有公开。") % {"why": problem.message},
                problem.mend,
                level="warning",
            )
            for problem in held.problems
        ]
