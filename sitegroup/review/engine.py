"""The release engine: the only thing that publishes, and the only one that withdraws."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.changes.services import record_change
from sitegroup.guard.publication import gate_open_for
from sitegroup.guard.releasable import Releasable
from sitegroup.guard.roles import holds
from sitegroup.models.membership import Role
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.hashing import content_hash
from sitegroup.review.models import (
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseKind,
    ReviewCase,
)


def subject_type(subject: models.Model) -> ContentType:
    """The content type of the subject's own class."""
    return ContentType.objects.get_for_model(type(subject), for_concrete_model=False)


@transaction.atomic
def release_case(*, case: ReviewCase, by: Any) -> Release:
    """Release exactly the revision that every step approved."""
    subject = case.content_type.get_object_for_this_type(pk=case.object_id)
    approvals = [
        {
            "role": decision.role,
            "user": decision.reviewer_id,
            "name": decision.reviewer.get_full_name() or decision.reviewer.get_username(),
            "at": decision.decided_at.isoformat(),
            "hash": decision.seen_hash,
            "opinion": decision.opinion,
        }
        for decision in case.decisions.select_related("reviewer").filter(decision="approve")
    ]
    if len(approvals) != len(case.steps) or any(a["hash"] != case.content_hash for a in approvals):
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
    digest = content_hash(revision.content, [])
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
    record_change(release=release, object_key=subject.object_key, at=now)
    if basis != ReleaseBasis.IMPORT:  # an import is recorded as a whole: see bulk.py
        said = {"release": release.pk, "basis": basis, "revision": revision.pk, "hash": digest}
        record(action=Action.RELEASED, by=by, subject=subject, site=release.site, detail=said)
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


@refusals_recorded(Action.WITHDRAWN)
@transaction.atomic
def withdraw(*, subject: Any, by: Any, reason: str) -> Release:
    """撤下: take released content out of the public, with a reason that stays on record.

    Raises ReviewRefused when there is no reason, the person may not, or it is not public.
    """
    site = subject.owning_site()
    allowed = (Role.DEPARTMENT_REVIEWER, Role.SITE_ADMINISTRATOR, Role.OFFICE_REVIEWER)
    if not (by.is_superuser or holds(by, roles=allowed, site=site)):
        raise ReviewRefused(_("撤下要由本单位审核岗或政府办办理。"))
    if not reason.strip():
        raise ReviewRefused(_("请写明撤下的原因。"))
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if not subject.live:
        raise ReviewRefused(_("这条内容没有公开，不用撤下。"))
    now = timezone.now()
    release = Release.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        object_type=subject.object_type,
        site=site,
        kind=ReleaseKind.WITHDRAWAL,
        basis=ReleaseBasis.REVIEW,
        revision=subject.live_revision,
        content_hash="",
        reason=reason.strip(),
        released_by=by,
        released_at=now,
    )
    with gate_open_for(subject):
        # nobody holds Wagtail's right to unpublish: who may withdraw was decided above
        action = UnpublishPageAction if isinstance(subject, Page) else UnpublishAction
        action(subject, user=by).execute(skip_permission_checks=True)
    PublicFile.objects.filter(
        content_type=subject_type(subject), object_id=str(subject.pk)
    ).delete()
    record_change(release=release, object_key=subject.object_key, at=now)
    said = {"release": release.pk, "reason": release.reason}
    record(action=Action.WITHDRAWN, by=by, subject=subject, site=site, detail=said)
    return release
