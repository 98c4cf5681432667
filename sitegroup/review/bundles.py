"""合并发布: several cases become public at one instant, or none of them does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import Target, record, refusals_recorded
from sitegroup.exceptions import PlatformError
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.guard.roles import may_edit
from sitegroup.models import (
    OPEN_STATES,
    BundleState,
    CaseState,
    ReleaseBundle,
    ReviewCase,
    Site,
)
from sitegroup.review.closing import (
    close,
    last_reviewer,
    release_approved,
    same_as_submitted,
    unfit,
)
from sitegroup.review.exceptions import ReviewRefused


@transaction.atomic
def create_bundle(
    *, site: Site, title: str, by: Any, publish_at: datetime | None = None
) -> ReleaseBundle:
    """Begin a bundle of a unit. Raises ReviewRefused."""
    if not may_edit(by, site):
        raise ReviewRefused(_("您不是%(site)s的起草人，不能合并发布。") % {"site": site})
    if not title.strip():
        raise ReviewRefused(_("请给这次合并发布起个名称。"))
    if publish_at is not None and publish_at <= timezone.now():
        raise ReviewRefused(_("定时发布的时间已经过了，请改为以后的时间，或者不填。"))
    return ReleaseBundle.objects.create(
        site=site, title=title.strip(), created_by=by, publish_at=publish_at
    )


def members(bundle_id: int) -> list[ReviewCase]:
    """The newest case of each object in the bundle; what its author took back is out of it."""
    return members_of([bundle_id]).get(bundle_id, [])


def members_of(bundle_ids: Sequence[int]) -> dict[int | None, list[ReviewCase]]:
    """The members of several bundles, by bundle; one without any is not in it."""
    found = ReviewCase.objects.filter(bundle__in=bundle_ids).select_related("revision", "site")
    newest = {
        (case.bundle_id, case.content_type_id, case.object_id): case
        for case in found.order_by("pk")
    }
    sorted_out: dict[int | None, list[ReviewCase]] = {}
    for case in newest.values():
        if case.state != CaseState.CANCELLED:
            sorted_out.setdefault(case.bundle_id, []).append(case)
    return sorted_out


def bundle_before(subject: Releasable) -> ReleaseBundle | None:
    """The open bundle that a returned or voided piece of content still belongs to."""
    last = (
        ReviewCase.objects.filter(content_type=subject_type(subject), object_id=str(subject.pk))
        .select_related("bundle")
        .order_by("-pk")
        .first()
    )
    if last is None or last.bundle is None or last.state == CaseState.CANCELLED:
        return None
    return last.bundle if last.bundle.state == BundleState.OPEN else None


def release_if_complete(bundle_id: int, *, by: Any) -> int:
    """Release all members if each is approved and the hour has come; how many were released.

    One that cannot be released keeps all back; the bundle then says why.
    """
    try:
        with transaction.atomic():
            return _release(bundle_id, by=by)
    except PlatformError as error:
        ReleaseBundle.objects.filter(pk=bundle_id).update(problem=str(error))
        return 0


def _release(bundle_id: int, *, by: Any) -> int:
    bundle = ReleaseBundle.objects.select_for_update().get(pk=bundle_id)
    if bundle.state != BundleState.OPEN:
        return 0
    if bundle.publish_at and bundle.publish_at > timezone.now():
        return 0
    list(ReviewCase.objects.select_for_update().filter(bundle=bundle).order_by("pk"))
    cases = members(bundle.pk)
    if not cases or any(case.state != CaseState.APPROVED for case in cases):
        return 0
    for case in cases:
        _still_good(case)
        release_approved(case, by=by or last_reviewer(case))
    bundle.state = BundleState.RELEASED
    bundle.problem = ""
    bundle.released_at = timezone.now()
    bundle.save(update_fields=["state", "problem", "released_at"])
    return len(cases)


def _still_good(case: ReviewCase) -> None:
    """Raise ReviewRefused where a member is no longer what was approved."""
    why = unfit(case)
    if not why and not same_as_submitted(case):
        why = _("审定后内容被改过，请撤回后重新送审。")
    if why:
        raise ReviewRefused(_("“%(title)s”：%(why)s") % {"title": case.title, "why": why})


@refusals_recorded(Action.BUNDLE_CANCELLED)
@transaction.atomic
def cancel_bundle(*, bundle_id: int, by: Any) -> ReleaseBundle:
    """Dissolve an open bundle; what was on its way in it is taken back. Raises ReviewRefused."""
    bundle = ReleaseBundle.objects.select_for_update().get(pk=bundle_id)
    if not may_edit(by, bundle.site):
        raise ReviewRefused(_("只有起草单位能取消合并发布。"))
    if bundle.state != BundleState.OPEN:
        raise ReviewRefused(_("这次合并发布已经办结。"))
    bundle.state = BundleState.CANCELLED
    bundle.save(update_fields=["state"])
    under_way = ReviewCase.objects.select_for_update().filter(state__in=OPEN_STATES, bundle=bundle)
    for case in under_way.order_by("pk"):
        close(case, CaseState.CANCELLED, problem=_("合并发布已取消，请单独送审。"))
    target = Target("bundle", str(bundle.pk), bundle.title, bundle.site)
    record(action=Action.BUNDLE_CANCELLED, by=by, subject=target)
    return bundle
