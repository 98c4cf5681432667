"""应急发布: public at once on one person's word, and on another's after the fact."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.guard.roles import holds
from sitegroup.models import (
    OPEN_STATES,
    Attribute,
    CaseState,
    EmergencyReview,
    Release,
    ReleaseBasis,
    ReviewCase,
    Role,
)
from sitegroup.notices import services as notices
from sitegroup.review.closing import close
from sitegroup.review.engine import approval, publish_revision
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.hashing import content_hash
from sitegroup.review.history import release_before
from sitegroup.review.readiness import require_ready

# How long the approval after the fact may take; then it is a red light.
AFTER_REVIEW_WITHIN = timedelta(hours=24)
AFTER_REVIEWERS = (Role.OFFICE_REVIEWER,)


@refusals_recorded(Action.RELEASED)
@transaction.atomic
def release_urgently(
    *, subject: Any, by: Any, reason: str, seen_hash: str | None = None
) -> Release:
    """Release the latest revision at once; another person must approve it after the fact.

    `seen_hash` is what the person looked at. Raises ReviewRefused when the person may not or
    gives no reason, NotReady with what must be mended even in an emergency, ContentChanged when
    this is not what was seen.
    """
    site = subject.owning_site()
    if not holds(by, roles=(Role.EMERGENCY_RELEASER,), site=site):
        raise ReviewRefused(_("应急发布要有“应急发布”岗位，由县级管理员授予。"))
    if not reason.strip():
        raise ReviewRefused(_("请写明应急发布的原因。"))
    # the case before its subject, as every decision locks them
    under_way = list(_under_way(subject).select_for_update())
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    revision = subject.latest_revision or subject.save_revision(user=by, clean=False)
    candidate = revision.as_object()
    digest = content_hash(revision.content, candidate.referenced_files())
    if seen_hash is not None and seen_hash != digest:
        raise ContentChanged(_("内容已变，请重新看：您打开以后，这条内容被改过，还没有发布。"))
    _may_be_public(candidate, digest)
    for case in under_way:
        close(case, CaseState.CANCELLED, problem=_("已应急发布，改为事后补审。"))
    now = timezone.now()
    release = publish_revision(
        subject,
        revision=revision,
        basis=ReleaseBasis.EMERGENCY,
        digest=digest,
        by=by,
        approvals=[
            approval(
                by, role=Role.EMERGENCY_RELEASER, digest=digest, at=now, opinion=reason.strip()
            )
        ],
        reason=reason.strip(),
    )
    EmergencyReview.objects.create(release=release, due_at=now + AFTER_REVIEW_WITHIN)
    notices.emergency_released(release, title=str(candidate))
    return release


def _may_be_public(candidate: Releasable, digest: str) -> None:
    if candidate.proposal().attribute != Attribute.ACTIVE:
        raise ReviewRefused(_("公开方式不是主动公开的内容，不能应急发布。"))
    require_ready(candidate, digest)


def _under_way(subject: Releasable) -> QuerySet[ReviewCase]:
    """Its review, which ends: what it would have decided is public."""
    return ReviewCase.objects.filter(
        content_type=subject_type(subject), object_id=str(subject.pk), state__in=OPEN_STATES
    )


def pending() -> QuerySet[EmergencyReview]:
    """What was released in an emergency and nobody else has approved yet, soonest first."""
    found = EmergencyReview.objects.filter(reviewed_at=None).order_by("due_at", "pk")
    return found.select_related("release__site__organisation", "release__released_by")


def late() -> QuerySet[EmergencyReview]:
    """Of these, what should have been approved by now: red lights."""
    return pending().filter(due_at__lt=timezone.now())


def after_refusal(review: EmergencyReview, user: Any) -> str:
    """Why this person may not approve after the fact; empty if they may."""
    if review.reviewed_at is not None:
        return _("这次应急发布已经补审。")
    if not holds(user, roles=AFTER_REVIEWERS, site=review.release.site):
        return _("应急发布由政府办审定岗补审。")
    if user.pk == review.release.released_by_id or _wrote(review.release, user):
        return _("应急发布由您办理或者起草，要由另外的人补审。")
    return ""


def _wrote(release: Release, user: Any) -> bool:
    """Whether the person wrote any part since the release before."""
    before = release_before(release)
    revision: Any = release.revision
    written = type(revision).objects.filter(
        content_type=revision.content_type, object_id=release.object_id, user=user,
        pk__lte=revision.pk,
    )  # fmt: skip
    if before and before.revision_id:
        written = written.filter(pk__gt=before.revision_id)
    return bool(written.exists())


@refusals_recorded(Action.APPROVED)
@transaction.atomic
def approve_after(*, review_id: int, by: Any, opinion: str, seen_hash: str) -> EmergencyReview:
    """补审同意: a second person stands by what is public. To refuse is to withdraw it.

    Raises ReviewRefused, or ContentChanged when this is not what the person saw.
    """
    found = EmergencyReview.objects.select_for_update(of=("self",)).select_related("release__site")
    review = found.get(pk=review_id)
    if why := after_refusal(review, by):
        raise ReviewRefused(why)
    if not opinion.strip():
        raise ReviewRefused(_("请填写审核意见。"))
    if seen_hash != review.release.content_hash:
        raise ContentChanged(_("您看到的不是当时应急发布的内容，请重新看。"))
    review.reviewer, review.approved = by, True
    review.opinion, review.reviewed_at = opinion.strip(), timezone.now()
    review.save(update_fields=["reviewer", "approved", "opinion", "reviewed_at"])
    release = review.release
    said = {"release": release.pk, "basis": release.basis, "opinion": review.opinion}
    said |= {"hash": seen_hash}
    record(action=Action.APPROVED, by=by, subject=release.subject, detail=said)
    return review
