"""核对说明: what a statement's checks only warn of is answered in words before review."""

from dataclasses import replace
from typing import Any

from sitegroup.audit.models import Action
from sitegroup.audit.services import record
from sitegroup.exceptions import Problem
from sitegroup.models import ReviewCase


def to_mend(draft: Any) -> list[Problem]:
    """What stands in the way of review: the faults, and with them warnings without an answer."""
    problems: list[Problem] = draft.release_problems()
    if _warnings(problems) and not draft.waiver.strip():
        return [replace(problem, level="error") for problem in problems]
    return [problem for problem in problems if problem.level == "error"]


def record_answer(draft: Any, case: ReviewCase, by: Any) -> None:
    """Keep on record that warnings were answered, and how."""
    if count := _warnings(draft.release_problems()):
        reason = {"case": case.pk, "reason": draft.waiver, "warnings": count}
        record(action=Action.WAIVED, by=by, subject=case, detail=reason)


def _warnings(problems: list[Problem]) -> int:
    return sum(problem.level == "warning" for problem in problems)
