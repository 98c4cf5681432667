"""定时发布: what was approved for an hour becomes public at that hour, once, item by item."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.exceptions import PlatformError
from sitegroup.models import BundleState, CaseState, ReleaseBundle, ReviewCase
from sitegroup.review.bundles import release_if_complete
from sitegroup.review.closing import (
    close,
    last_reviewer,
    release_approved,
    unfit,
    void_if_changed,
)

logger = logging.getLogger(__name__)

# A release that has not happened this long after its hour is a red light.
GRACE = timedelta(minutes=1)


def _due() -> QuerySet[ReviewCase]:
    return ReviewCase.objects.filter(
        state=CaseState.APPROVED, bundle=None, publish_at__lte=timezone.now()
    )


def overdue() -> QuerySet[ReviewCase]:
    """Approved, due, and still not public: red lights."""
    return ReviewCase.objects.filter(
        state=CaseState.APPROVED, publish_at__lte=timezone.now() - GRACE
    )


def is_overdue(case: ReviewCase) -> bool:
    """Whether this case is one of them."""
    due = case.publish_at
    return case.state == CaseState.APPROVED and due is not None and due <= timezone.now() - GRACE


def release_due() -> int:
    """Release everything whose hour has come; the number of releases. A worker's duty.

    An item that fails keeps its reason and is tried again; it stops no other.
    """
    done = 0
    for pk in list(_due().order_by("publish_at", "pk").values_list("pk", flat=True)):
        done += _guarded(pk)
    bundles = ReleaseBundle.objects.filter(
        state=BundleState.OPEN, publish_at__lte=timezone.now(), cases__state=CaseState.APPROVED
    )
    for pk in list(bundles.distinct().order_by("publish_at").values_list("pk", flat=True)):
        done += release_if_complete(pk, by=None)
    return done


def _guarded(pk: int) -> int:
    try:
        return _release_one(pk)
    except Exception as error:
        known = isinstance(error, PlatformError)
        why = str(error) if known else _("发布时出错，系统会再试。")
        logger.error("scheduled release of case %s failed: %s", pk, error, exc_info=not known)
        ReviewCase.objects.filter(pk=pk, state=CaseState.APPROVED).update(problem=why)
        return 0


@transaction.atomic
def _release_one(pk: int) -> int:
    """Release one case if it is still due and nobody else has it in hand."""
    skip = connection.features.has_select_for_update_skip_locked
    case = _due().select_for_update(skip_locked=skip, of=("self",)).filter(pk=pk).first()
    if case is None or void_if_changed(case):
        return 0
    if why := unfit(case):
        close(case, CaseState.VOIDED, problem=why)
        return 0
    release_approved(case, by=last_reviewer(case))
    return 1
