"""What the desk shows of a case, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sitegroup.checking.counting import Count, Submitted, counts_of
from sitegroup.checking.services import FindingRow
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import FileReference, Releasable
from sitegroup.models import (
    DECIDABLE,
    Attribute,
    CaseState,
    Release,
    ReviewCase,
)
from sitegroup.names import name_of
from sitegroup.review.closing import is_early
from sitegroup.review.desk.diff import FieldDiff
from sitegroup.review.desk.facts import (
    Fact,
    Opinion,
    facts_of,
    kind_of,
    opinions_of,
    record_of,
)
from sitegroup.review.desk.limits import Limit, limit_of
from sitegroup.review.desk.versions import version_of
from sitegroup.review.desk.words import late_words, place
from sitegroup.review.hashing import latest_hash
from sitegroup.review.history import release_before_case
from sitegroup.review.scheduling import is_overdue


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list; `is_red` is for a place where something is wrong."""

    case: ReviewCase
    kind: str
    author: str
    place: str
    is_red: bool
    limit: Limit | None
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class CaseItem:
    """One case opened: `base` is what it is compared with, None for a first release."""

    case: ReviewCase
    seen_hash: str
    is_changed: bool
    base: Release | None
    fields: tuple[FieldDiff, ...]
    files: tuple[FileReference, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    findings: tuple[FindingRow, ...]
    opinions: tuple[Opinion, ...]
    limit: Limit | None
    subject: Any

    @property
    def errors(self) -> int:
        """How many problems must be mended."""
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def is_last_step(self) -> bool:
        """Whether the next approval is the last."""
        return self.case.is_last_step

    @property
    def releases_next(self) -> bool:
        """Whether the next approval publishes, not waiting for an hour or for others."""
        record = record_of(self.case)
        active = record is None or record.attribute == Attribute.ACTIVE
        waits = self.case.bundle_id is not None or is_early(self.case)
        return self.is_last_step and active and not waits


def candidate_of(case: ReviewCase) -> Releasable:
    """The submitted version as an object."""
    candidate: Releasable = case.revision.as_object()
    return candidate


def subject_of(case: ReviewCase) -> Any:
    """The object as it stands in the database; None if it is gone."""
    model: Any = case.content_type.model_class()
    return model._default_manager.filter(pk=case.object_id).first()


def rows(cases: Iterable[ReviewCase]) -> list[CaseRow]:
    """Lines for a list, with what was found at 送审; queries do not grow with the list."""
    shown = list(cases)
    found = counts_of([_submitted(case) for case in shown if case.state in DECIDABLE])
    return [_row(case, found.get(_submitted(case), Count())) for case in shown]


def _submitted(case: ReviewCase) -> Submitted:
    return case.content_type_id, case.object_id, case.content_hash


def _row(case: ReviewCase, found: Count) -> CaseRow:
    is_open = case.state in DECIDABLE
    late = is_overdue(case)
    return CaseRow(
        case=case,
        kind=kind_of(case),
        author=name_of(case.submitted_by),
        place=late_words(case) if late else place(case),
        is_red=late or case.state == CaseState.VOIDED,
        limit=limit_of(case) if is_open else None,
        errors=found.errors,
        warnings=found.warnings + case.warnings,
    )


def item(case: ReviewCase) -> CaseItem:
    """Everything that a reviewer needs to decide."""
    version = version_of(case.revision, base=release_before_case(case))
    is_open = case.state in DECIDABLE
    subject = subject_of(case)
    return CaseItem(
        case=case,
        seen_hash=version.digest,
        is_changed=is_open and (subject is None or latest_hash(subject) != case.content_hash),
        base=version.base,
        fields=version.fields,
        files=version.files,
        facts=facts_of(case, version.candidate),
        problems=version.problems,
        findings=version.findings,
        opinions=opinions_of(case),
        limit=limit_of(case) if is_open else None,
        subject=subject,
    )
