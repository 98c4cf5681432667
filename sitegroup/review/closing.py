"""How a case ends, step by step; `finishing` and `bundles` decide which."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.models import OPEN_STATES, CaseState, DisclosureRecord, ReviewCase
from sitegroup.names import name_of
from sitegroup.notices import services as notices
from sitegroup.review.engine import release_case
from sitegroup.review.hashing import latest_hash

# Who hears of which end; a release is told of when it has happened.
TOLD: dict[str, Callable[[ReviewCase], None]] = {
    CaseState.RETURNED: notices.case_returned,
    CaseState.CONCLUDED: notices.case_concluded,
    CaseState.VOIDED: notices.case_voided,
}


def close(
    case: ReviewCase, state: str, *, conclusion: str = "", ground: str = "", problem: str = ""
) -> None:
    """Move a case into a state, and its record with it; one that stays open is not closed."""
    case.state = state
    case.problem = problem
    case.closed_at = None if state in OPEN_STATES else timezone.now()
    case.save(update_fields=["state", "problem", "closed_at"])
    if state in TOLD:
        TOLD[state](case)
    if conclusion:
        values = {"conclusion": conclusion, "concluded_at": timezone.now()}
        if ground:
            values["ground"] = ground
        DisclosureRecord.objects.filter(case=case).update(**values)


def void_if_changed(case: ReviewCase) -> bool:
    """Void the case if its subject is gone or no longer what was submitted."""
    if same_as_submitted(case):
        return False
    close(case, CaseState.VOIDED, problem=_("审核期间内容被改过。"))
    return True


def same_as_submitted(case: ReviewCase) -> bool:
    """Whether the subject, which is locked by this, still is what the case holds."""
    model: Any = case.content_type.model_class()
    subject = model._default_manager.select_for_update().filter(pk=case.object_id).first()
    return subject is not None and latest_hash(subject) == case.content_hash


def is_early(case: ReviewCase) -> bool:
    """Whether its hour has not come."""
    return case.publish_at is not None and case.publish_at > timezone.now()


def release_approved(case: ReviewCase, *, by: Any) -> None:
    """Release a case that every step approved. Raises ReviewRefused."""
    release = release_case(case=case, by=by)
    close(case, CaseState.RELEASED)
    notices.released(release)


def last_reviewer(case: ReviewCase) -> Any:
    """Who gave the last approval; None if nobody has."""
    last = case.decisions.select_related("reviewer").last()
    return last.reviewer if last else None


def unfit(case: ReviewCase) -> str:
    """Why an approval given earlier does not carry a release any more; empty if it does."""
    for decision in case.decisions.select_related("reviewer"):
        if not decision.reviewer.is_active:
            name = name_of(decision.reviewer)
            return _("同意以后，%(name)s的账号已停用，请重新送审。") % {"name": name}
    return ""
