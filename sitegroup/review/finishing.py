"""What the last approval brings about: release, an hour or a bundle to wait for, or no release."""

from typing import Any

from sitegroup.models import Attribute, CaseState, Conclusion, DisclosureRecord, ReviewCase
from sitegroup.review.bundles import release_if_complete
from sitegroup.review.closing import close, is_early, release_approved

# What the last approval of something not to be disclosed actively concludes.
CONCLUSIONS: dict[str, str] = {
    Attribute.ON_REQUEST: Conclusion.ON_REQUEST,
    Attribute.WITHHELD: Conclusion.WITHHOLD,
}


def finish(case: ReviewCase, *, by: Any) -> None:
    """End a case that every step approved. Raises ReviewRefused where it cannot be released."""
    attribute = DisclosureRecord.objects.values_list("attribute", flat=True).get(case=case)
    if attribute in CONCLUSIONS:
        close(case, CaseState.CONCLUDED, conclusion=CONCLUSIONS[attribute])
        return
    close(case, CaseState.APPROVED, conclusion=Conclusion.DISCLOSE)
    if case.bundle_id:
        release_if_complete(case.bundle_id, by=by)
        case.refresh_from_db(fields=["state", "closed_at", "problem"])
    elif not is_early(case):
        release_approved(case, by=by)
