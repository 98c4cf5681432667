"""The release engine: the only thing that publishes; `withdrawal` alone takes back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record
from sitegroup.changes.services import record_change
from sitegroup.checking.services import check_for_release
from sitegroup.guard.publication import gate_open_for
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.names import name_of
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.hashing import revision_hash
from sitegroup.review.models import (
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseKind,
    ReviewCase,
    Tombstone,
)


def approval(by: Any, *, role: str, digest: str, at: datetime, opinion: str) -> dict[str, Any]:
    """One approval as a release keeps it: {role, user, name, at, hash, opinion}."""
    return {
        "role": role,
        "user": by.pk,
        "name": name_of(by),
        "at": at.isoformat(),
        "hash": digest,
        "opinion": opinion,
    }


@transaction.atomic
def release_case(*, case: ReviewCase, by: Any) -> Release:
    """Release exactly the revision that every step approved.

    Raises NotReady where a rule of the content check that is newly in force forbids it.
    """
    check_for_release(candidate=case.revision.as_object(), digest=case.content_hash)
    subject = case.content_type.get_object_for_this_type(pk=case.object_id)
    approvals = [
        {
            **approval(
                decision.reviewer,
                role=decision.role,
                digest=decision.seen_hash,
                at=decision.decided_at,
                opinion=decision.opinion,
            ),
            "answers": decision.answers,
        }
        for decision in case.decisions.select_related("reviewer").filter(decision="approve")
    ]
    persons = {approval["user"] for approval in approvals}
    whole = len(approvals) == len(case.steps) == len(persons)
    if not whole or any(a["hash"] != case.content_hash for a in approvals):
        raise ReviewRefused(_("审核意见不齐，不能发布。"))
    return publish_revision(
        subject,
        revision=case.revision,
        basis=ReleaseBasis.REVIEW,
        digest=case.content_hash,
        by=by,
        approvals=approvals,
        case=case,
    )


@transaction.atomic
def release_structure(*, subject: Releasable, by: Any = None) -> Release:
    """Release a page that only gives the site its shape (home, column), made by the site factory.

    Its words come from the county's own configuration, not from an editor.
    """
    revision = subject.save_revision(user=by, clean=False, log_action=False)
    digest = revision_hash(revision)
    return publish_revision(
        subject, revision=revision, basis=ReleaseBasis.STRUCTURE, digest=digest, by=by
    )


@transaction.atomic
def publish_revision(
    subject: Any,
    *,
    revision: Any,
    basis: str,
    digest: str,
    by: Any,
    approvals: list[dict[str, Any]] | None = None,
    case: ReviewCase | None = None,
    reason: str = "",
) -> Release:
    """Make one revision public, with its files, its record and its change; one transaction.

    Raises ReviewRefused where the page is no longer valid, or would be public only later.
    """
    now = timezone.now()
    release = Release.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        object_type=subject.object_type,
        site=subject.owning_site(),
        kind=ReleaseKind.RELEASE,
        basis=basis,
        case=case,
        revision=revision,
        content_hash=digest,
        approvals=approvals or [],
        reason=reason,
        released_by=by,
        released_at=now,
    )
    try:
        with gate_open_for(subject):
            revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        # such as an address that another page has taken since
        why = "；".join(error.messages)
        raise ReviewRefused(_("现在不能发布，请退回修改：%(why)s") % {"why": why}) from error
    subject.refresh_from_db()
    if not subject.live or subject.live_revision_id != revision.pk:
        raise ReviewRefused(_("这条内容设了以后的公开时间，不能现在发布。请清空后再送审。"))
    open_files(subject)
    Tombstone.objects.filter(
        release__content_type=release.content_type, release__object_id=release.object_id
    ).delete()
    if basis != ReleaseBasis.IMPORT:  # an import is recorded as a whole: see bulk.py
        said = {"release": release.pk, "basis": basis, "revision": revision.pk, "hash": digest}
        record(action=Action.RELEASED, by=by, subject=subject, site=release.site, detail=said)
    record_change(release=release, object_key=subject.object_key, at=now)
    return release


def open_files(subject: Releasable) -> None:
    """Make exactly the files public that the live content refers to."""
    kind = subject_type(subject)
    PublicFile.objects.filter(content_type=kind, object_id=str(subject.pk)).delete()
    names = {(file.kind, file.file_id) for file in subject.referenced_files()}
    PublicFile.objects.bulk_create(
        PublicFile(content_type=kind, object_id=str(subject.pk), file_kind=name, file_id=file_id)
        for name, file_id in sorted(names)
    )
