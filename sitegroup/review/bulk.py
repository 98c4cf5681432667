"""Release what one person approved as a whole: a bulk import, or one statement of it.

One approval stands for every item of the import; it is on record in each release, as basis
`import` with the approver's name. `--approved-by` is the only way here. The approver has not read
every item, so the content check must have: what it blocks is released by a review of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.imports import being_imported
from sitegroup.audit.models import Action
from sitegroup.audit.services import record
from sitegroup.changes.models import Change, ChangeOperation
from sitegroup.changes.services import record_many
from sitegroup.checking.findings import Finding
from sitegroup.checking.services import check_for_submit, keep_imported
from sitegroup.guard.inserting import insert_rows
from sitegroup.guard.publication import gate_open_for, gate_open_for_import
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.guard.roles import holds
from sitegroup.models.membership import Role
from sitegroup.models.site import Site
from sitegroup.review.engine import approval, publish_revision
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.hashing import revision_hash
from sitegroup.review.models import Release, ReleaseBasis, ReleaseKind

# what is recorded of one object: itself, its revision, its content hash, its approvals
Recorded = tuple[Releasable, int, str, list[dict[str, Any]]]
# the same before its approval, with what the content check found in it
Checked = tuple[Releasable, int, str, list[Finding]]


def require_approver(user: Any) -> None:
    """Only the government office approves an import as a whole. Raises ReviewRefused."""
    if not holds(user, roles=(Role.OFFICE_REVIEWER,)):
        raise ReviewRefused(
            _("%(user)s不在政府办审定岗，不能审定成批导入的内容。") % {"user": user}
        )


@contextmanager
def approved_by(user: Any) -> Iterator[None]:
    """While live rows are inserted that this person approves as a whole. Raises ReviewRefused.

    `record_imported` must follow in the same transaction.
    """
    require_approver(user)
    with gate_open_for_import():
        yield


def _approval(by: Any, digest: str, at: datetime) -> dict[str, Any]:
    """The record of an import's one approval; its hash is that of the item."""
    opinion = _("成批导入，一次审定")
    return approval(by, role=Role.OFFICE_REVIEWER, digest=digest, at=at, opinion=opinion)


@transaction.atomic
def release_imported(
    *, subject: Any, by: Any, first_published_at: datetime | None = None, reason: str = ""
) -> Release:
    """Release the latest revision of one imported object. Raises ReviewRefused.

    Raises NotReady where the content check forbids it and nobody has waived that.
    `first_published_at` corrects when it first was public; the reason stays on record.
    """
    require_approver(by)
    if first_published_at is not None:
        if not reason:
            raise ReviewRefused(_("更改首次发布时间要写明原因。"))
        subject.first_published_at = first_published_at
        with gate_open_for(subject):
            subject.save()
    revision = subject.latest_revision
    digest = revision_hash(revision)
    if blocking := check_for_submit(candidate=revision.as_object(), digest=digest):
        raise NotReady(blocking)
    release = publish_revision(
        subject,
        revision=revision,
        basis=ReleaseBasis.IMPORT,
        digest=digest,
        by=by,
        approvals=[_approval(by, digest, timezone.now())],
        reason=reason,
    )
    if not being_imported():
        said = {"release": release.pk, "basis": ReleaseBasis.IMPORT, "hash": digest}
        record(action=Action.RELEASED, by=by, subject=subject, site=release.site, detail=said)
    return release


def record_imported(*, site: Site, by: Any, items: Iterable[Checked]) -> None:
    """Write releases, changes and findings for many objects just inserted live, in one go.

    `items` are (object, revision id, content hash, what the content check found). Call it in
    the transaction that inserts them, inside `approved_by`. Raises NotReady where a finding
    blocks: nothing of new content can be waived yet.
    """
    now, checked = timezone.now(), list(items)
    if blocking := [one.problem() for item in checked for one in item[3] if one.blocks]:
        raise NotReady(blocking)
    approved = _approval(by, "", now)
    listed: list[Recorded] = [
        (subject, revision, digest, [{**approved, "hash": digest}])
        for subject, revision, digest, _findings in checked
    ]
    keep_imported((subject, digest, findings) for subject, _rev, digest, findings in checked)
    _record(site=site, by=by, basis=ReleaseBasis.IMPORT, items=listed, at=now)
    if not being_imported():
        record(action=Action.IMPORTED, by=by, site=site, detail={"released": len(listed)})


@contextmanager
def building() -> Iterator[None]:
    """While the pages that give a new site its shape are inserted; `record_built` must follow."""
    with gate_open_for_import():
        yield


def record_built(*, site: Site, by: Any, items: Iterable[tuple[Releasable, int, str]]) -> None:
    """Write releases and changes for the pages of a new site, in one go; see record_imported."""
    listed: list[Recorded] = [(*item, []) for item in items]
    _record(site=site, by=by, basis=ReleaseBasis.STRUCTURE, items=listed, at=timezone.now())
    if not being_imported():
        record(action=Action.SITE_BUILT, by=by, subject=site, detail={"pages": len(listed)})


def _record(*, site: Site, by: Any, basis: str, items: list[Recorded], at: datetime) -> None:
    releases = [
        Release(
            content_type=subject_type(subject),
            object_id=str(subject.pk),
            object_type=subject.object_type,
            site=site,
            kind=ReleaseKind.RELEASE,
            basis=basis,
            revision_id=revision_id,
            content_hash=digest,
            approvals=approvals,
            released_by=by,
            released_at=at,
        )
        for subject, revision_id, digest, approvals in items
    ]
    insert_rows(releases)
    record_many(
        [
            Change(
                object_type=subject.object_type,
                object_key=subject.object_key,
                version=1,
                operation=ChangeOperation.UPSERT,
                site=site,
                release=release,
                changed_at=at,
            )
            for (subject, *_rest), release in zip(items, releases, strict=True)
        ]
    )
