"""One version of some content in full, against the one that was public before."""

from dataclasses import dataclass
from typing import Any

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.services import FindingRow, findings_of
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import FileReference
from sitegroup.models import Release
from sitegroup.review.desk.diff import FieldDiff, compare
from sitegroup.review.hashing import content_hash


@dataclass(frozen=True, slots=True)
class Version:
    """What is, or was, to become public: `base` is what stood there before, None if nothing."""

    title: str
    candidate: Any
    digest: str
    base: Release | None
    fields: tuple[FieldDiff, ...]
    files: tuple[FileReference, ...]
    problems: tuple[Problem, ...]
    findings: tuple[FindingRow, ...]


def version_of(revision: Any, *, base: Release | None) -> Version:
    """Read one revision."""
    candidate = revision.as_object()
    old = base.revision.as_object().review_fields() if base and base.revision else None
    files = candidate.referenced_files()
    return Version(
        title=str(candidate),
        candidate=candidate,
        digest=content_hash(revision.content, files),
        base=base if old is not None else None,
        fields=compare(old, candidate.review_fields()),
        files=tuple(files),
        problems=tuple(candidate.release_problems()),
        findings=_findings(candidate),
    )


def _findings(candidate: Any) -> tuple[FindingRow, ...]:
    """What the content check says; nothing while its rules are broken.

    Then no review begins and none ends: submission and release say which rule it is.
    """
    try:
        return tuple(findings_of(candidate))
    except RuleError:
        return ()
